// What comes into a recurrent layer, for all cells alike: values from the layer below or, at the first, characters
// through an embedding or as one-hot vectors. It multiplies by a layer's input kernel and knows the way back.
// Equal characters have equal inputs: products are taken once for each character of the vocabulary where that is less.

import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { GradientWriter } from './weights.ts';

/** Some columns of a layer's input kernel, and the gradients of what came of them. */
export interface ProjectionGradients {
  kernel: Tensor; // [I,N]
  gradients: Tensor; // [T*B,N]
}

/** What comes in. */
export interface LayerInput {
  /** As rows [T*B,I]. */
  rows(): Tensor;
  /** rows·kernel + bias: [T*B,N]. */
  project(kernel: Tensor /* [I,N] */, bias: Tensor /* [N] */): Tensor;
  /**
   * The way back of the projections: the gradient [I,N] of each kernel, and of the rows, [T*B,I] in sum, or null
   * where they were characters: then the embedding's has been written.
   */
  gradients(
    projections: readonly ProjectionGradients[],
    writer: GradientWriter,
  ): { kernels: Tensor[]; rows: Tensor | null };
}

/** Values from the layer below. */
export class ValueInput implements LayerInput {
  readonly #tensorflow: TensorFlow;
  readonly #rows: Tensor; // [T*B,I]

  constructor(tensorflow: TensorFlow, rows: Tensor) {
    this.#tensorflow = tensorflow;
    this.#rows = rows;
  }

  rows(): Tensor {
    return this.#rows;
  }

  project(kernel: Tensor, bias: Tensor): Tensor {
    const { ops } = this.#tensorflow;
    return ops.biasAdd(ops.matMul(this.#rows, kernel), bias);
  }

  gradients(projections: readonly ProjectionGradients[]) {
    const { ops } = this.#tensorflow;
    return {
      kernels: projections.map(({ gradients }) => ops.matMulFirstTransposed(this.#rows, gradients)),
      rows: sumOfProducts(this.#tensorflow, projections),
    };
  }
}

/** Characters of a vocabulary of V. */
export class CharacterInput implements LayerInput {
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #indices: Tensor; // [T*B]
  readonly #embeddings: Tensor | null; // [V,E], null for one-hot
  readonly #vocabularySize: number;
  /** Whether products over the vocabulary are less work than products over the window. */
  readonly #isWorthSumming: boolean;
  #rows: Tensor | null = null;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    given: { indices: Int32Array; embeddings: Tensor | null; vocabularySize: number },
  ) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#indices = tensorflow.copyIn(given.indices, [given.indices.length]);
    this.#embeddings = given.embeddings;
    this.#vocabularySize = given.vocabularySize;
    this.#isWorthSumming = 4 * given.vocabularySize <= given.indices.length;
  }

  rows(): Tensor {
    this.#rows ??= this.#embeddings === null ? this.#oneHot() : this.#gather(this.#embeddings);
    return this.#rows;
  }

  project(kernel: Tensor, bias: Tensor): Tensor {
    const { ops } = this.#tensorflow;
    if (this.#embeddings === null) {
      // A one-hot vector times the kernel is a row of the kernel; the smaller side gets the bias.
      if (!this.#isWorthSumming) return ops.biasAdd(this.#gather(kernel), bias);
      return this.#gather(ops.biasAdd(kernel, bias));
    }
    if (!this.#isWorthSumming) return ops.biasAdd(ops.matMul(this.rows(), kernel), bias);
    return this.#gather(ops.biasAdd(ops.matMul(this.#embeddings, kernel), bias)); // from [V,N]
  }

  gradients(projections: readonly ProjectionGradients[], writer: GradientWriter) {
    const { ops } = this.#tensorflow;
    const embeddings = this.#embeddings;
    if (embeddings !== null && !this.#isWorthSumming) {
      const rowGradients = sumOfProducts(this.#tensorflow, projections); // [T*B,E]
      writer.add('embedding/embeddings', this.#byCharacter(rowGradients));
      const rows = this.rows();
      return {
        kernels: projections.map(({ gradients }) => ops.matMulFirstTransposed(rows, gradients)),
        rows: null,
      };
    }
    const summed = projections.map(({ kernel, gradients }) => ({
      kernel,
      gradients: this.#byCharacter(gradients), // [V,N]
    }));
    if (embeddings === null)
      return { kernels: summed.map(({ gradients }) => gradients), rows: null };
    writer.add('embedding/embeddings', sumOfProducts(this.#tensorflow, summed));
    return {
      kernels: summed.map(({ gradients }) => ops.matMulFirstTransposed(embeddings, gradients)),
      rows: null,
    };
  }

  #gather(table: Tensor /* [V,N] */): Tensor /* [T*B,N] */ {
    return this.#tensorflow.ops.gather(table, this.#indices, this.#constants.index(0));
  }

  #oneHot(): Tensor /* [T*B,V] */ {
    const values = { on: this.#constants.scalar(1), off: this.#constants.scalar(0) };
    const depth = this.#constants.index(this.#vocabularySize);
    return this.#tensorflow.ops.oneHot(this.#indices, depth, values);
  }

  #byCharacter(rows: Tensor /* [T*B,N] */): Tensor /* [V,N] */ {
    const count = this.#constants.index(this.#vocabularySize);
    return this.#tensorflow.ops.unsortedSegmentSum(rows, this.#indices, count);
  }
}

/** Σ gradients·kernelᵀ over all projections: [N,I]. */
function sumOfProducts({ ops }: TensorFlow, projections: readonly ProjectionGradients[]): Tensor {
  const products = projections.map(({ kernel, gradients }) =>
    ops.matMulSecondTransposed(gradients, kernel),
  );
  return products.length === 1 ? (products[0] as Tensor) : ops.addN(products);
}
