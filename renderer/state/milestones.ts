// Which samples of a long run to show: the first, some at doubling times, and the newest. At doubling
// times a network learns about as much each time, so the steps are even to the eye.

import type { SamplePoint } from '../../app/contract/model.ts';

/** A handful of samples, oldest first. */
export function milestones(samples: readonly SamplePoint[]): SamplePoint[] {
  const chosen: SamplePoint[] = [];
  let nextSeconds = 0;
  for (const sample of samples) {
    if (sample.seconds < nextSeconds) continue;
    chosen.push(sample);
    nextSeconds = sample.seconds * 1.9;
  }
  const newest = samples.at(-1);
  if (newest !== undefined && !chosen.includes(newest)) chosen.push(newest);
  return chosen;
}
