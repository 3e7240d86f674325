// What the composed cells share: a window's steps put together, and columns taken out of a kernel.

import type { Constants } from '../tensor/constants.ts';
import type { Ops, Tensor } from '../tensor/ops.ts';

/** T steps of [B,N] each, one below the other: [T*B,N]. */
export function rowsOfSteps(ops: Ops, constants: Constants, steps: readonly Tensor[]): Tensor {
  // ConcatV2 wants at least two.
  return steps.length === 1 ? (steps[0] as Tensor) : ops.concat(steps, constants.index(0));
}

/** Two blocks of columns side by side: [R,M], [R,N] → [R,M+N]. */
export function besideEachOther(ops: Ops, constants: Constants, blocks: readonly Tensor[]): Tensor {
  return ops.concat(blocks, constants.index(1));
}

/** A block of a matrix. */
export function blockOf(
  ops: Ops,
  constants: Constants,
  block: { of: Tensor; from: [row: number, column: number]; size: [rows: number, columns: number] },
): Tensor {
  return ops.slice(block.of, constants.vector(...block.from), constants.vector(...block.size));
}
