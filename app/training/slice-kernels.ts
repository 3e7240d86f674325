// What is done to a slice of the flat buffers in each step, in WebAssembly over the memory that all replicas share. Each
// kernel stands beside its readable form; see gradients.ts and the optimisers.

import type { Optimizer } from '../contract/model.ts';
import { instantiate } from '../model/wasm-assembler.ts';
import { adamKernel } from './adam.ts';
import { adamWKernel } from './adamw.ts';
import { clipKernel, sumKernel } from './gradients.ts';
import type { OptimizerStep } from './optimizer.ts';
import { rmsPropKernel } from './rmsprop.ts';
import { sgdKernel } from './sgd.ts';
import type { SlicePlaces } from './slice-loop.ts';
import { updateKernel, type UpdateKernel } from './update-kernel.ts';

const updateKernels: Record<Optimizer, UpdateKernel> = {
  sgd: sgdKernel,
  rmsprop: rmsPropKernel,
  adam: adamKernel,
  adamw: adamWKernel,
};

/** What a step does to [start, end) of the flat buffers, in numbers. */
export interface SliceForms {
  /** Sums all gradients into the first; gives the squared norm of the sum. */
  sum(start: number, end: number): number;
  /** Clips each number of the sum to ±limit; gives the squared norm of what is left. */
  clip(start: number, end: number, limit: number): number;
  /** Updates parameters and running means in place. */
  update(start: number, end: number, step: OptimizerStep): void;
}

/** Makes the kernels over a shared WebAssembly.Memory. What they get has a multiple of `numbersAtOnce`, at least that. */
export function createSliceKernels(
  memory: object,
  optimizer: Optimizer,
  places: SlicePlaces,
): SliceForms {
  const form = updateKernels[optimizer];
  const names = Object.keys(form.factors(anyStep));
  const functions = [sumKernel(places), clipKernel(places), updateKernel(places, form, names)];
  const kernels = instantiate(functions, memory, 'shared') as {
    sum(at: number, end: number): number;
    clip(at: number, end: number, limit: number): number;
    update(at: number, end: number, ...factors: number[]): void;
  };
  const bytes = Float32Array.BYTES_PER_ELEMENT;
  return {
    sum: (start, end) => kernels.sum(bytes * start, bytes * end),
    clip: (start, end, limit) => kernels.clip(bytes * start, bytes * end, limit),
    update: (start, end, step) => {
      kernels.update(bytes * start, bytes * end, ...Object.values(form.factors(step)));
    },
  };
}

const anyStep: OptimizerStep = {
  ...{ step: 0, learningRate: 0, momentum: 0, squareDecay: 0, weightDecay: 0, gradientScale: 1 },
};
