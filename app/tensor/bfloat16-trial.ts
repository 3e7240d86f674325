// Whether products in bfloat16 are worth taking on this machine: tried, since neither the processor's name nor the
// library's version tells. Knows nothing of models.

import { allocateShared } from './shared-memory.ts';
import type { TensorFlow } from './tensorflow.ts';

/** A product about as large as those of a training step. */
const size = { rows: 512, inner: 256, columns: 1024 };
const attempts = 5;
/** They lose precision: for less than this they are not taken. */
const worthwhileGain = 1.2;

/** True where a product in bfloat16 is right, sees memory as it is written, and is clearly faster than in float32. */
export function gainsFromBfloat16(tensorflow: TensorFlow): boolean {
  try {
    return tensorflow.scope(() => seesWrites(tensorflow) && gain(tensorflow) >= worthwhileGain);
  } catch {
    return false; // this library has no such op
  }
}

/** Parts of a lent matrix must be its own memory, and a product must read what is there when it runs. */
function seesWrites(tensorflow: TensorFlow): boolean {
  const { bfloat16 } = tensorflow;
  const [parts, columns] = [2, 32];
  const memory = allocateShared(parts * columns * columns);
  const bytes = new Uint8Array(memory.buffer, memory.byteOffset, 2 * parts * columns * columns);
  const [, second] = bfloat16.unpack(
    tensorflow.lendNarrow(bytes, [parts, columns, columns]),
    parts,
  );
  const identity = new Float32Array(columns * columns);
  for (let i = 0; i < columns; i++) identity[i * columns + i] = 1;
  const one = bfloat16.narrow(tensorflow.copyIn(identity, [columns, columns]));
  // 3 in bfloat16 is 0x4040; written only after the tensors were made.
  bytes.fill(0x40, 2 * columns * columns);
  if (second === undefined) return false;
  const product = tensorflow.read(bfloat16.widen(bfloat16.matMul(second, one)));
  return product.every((value) => value === 3);
}

/** How many times as fast as in float32, by the fastest of some attempts. */
function gain(tensorflow: TensorFlow): number {
  const { ops, bfloat16 } = tensorflow;
  const matrix = (rows: number, columns: number) =>
    tensorflow.copyIn(new Float32Array(rows * columns).fill(0.5), [rows, columns]);
  const [a, b] = [matrix(size.rows, size.inner), matrix(size.inner, size.columns)];
  const [narrowA, narrowB] = [bfloat16.narrow(a), bfloat16.narrow(b)];
  const wide = fastest(() => tensorflow.scope(() => void ops.matMul(a, b)));
  const narrow = fastest(() => tensorflow.scope(() => void bfloat16.matMul(narrowA, narrowB)));
  return wide / narrow;
}

/** Milliseconds; the first attempt, which prepares, does not count. */
function fastest(attempt: () => void): number {
  attempt();
  const times = Array.from({ length: attempts }, () => {
    const before = performance.now();
    attempt();
    return performance.now() - before;
  });
  return Math.min(...times);
}
