// The arithmetic over a replica's slice of the flat buffers: by our kernels where these lie in a memory of theirs, else, and
// for up to three numbers at a slice's end, by the readable forms. Knows neither layers nor barriers.

import type { Optimizer } from '../contract/model.ts';
import { clipSlice, sumSlice } from './gradients.ts';
import { updateSlice, type OptimizerStep } from './optimizer.ts';
import type { SharedMemory } from './shared-memory.ts';
import { createSliceKernels, type SliceForms } from './slice-kernels.ts';
import { numbersAtOnce } from './slice-loop.ts';

export interface GradientFigures {
  /** Of the sum, before anything is clipped. */
  squaredNorm: number;
  /** After clipping by value; the same number where none was clipped. */
  clippedSquaredNorm: number;
}

/** What every step works on. */
type StepMemory = Pick<SharedMemory, 'live' | 'gradients' | 'kernelMemory'>;

/** For one run's optimiser. Slices are [start, end) in numbers. */
export class SliceArithmetic {
  readonly #readable: SliceForms;
  readonly #kernels: SliceForms | null;

  constructor(memory: StepMemory, optimizer: Optimizer) {
    this.#readable = readableForms(memory, optimizer);
    this.#kernels = memory.kernelMemory && kernelsOver(memory, memory.kernelMemory, optimizer);
  }

  /** Sums all gradients into the first and clips each number to ±clipValue. */
  reduce(clipValue: number | null, start: number, end: number): GradientFigures {
    const squaredNorm = this.#overParts(start, end, (form, ...part) => form.sum(...part));
    // What is not finite must stay so: clipped, it would hide that the run has gone wrong.
    if (clipValue === null || !Number.isFinite(squaredNorm)) {
      return { squaredNorm, clippedSquaredNorm: squaredNorm };
    }
    const clippedSquaredNorm = this.#overParts(start, end, (form, ...part) =>
      form.clip(...part, clipValue),
    );
    return { squaredNorm, clippedSquaredNorm };
  }

  /** Updates parameters and running means in place. */
  update(step: OptimizerStep, start: number, end: number): void {
    this.#overParts(start, end, (form, ...part) => {
      form.update(...part, step);
      return 0;
    });
  }

  /** Has each number of a slice worked on in the fastest form that takes it; gives the sum of what that gives. */
  #overParts(
    start: number,
    end: number,
    work: (form: SliceForms, start: number, end: number) => number,
  ): number {
    const wide = this.#kernels ? end - ((end - start) % numbersAtOnce) : start;
    let sum = 0;
    if (this.#kernels && wide > start) sum += work(this.#kernels, start, wide);
    if (end > wide) sum += work(this.#readable, wide, end);
    return sum;
  }
}

function readableForms({ live, gradients }: StepMemory, optimizer: Optimizer): SliceForms {
  const buffers = { ...live, gradients: gradients[0] as Float32Array };
  return {
    sum: (start, end) => sumSlice(gradients, start, end),
    clip: (start, end, limit) => clipSlice(buffers.gradients, limit, { start, end }),
    update: (start, end, step) => {
      updateSlice(optimizer, buffers, step, start, end);
    },
  };
}

function kernelsOver({ live, gradients }: StepMemory, memory: object, optimizer: Optimizer) {
  return createSliceKernels(memory, optimizer, {
    parameters: live.parameters.byteOffset,
    momentum: live.momentum.byteOffset,
    variance: live.variance.byteOffset,
    gradients: gradients.map(({ byteOffset }) => byteOffset),
  });
}
