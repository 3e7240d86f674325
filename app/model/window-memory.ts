// WebAssembly memory for the arrays of a window, laid out once: what kernels compute in and TensorFlow reads in
// place. Knows nothing of what the arrays mean.

/** One array's place, and its memory as floats, as 32-bit words and as bytes. */
export interface WindowArray {
  /** In bytes, a multiple of `lendableBytes`. */
  address: number;
  floats: Float32Array;
  words: Int32Array;
  bytes: Uint8Array;
}

declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
};

/** Only memory aligned to so many bytes is lent to TensorFlow without a copy. */
export const lendableBytes = 64;
const pageBytes = 65_536;
/** Engines give a memory of 2 GiB reliably, of more not everywhere. */
const mostBytes = 2 ** 31;

/** Whether arrays of so many bytes in sum fit one memory. */
export function fitsOneMemory(bytes: number): boolean {
  return bytes < mostBytes;
}

/** All sizes together. */
export function sumOf(sizes: Record<string, number>): number {
  return Object.values(sizes).reduce((sum, each) => sum + each);
}

/** How many of T steps, a divisor of it, to fetch at once when a step has so many bytes. */
export function stepsAtOnce(T: number, stepBytes: number, bytesAtMost: number): number {
  let count = 1;
  for (let steps = 2; steps <= T; steps++) {
    if (T % steps === 0 && steps * stepBytes <= bytesAtMost) count = steps;
  }
  return count;
}

/** Allocates arrays of so many bytes each, multiples of four, all zero. */
export function allocateArrays<const Names extends string>(
  sizes: Record<Names, number>,
): { memory: object; arrays: Record<Names, WindowArray> } {
  const places = new Map<string, { address: number; size: number }>();
  let bytes = 0;
  for (const [name, size] of Object.entries<number>(sizes)) {
    places.set(name, { address: bytes, size });
    bytes += Math.ceil(size / lendableBytes) * lendableBytes;
  }
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / pageBytes)) });
  const { buffer } = memory;
  const arrays = Object.fromEntries(
    [...places].map(([name, { address, size }]) => [
      name,
      {
        address,
        floats: new Float32Array(buffer, address, size / Float32Array.BYTES_PER_ELEMENT),
        words: new Int32Array(buffer, address, size / Int32Array.BYTES_PER_ELEMENT),
        bytes: new Uint8Array(buffer, address, size),
      },
    ]),
  ) as Record<Names, WindowArray>;
  return { memory, arrays };
}
