// Cross-entropy over a large vocabulary, for training: from the last layer's rows to the gradients by the logits. The
// logits are made some hundred rows at a time and turned into gradients row by row, in the memory where TensorFlow
// will multiply them; no array of all of them is ever written but this one. Same results as the fused op to 1e-6.

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
const charactersAtLeast = 256;

/** Rows multiplied at once: enough for the product to be fast, few enough for what comes of it to stay in the cache. */
const rowsInProduct = 512;

/** Rows fetched at once; so many, of whatever length, lie at multiples of 64 bytes and are not copied to be split. */
const rowsInPiece = 16;

/** Kernels take four numbers at once: rows are padded, and a row's padding is overwritten by the next row. */
const padded = (V: number) => Math.ceil(V / 4) * 4;

/** In bytes. */
const arraySizes = (N: number, V: number) => ({
  gradients: 4 * (N * V + 3),
  /** The row that is worked on: it stays in the nearest cache. */
  row: 4 * padded(V),
  bias: 4 * padded(V),
  biasGradients: 4 * padded(V),
  /** Four numbers each that a kernel and its caller hand over to each other. */
  maximum: 16,
  sums: 16,
  factor: 16,
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
    this.#kernels = createSoftmaxKernels(memory);
  }

  differentiate(input: SoftmaxInput): SoftmaxGradients {
    const m = this.#arrays;
    const [N, V] = [this.rows, this.#V];
    // What pads a row has no probability.
    m.bias.floats.fill(-Infinity).set(input.bias);
    m.biasGradients.floats.fill(0);
    const losses = new Float32Array(N);
    for (let first = 0; first < N; first += rowsInProduct) {
      const count = Math.min(rowsInProduct, N - first);
      this.#tensorflow.scope(() => {
        let row = first;
        for (const piece of this.#multiply(input, first, count)) {
          const products = this.#tensorflow.read(piece);
          for (let start = 0; start < products.length; start += V, row++) {
            m.row.floats.set(products.subarray(start, start + V));
            losses[row] = this.#differentiateRow(row, input.targets[row] ?? 0, input.scale);
          }
        }
      });
    }
    return {
      losses,
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
    const pieces = count / rowsInPiece;
    if (!Number.isInteger(pieces)) return [products];
    return ops.unpack(
      ops.reshape(products, constants.vector(pieces, rowsInPiece * this.#V)),
      pieces,
    );
  }

  /** Turns the products in `row` into their gradients; gives the loss. */
  #differentiateRow(row: number, target: number, scale: number): number {
    const m = this.#arrays;
    const V = this.#V;
    const { address } = m.row;
    const end = address + m.row.bytes.length;

    // x = product + bias
    this.#kernels.addBias(address, end, m.bias.address, m.maximum.address);
    const most = maxOfFour(m.maximum.floats);
    const right = at(m.row.floats, target);

    // e^(x - max) and the sum of it
    m.maximum.floats.fill(most);
    this.#kernels.exponentiate(address, end, m.maximum.address, m.sums.address);
    const sum = sumOfFour(m.sums.floats);

    // p, less 1 at the target
    m.factor.floats.fill(scale / sum);
    const into = m.gradients.address + 4 * row * V;
    this.#kernels.scale(address, end, into, m.factor.address, m.biasGradients.address);
    m.gradients.floats[row * V + target] = at(m.gradients.floats, row * V + target) - scale;
    m.biasGradients.floats[target] = at(m.biasGradients.floats, target) - scale;
    return Math.log(sum) + most - right;
  }
}

function maxOfFour(values: Float32Array): number {
  return Math.max(at(values, 0), at(values, 1), at(values, 2), at(values, 3));
}

function sumOfFour(values: Float32Array): number {
  return at(values, 0) + at(values, 1) + at(values, 2) + at(values, 3);
}

/** Reads an element that is known to be there. */
function at(values: Float32Array, place: number): number {
  return values[place] as number;
}
