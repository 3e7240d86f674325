// The memory that the trainer and its replicas share: parameters, moments, gradients, copies and figures.
// Knows who may write what when (see each field), nothing of how training works.

import { allocateShared } from '../tensor/shared-memory.ts';
import { createControlBuffer } from './control.ts';

/** Steps whose figures are kept until the trainer, which looks ten times a second, has read them. */
export const ringSteps = 16_384;

/** Numbers kept of each step in the ring. */
export const ringFields = { loss: 0, gradientNorm: 1, learningRate: 2, milliseconds: 3, size: 4 };

/**
 * Numbers that each replica reports to the others at a barrier. `progress`, `limit` and `bestStep` are
 * replica 0's alone: the schedule's progress, the characters to validate on, the step of the best weights.
 */
export const reportFields = {
  loss: 0,
  squaredNorm: 1,
  scored: 2,
  scoredLoss: 3,
  correct: 4,
  progress: 5,
  limit: 6,
  bestStep: 7,
  size: 8,
};

type SharedFloats = Float32Array<SharedArrayBuffer>;
type SharedDoubles = Float64Array<SharedArrayBuffer>;

/** One flat copy of all that AdamW needs. */
export interface OptimiserMemory {
  parameters: SharedFloats;
  momentum: SharedFloats;
  variance: SharedFloats;
}

/** Handed to every replica as it is; a view that crosses a thread border still shows the same memory. */
export interface SharedMemory {
  /** Written between the second and the third barrier, each replica its own slice. */
  live: OptimiserMemory;
  /** Written by its replica before the first barrier, reduced between the first and the second. */
  gradients: SharedFloats[];
  /** Written at a step's end when asked for; read by the trainer alone, before it marks it taken. */
  snapshot: OptimiserMemory;
  /** The best weights so far; filled and taken as the snapshot is. */
  best: SharedFloats;
  /** Carried states of all B streams at a checkpoint: per layer hidden [B,H], then cell [B,H]. */
  states: SharedFloats;
  control: SharedArrayBuffer;
  /** [replicas, reportFields.size] */
  reports: SharedDoubles;
  /** [ringSteps, ringFields.size] */
  ring: SharedDoubles;
  /** [1]: steps done, written after the ring. */
  stepsDone: SharedDoubles;
}

/** Allocates the memory of one run. */
export function createSharedMemory(sizes: {
  parameters: number;
  states: number;
  replicas: number;
}): SharedMemory {
  const optimiser = (): OptimiserMemory => ({
    parameters: allocateShared(sizes.parameters),
    momentum: allocateShared(sizes.parameters),
    variance: allocateShared(sizes.parameters),
  });
  return {
    live: optimiser(),
    gradients: Array.from({ length: sizes.replicas }, () => allocateShared(sizes.parameters)),
    snapshot: optimiser(),
    best: allocateShared(sizes.parameters),
    states: allocateShared(sizes.states),
    control: createControlBuffer(),
    reports: doubles(sizes.replicas * reportFields.size),
    ring: doubles(ringSteps * ringFields.size),
    stepsDone: doubles(1),
  };
}

function doubles(count: number): SharedDoubles {
  return new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT));
}

/** Floats that the carried states of B streams take. */
export function stateFloats(layers: number[], batchSize: number): number {
  return layers.reduce((sum, H) => sum + 2 * batchSize * H, 0);
}
