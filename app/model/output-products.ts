// The products of rows with the output's kernel, fetched a few rows at a time: with thousands of characters no array of
// all of them is ever written. Knows nothing of what is made of them.

import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';

/** Rows [N,I] and the product with the output's kernel. */
export interface OutputRows {
  rows: Tensor; // [N,I]
  rowLength: number; // I
  multiply: (rows: Tensor) => Tensor; // [n,I] → [n,V]
}

/** Rows multiplied at once: enough for the product to be fast, few enough for what comes of it to stay in the cache. */
const rowsInProduct = 512;

/** Rows are fetched by multiples of so many: these, of whatever length, lie at multiples of 64 bytes and are not copied. */
const rowsInUnit = 16;

/** What is fetched at once is to stay in the second-level cache. */
const pieceBytes = 131_072;

/** Rows fetched at once, a divisor of those in a product. */
export function rowsInPiece(V: number): number {
  let rows = rowsInUnit;
  while (2 * rows <= rowsInProduct && 2 * rows * 4 * V <= pieceBytes) rows *= 2;
  return rows;
}

/** Visits the products of N rows with V characters in order: [n,V] with n of `rowsInPiece` at most, and the first row. */
export function visitProducts(
  { tensorflow, constants }: { tensorflow: TensorFlow; constants: Constants },
  { N, V, ...output }: OutputRows & { N: number; V: number },
  visit: (products: Float32Array, firstRow: number) => void,
): void {
  const { ops } = tensorflow;
  const { rows, rowLength, multiply } = output;
  const most = rowsInPiece(V) * V;
  for (let first = 0; first < N; first += rowsInProduct) {
    const count = Math.min(rowsInProduct, N - first);
    tensorflow.scope(() => {
      const part =
        count === N
          ? rows
          : ops.slice(rows, constants.vector(first, 0), constants.vector(count, rowLength));
      let row = first;
      for (const piece of inPieces(multiply(part), count)) {
        const products = tensorflow.read(piece);
        for (let start = 0; start < products.length; start += most) {
          visit(products.subarray(start, start + most), row + start / V);
        }
        row += products.length / V;
      }
    });
  }

  function inPieces(products: Tensor /* [count,V] */, count: number): Tensor[] {
    const pieces = (count * V) / most;
    if (!Number.isInteger(pieces)) return [products];
    return ops.unpack(ops.reshape(products, constants.vector(pieces, most)), pieces);
  }
}
