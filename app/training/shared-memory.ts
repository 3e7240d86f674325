// The memory that the trainer and its replicas share: parameters, moments, gradients, copies and figures.
// Knows who may write what when (see each field), nothing of how training works.

import { configurationLimits } from '../contract/limits.ts';
import type { ModelConfiguration } from '../contract/model.ts';
import { allocateShared, allocateSharedArrays } from '../tensor/shared-memory.ts';
import { createControlBuffer } from './control.ts';

/** Steps whose figures are kept until the trainer, which looks ten times a second, has read them. */
export const ringSteps = 16_384;

/** Recurrent layers that a network has at most; each has a place in the figures of a step. */
export const layersAtMost = configurationLimits.layers.max;

/** Numbers kept of each step in the ring; the layers' norms stand behind the others. */
export const ringFields = {
  step: 0,
  loss: 1,
  gradientNorm: 2,
  learningRate: 3,
  isClipped: 4,
  activeSeconds: 5,
  milliseconds: 6,
  layerNorms: 7,
  size: 7 + layersAtMost,
};

/**
 * Numbers that each replica reports to the others at a barrier; the layers' squared norms stand behind the others.
 * `learningRate`, `limit`, `bestStep`, `bestLoss` and `isBestWhole` are replica 0's alone: the next step's rate, the
 * characters to validate on, the step and the loss of the best weights, whether that is of the characters to validate on.
 */
export const reportFields = {
  loss: 0,
  squaredNorm: 1,
  clippedSquaredNorm: 2,
  scored: 3,
  scoredLoss: 4,
  scoredOptimisedLoss: 5,
  correct: 6,
  correctInFive: 7,
  learningRate: 8,
  limit: 9,
  bestStep: 10,
  bestLoss: 11,
  isBestWhole: 12,
  layerSquaredNorms: 13,
  size: 13 + layersAtMost,
};

type SharedFloats = Float32Array<SharedArrayBuffer>;
type SharedDoubles = Float64Array<SharedArrayBuffer>;

/** One flat copy of all that an optimiser needs. */
export interface OptimiserMemory {
  parameters: SharedFloats;
  momentum: SharedFloats;
  variance: SharedFloats;
}

/** A copy of all that a step changes, as of one step. */
export interface RollBackMemory extends OptimiserMemory {
  states: SharedFloats;
}

/** Points that are kept: the newest may lie too close before a trouble, the one before it does not. */
export const rollBackPoints = 2;

/** Handed to every replica as it is; a view that crosses a thread border still shows the same memory. */
export interface SharedMemory {
  /** Written between the second and the third barrier, each replica its own slice. */
  live: OptimiserMemory;
  /** Written by its replica before the first barrier, reduced between the first and the second. */
  gradients: SharedFloats[];
  /** The WebAssembly.Memory that `live` and `gradients` lie in; null where one cannot hold them. */
  kernelMemory: object | null;
  /** Written at a step's end when asked for; read by the trainer alone, before it marks it taken. */
  snapshot: OptimiserMemory;
  /** The best weights so far; filled and taken as the snapshot is. */
  best: SharedFloats;
  /** Carried states of all B streams at a checkpoint; see state-rows.ts. */
  states: SharedFloats;
  /** Written at fixed steps, each replica its own slice and rows, and only while no checkpoint waits to be taken. */
  points: RollBackMemory[];
  control: SharedArrayBuffer;
  /** [replicas, reportFields.size] */
  reports: SharedDoubles;
  /** [ringSteps, ringFields.size] */
  ring: SharedDoubles;
  /** [1]: steps that this run has recorded in the ring, those that were rolled back included; written after it. */
  recorded: SharedDoubles;
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
    ...createStepMemory(sizes),
    snapshot: optimiser(),
    best: allocateShared(sizes.parameters),
    states: allocateShared(sizes.states),
    points: Array.from({ length: rollBackPoints }, () => ({
      ...optimiser(),
      states: allocateShared(sizes.states),
    })),
    control: createControlBuffer(),
    reports: doubles(sizes.replicas * reportFields.size),
    ring: doubles(ringSteps * ringFields.size),
    recorded: doubles(1),
  };
}

/** What every step works on, for our kernels where they can. */
export function createStepMemory({
  parameters: floats,
  replicas,
}: {
  parameters: number;
  replicas: number;
}): Pick<SharedMemory, 'live' | 'gradients' | 'kernelMemory'> {
  const count = 3 + replicas;
  const together = allocateSharedArrays(count, floats);
  const arrays = together?.arrays ?? Array.from({ length: count }, () => allocateShared(floats));
  const [parameters, momentum, variance, ...gradients] = arrays as [
    ...[SharedFloats, SharedFloats, SharedFloats],
    ...SharedFloats[],
  ];
  const live = { parameters, momentum, variance };
  return { live, gradients, kernelMemory: together?.memory ?? null };
}

function doubles(count: number): SharedDoubles {
  return new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT));
}

/** Floats that the carried states of B streams take; an LSTM has two rows a stream and layer, other cells one. */
export function stateFloats(
  { cell, layers }: Pick<ModelConfiguration, 'cell' | 'layers'>,
  batchSize: number,
): number {
  const rows = cell === 'lstm' ? 2 : 1;
  return layers.reduce((sum, H) => sum + rows * batchSize * H, 0);
}
