// How our kernels go over a slice of the flat buffers: four numbers at once, one number of bytes from the beginning of each
// buffer. Knows nothing of what is done to them.

import { forward, get, i32, repeatWhile, type Code, type Local } from '../model/wasm-assembler.ts';

/** Addresses of the flat buffers, in bytes. */
export interface SlicePlaces {
  parameters: number;
  momentum: number;
  variance: number;
  /** Of each replica. */
  gradients: readonly number[];
}

/** A slice that a kernel gets has a multiple of so many numbers. */
export const numbersAtOnce = 4;

/** Does something with each four numbers from the byte `at` to the byte `end`, which are not the same. */
export const overSlice = (at: Local, end: Local, ...four: Code[]): Code =>
  repeatWhile(
    i32.isLess(get(at), get(end)),
    ...four,
    forward(at, numbersAtOnce * Float32Array.BYTES_PER_ELEMENT),
  );
