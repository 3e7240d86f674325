// Cross-entropy over all but the smallest vocabularies, for training: from the last layer's rows to the gradients by
// the logits. These are made some hundred rows at a time and turned into gradients row by row, in the memory where
// TensorFlow will multiply them; no array of all of them is ever written but this one. Same results as the fused op
// to 1e-6.

import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { createSoftmaxKernels, type SoftmaxKernels } from './softmax-kernels.ts';
import { allocateArrays, fitsOneMemory, sumOf, type WindowArray } from './window-memory.ts';

/** Rows [N,I], the product with the output's kernel, and what adds to it. */
export interface SoftmaxInput {
  rows: Tensor; // [N,I]
  rowLength: number; // I
  multiply: (rows: Tensor) => Tensor; // [n,I] → [n,V]
  bias: Float32Array; // [V]
  targets: Int32Array; // [N]
  scale: number;
}

export interface SoftmaxGradients {
  losses: Float32Array; // [N], nats
  logitGradients: Tensor; // [N,V], scaled; lent until the next window
  biasGradients: Float32Array; // [V]
}

/** From so many characters on it gains; TensorFlow's op has less to call for fewer. */
const charactersAtLeast = 32;

/** Rows multiplied at once: enough for the product to be fast, few enough for what comes of it to stay in the cache. */
const rowsInProduct = 512;

/** Rows are fetched by multiples of so many: these, of whatever length, lie at multiples of 64 bytes and are not copied. */
const rowsInUnit = 16;

/** What is fetched at once is to stay in the second-level cache. */
const pieceBytes = 131_072;

/** Rows fetched at once, a divisor of those in a product. */
function rowsInPiece(V: number): number {
  let rows = rowsInUnit;
  while (2 * rows <= rowsInProduct && 2 * rows * 4 * V <= pieceBytes) rows *= 2;
  return rows;
}

/** Kernels take four numbers at once: rows are padded, and a row's padding is overwritten by the next row. */
const padded = (V: number) => Math.ceil(V / 4) * 4;

/** In bytes. */
const arraySizes = (N: number, V: number) => ({
  gradients: 4 * (N * V + 3),
  /** A piece of the products. */
  products: 4 * (rowsInPiece(V) * V + 3),
  row: 4 * padded(V),
  bias: 4 * padded(V),
  biasGradients: 4 * padded(V),
  scale: 16,
  /** Of each row, as the kernel wants and leaves them. */
  targets: 4 * N,
  results: 16 * N,
});

/** Whether so many rows and characters gain by it, and fit. */
export function takesWideSoftmax(N: number, V: number): boolean {
  return V >= charactersAtLeast && fitsOneMemory(sumOf(arraySizes(N, V)));
}

/** For one number of rows and one vocabulary. */
export class WideSoftmax {
  readonly rows: number;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #V: number;
  readonly #arrays: Record<keyof ReturnType<typeof arraySizes>, WindowArray>;
  readonly #kernels: SoftmaxKernels;

  constructor(tensorflow: TensorFlow, constants: Constants, { N, V }: { N: number; V: number }) {
    this.rows = N;
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#V = V;
    const { memory, arrays } = allocateArrays(arraySizes(N, V));
    this.#arrays = arrays;
    const places = {
      ...{ bias: arrays.bias.address, total: arrays.biasGradients.address },
      ...{ row: arrays.row.address, scale: arrays.scale.address },
    };
    this.#kernels = createSoftmaxKernels(memory, { V, places });
  }

  differentiate(input: SoftmaxInput): SoftmaxGradients {
    const m = this.#arrays;
    const [N, V] = [this.rows, this.#V];
    const { targets, scale } = input;
    // What pads a row has no probability.
    m.bias.floats.fill(-Infinity).set(input.bias);
    m.biasGradients.floats.fill(0);
    m.scale.floats.fill(scale);
    for (let row = 0; row < N; row++) m.targets.words[row] = 4 * at(targets, row);
    for (let first = 0; first < N; first += rowsInProduct) {
      const count = Math.min(rowsInProduct, N - first);
      this.#tensorflow.scope(() => {
        let row = first;
        for (const piece of this.#multiply(input, first, count)) {
          const products = this.#tensorflow.read(piece);
          this.#differentiateRows(row, products);
          row += products.length / V;
        }
      });
    }
    return {
      losses: this.#subtractTargets(input),
      logitGradients: this.#tensorflow.lend(m.gradients.floats.subarray(0, N * V), [N, V]),
      biasGradients: m.biasGradients.floats.subarray(0, V),
    };
  }

  /** The products of some rows, in pieces. */
  #multiply({ rows, rowLength, multiply }: SoftmaxInput, first: number, count: number): Tensor[] {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const isAll = first === 0 && count === this.rows;
    const part = isAll
      ? rows
      : ops.slice(rows, constants.vector(first, 0), constants.vector(count, rowLength));
    const products = multiply(part); // [count,V]
    const inPiece = rowsInPiece(this.#V);
    const pieces = count / inPiece;
    if (!Number.isInteger(pieces)) return [products];
    return ops.unpack(ops.reshape(products, constants.vector(pieces, inPiece * this.#V)), pieces);
  }

  /** Turns the products of rows into what softmax gives of them, scaled. */
  #differentiateRows(first: number, products: Float32Array): void {
    const m = this.#arrays;
    const V = this.#V;
    const most = rowsInPiece(V) * V;
    for (let start = 0; start < products.length; start += most) {
      const piece = products.subarray(start, start + most);
      m.products.floats.set(piece);
      const row = first + start / V;
      this.#kernels.differentiate(
        m.products.address,
        m.products.address + 4 * piece.length,
        m.targets.address + 4 * row,
        m.gradients.address + 4 * row * V,
        m.results.address + 16 * row,
      );
    }
  }

  /** From softmax to the gradients: p, less 1 at the target. Gives the losses. */
  #subtractTargets({ targets, scale }: SoftmaxInput): Float32Array {
    const { gradients, biasGradients, results } = this.#arrays;
    const losses = new Float32Array(this.rows);
    for (let row = 0; row < this.rows; row++) {
      const target = at(targets, row);
      const place = row * this.#V + target;
      gradients.floats[place] = at(gradients.floats, place) - scale;
      biasGradients.floats[target] = at(biasGradients.floats, target) - scale;
      const result = (which: number) => at(results.floats, 4 * row + which);
      losses[row] = Math.log(result(1)) + result(0) - result(2);
    }
    return losses;
  }
}

/** Reads an element that is known to be there. */
function at(values: Float32Array | Int32Array, place: number): number {
  return values[place] as number;
}
