// The losses of rows over thousands of characters, and whether the right ones were likeliest, for scoring: the kernels of
// training's softmax in memory for a few rows. TensorFlow's ops take several times as long, and arrays of all rows.

import type { Constants } from '../tensor/constants.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { rowsInPiece, visitProducts, type OutputRows } from './output-products.ts';
import { createSoftmaxKernels, padded, type SoftmaxKernels } from './softmax-kernels.ts';
import { allocateArrays, type WindowArray } from './window-memory.ts';

export interface ScoresInput extends OutputRows {
  bias: Float32Array; // [V]
  targets: Int32Array; // [N]
}

/** Of each row, [N]. */
export interface RowScores {
  losses: Float32Array; // nats
  /** 1 where the right character was the first of the likeliest, and where fewer than five were likelier. */
  isCorrect: Uint8Array;
  isInTopFive: Uint8Array;
}

/** From so many characters on it gains clearly. */
const charactersAtLeast = 1024;

/** In bytes. */
const arraySizes = (V: number) => ({
  products: 4 * (rowsInPiece(V) * V + 3),
  /** What softmax makes of a piece; nobody reads it. */
  probabilities: 4 * (rowsInPiece(V) * V + 3),
  row: 4 * padded(V),
  bias: 4 * padded(V),
  total: 4 * padded(V),
  scale: 16,
  targets: 4 * rowsInPiece(V),
  results: 16 * rowsInPiece(V),
});

/** Whether so many characters are scored faster here. */
export function takesWideScores(V: number): boolean {
  return V >= charactersAtLeast;
}

/** For one vocabulary and any number of rows. */
export class WideScores {
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #V: number;
  readonly #arrays: Record<keyof ReturnType<typeof arraySizes>, WindowArray>;
  readonly #kernels: SoftmaxKernels;

  constructor(tensorflow: TensorFlow, constants: Constants, V: number) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#V = V;
    const { memory, arrays } = allocateArrays(arraySizes(V));
    this.#arrays = arrays;
    const places = {
      ...{ bias: arrays.bias.address, total: arrays.total.address },
      ...{ row: arrays.row.address, scale: arrays.scale.address },
    };
    this.#kernels = createSoftmaxKernels(memory, { V, places });
    arrays.scale.floats.fill(1);
  }

  score({ bias, targets, ...output }: ScoresInput): RowScores {
    const { length: N } = targets;
    const scores: RowScores = {
      losses: new Float32Array(N),
      isCorrect: new Uint8Array(N),
      isInTopFive: new Uint8Array(N),
    };
    // What pads a row has no probability.
    this.#arrays.bias.floats.fill(-Infinity).set(bias);
    this.#arrays.total.floats.fill(0);
    visitProducts(
      { tensorflow: this.#tensorflow, constants: this.#constants },
      { ...output, N, V: this.#V },
      (products, first) => this.#scoreRows(products, { targets, first, scores }),
    );
    return scores;
  }

  #scoreRows(
    products: Float32Array,
    { targets, first, scores }: { targets: Int32Array; first: number; scores: RowScores },
  ): void {
    const m = this.#arrays;
    const V = this.#V;
    const count = products.length / V;
    for (let row = 0; row < count; row++) m.targets.words[row] = 4 * at(targets, first + row);
    m.products.floats.set(products);
    this.#kernels.differentiate(
      m.products.address,
      m.products.address + 4 * products.length,
      m.targets.address,
      m.probabilities.address,
      m.results.address,
    );
    for (let row = 0; row < count; row++) {
      const target = at(targets, first + row);
      const result = (which: number) => at(m.results.floats, 4 * row + which);
      const loss = Math.log(result(1)) + result(0) - result(2);
      scores.losses[first + row] = loss;
      // Not a number: nothing is right any more.
      if (Number.isNaN(loss)) continue;
      const { likelier, isFirst } = this.#rank(row * V, target);
      scores.isCorrect[first + row] = likelier === 0 && isFirst ? 1 : 0;
      scores.isInTopFive[first + row] = likelier < 5 ? 1 : 0;
    }
  }

  /** How many characters are likelier than the right one, counted up to five, and whether none before it is as likely. */
  #rank(start: number, target: number): { likelier: number; isFirst: boolean } {
    const { products, bias } = this.#arrays;
    // By logits: probabilities of what is all but impossible are equal.
    const logit = (character: number) =>
      Math.fround(at(products.floats, start + character) + at(bias.floats, character));
    const right = logit(target);
    let likelier = 0;
    let isFirst = true;
    for (let character = 0; character < this.#V && likelier < 5; character++) {
      const other = logit(character);
      if (other > right) likelier++;
      else if (other === right && character < target) isFirst = false;
    }
    return { likelier, isFirst };
  }
}

/** Reads an element that is known to be there. */
function at(values: Float32Array | Int32Array, place: number): number {
  return values[place] as number;
}
