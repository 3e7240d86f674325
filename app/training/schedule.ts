// The learning rate over a run, and how far a timed run's steps will reach.
// Pure functions: progress or epochs in, rate out; time in, steps out.

import type { Recipe } from '../contract/model.ts';

/** Share of the peak rate that the cosine leaves at the end; the last steps then only settle the weights. */
const finalShare = 0.02;

export type RateRecipe = Pick<
  Recipe,
  'schedule' | 'learningRate' | 'warmup' | 'decayFactor' | 'decayEvery' | 'decayAfter'
>;

/** How far a run has come, as the schedules count it. */
export interface RateMoment {
  /** 0 to 1 along the run. */
  progress: number;
  /** Passes over the text, fractional. */
  epoch: number;
  /** What plateaus have lowered the rate by. */
  plateauFactor: number;
  /** What roll-backs have lowered it by. */
  rollBackFactor: number;
}

/** The learning rate of the next step. */
export function learningRateAt(recipe: RateRecipe, moment: RateMoment): number {
  return recipe.learningRate * shareAt(recipe, moment) * moment.rollBackFactor;
}

function shareAt(recipe: RateRecipe, { progress, epoch, plateauFactor }: RateMoment): number {
  const { decayFactor, decayEvery, decayAfter } = recipe;
  const lowerings = Math.max(0, epoch - decayAfter) / decayEvery;
  switch (recipe.schedule) {
    case 'constant':
      return 1;
    case 'step':
      return decayFactor ** Math.floor(lowerings);
    case 'exponential':
      return decayFactor ** lowerings;
    case 'cosine':
      return cosineShare(progress, recipe.warmup);
    case 'plateau':
      return plateauFactor;
  }
}

/** Linear warm-up from zero, then half a cosine down to a fiftieth. */
function cosineShare(progress: number, warmup: number): number {
  if (progress < warmup) return progress / warmup;
  const decayed = Math.min(1, (progress - warmup) / (1 - warmup || 1));
  return finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * decayed));
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
