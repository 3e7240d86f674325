// How a stepper's numbers share the one memory of its kernel: places are given out first, then the memory is made
// and looked at. Knows sizes alone.

import type { StepKernel } from './step-kernel.ts';

/** Gives out places, in bytes, each at a multiple of 16. */
export class MemoryPlan {
  #bytes = 0;

  /** What the memory must hold. */
  get bytes(): number {
    return this.#bytes;
  }

  take(bytes: number): number {
    const place = this.#bytes;
    this.#bytes += roundUp(bytes, 16);
    return place;
  }
}

/** A kernel and its memory. */
export interface StepMachine {
  kernel: StepKernel;
  memory: ArrayBuffer;
}

export function floatsAt({ memory }: StepMachine, place: number, length: number): Float32Array {
  return new Float32Array(memory, place, length);
}

/** The least multiple that is not below a value. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
