// How gradients become updates, over a slice of the flat buffers. Each replica updates its own slice; the
// arithmetic per number does not depend on how slices are cut. Knows neither layers nor schedules.

import type { Optimizer } from '../contract/model.ts';
import { updateByAdam } from './adam.ts';
import { updateByAdamW } from './adamw.ts';
import { updateByRmsProp } from './rmsprop.ts';
import { updateBySgd } from './sgd.ts';

export interface OptimizerBuffers {
  parameters: Float32Array;
  gradients: Float32Array;
  /** The gradients' running mean, or SGD's and RMSProp's velocity. */
  momentum: Float32Array;
  /** The running mean of squared gradients; SGD leaves it as it is. */
  variance: Float32Array;
}

export interface OptimizerStep {
  /** Updates done before this one. */
  step: number;
  learningRate: number;
  momentum: number;
  squareDecay: number;
  weightDecay: number;
  /** Gradients are multiplied by it first: the global-norm clip. */
  gradientScale: number;
}

/** One optimiser's update, in place over [start, end). */
export type SliceUpdate = (
  buffers: OptimizerBuffers,
  step: OptimizerStep,
  start: number,
  end: number,
) => void;

const updates: Record<Optimizer, SliceUpdate> = {
  sgd: updateBySgd,
  rmsprop: updateByRmsProp,
  adam: updateByAdam,
  adamw: updateByAdamW,
};

/** Updates parameters and running means in place over [start, end). */
export function updateSlice(
  kind: Optimizer,
  buffers: OptimizerBuffers,
  step: OptimizerStep,
  start: number,
  end: number,
): void {
  updates[kind](buffers, step, start, end);
}
