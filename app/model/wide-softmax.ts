// Cross-entropy over all but the smallest vocabularies, for training: from the last layer's rows to the gradients by
// the logits. These are made some hundred rows at a time and turned into gradients row by row, in the memory where
// TensorFlow will multiply them; no array of all of them is ever written but this one. Same results as the fused op
// to 1e-6.

import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { rowsInPiece, visitProducts, type OutputRows } from './output-products.ts';
import { createSoftmaxKernels, padded, type SoftmaxKernels } from './softmax-kernels.ts';
import { allocateArrays, fitsOneMemory, sumOf, type WindowArray } from './window-memory.ts';

/** The products, what adds to them, and which characters are right. */
export interface SoftmaxInput extends OutputRows {
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
    visitProducts(
      { tensorflow: this.#tensorflow, constants: this.#constants },
      { ...input, N, V },
      (products, first) => this.#differentiateRows(first, products),
    );
    return {
      losses: this.#subtractTargets(input),
      logitGradients: this.#tensorflow.lend(m.gradients.floats.subarray(0, N * V), [N, V]),
      biasGradients: m.biasGradients.floats.subarray(0, V),
    };
  }

  /** Turns the products of rows into what softmax gives of them, scaled. */
  #differentiateRows(first: number, products: Float32Array): void {
    const m = this.#arrays;
    m.products.floats.set(products);
    this.#kernels.differentiate(
      m.products.address,
      m.products.address + 4 * products.length,
      m.targets.address + 4 * first,
      m.gradients.address + 4 * first * this.#V,
      m.results.address + 16 * first,
    );
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
