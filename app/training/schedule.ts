// The learning rate over a run's progress, and how far a timed run's steps will reach.
// Pure functions: progress in, rate out; time in, steps out.

/** Share of the peak rate that is left at the end; the last steps then only settle the weights. */
const finalShare = 0.02;

/** Linear warm-up from zero, then half a cosine down to a fiftieth of the peak. `progress` runs from 0 to 1. */
export function learningRateAt(progress: number, peak: number, warmup: number): number {
  if (progress < warmup) return (peak * progress) / warmup;
  const decayed = Math.min(1, (progress - warmup) / (1 - warmup || 1));
  return peak * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * decayed)));
}

/**
 * Progress after one more step. A total that is re-planned on the way changes the size of the next
 * increments, never the progress already made, so the rate has no jumps.
 */
export function advance(progress: number, step: number, totalSteps: number): number {
  const remaining = totalSteps - step;
  return remaining <= 1 ? 1 : progress + (1 - progress) / remaining;
}

/** Steps that a timed run will reach, from the seconds that are left and the seconds a step has taken lately. */
export function replanSteps(step: number, secondsLeft: number, secondsPerStep: number): number {
  return step + Math.max(0, Math.floor(secondsLeft / secondsPerStep));
}
