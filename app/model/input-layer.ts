// What comes into a recurrent layer, for all cells alike: values from the layer below or, at the first, characters
// through an embedding or as one-hot vectors. It multiplies by a layer's input kernel and knows the way back.
// Equal characters have equal inputs: products are taken once for each character of the vocabulary where that is less.

import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { Matrix, Products } from './matrix.ts';
import type { GradientWriter } from './weights.ts';

/** Some columns of a layer's input kernel, and the gradients of what came of them. */
export interface ProjectionGradients {
  kernel: Matrix; // [I,N]
  gradients: Matrix; // [T*B,N]
  /** The gradients summed over the positions of each distinct row, [D,N], where that is known. */
  sums: Tensor | null;
}

/** Rows of which many are equal: D that differ, and which of them stands where. */
export interface DistinctRows {
  count: number; // D
  places: Int32Array; // [T*B], of each position's row among the distinct ones
  /** Each of them times the kernel: [D,N]. */
  project(kernel: Matrix /* [I,N] */): Matrix;
}

/** What comes in. */
export interface LayerInput {
  /** What all large products are taken with. */
  readonly products: Products;
  /** Where products over the distinct rows are less work than products over the window, and else null. */
  readonly distinct: DistinctRows | null;
  /** As rows [T*B,I]. */
  rows(): Tensor;
  /** rows·kernel, and the bias [N] where there is one: [T*B,N]. */
  project(kernel: Matrix /* [I,N] */, bias: Tensor | null): Matrix;
  /**
   * The way back of the projections: the gradient [I,N] of each kernel, and of the rows, [T*B,I] in sum, or null
   * where they were characters: then the embedding's has been written. Where gradients were summed over distinct
   * rows, those sums, whole and not rounded, are less to add up for a bias.
   */
  gradients(
    projections: readonly ProjectionGradients[],
    writer: GradientWriter,
  ): { kernels: Tensor[]; rows: Tensor | null; sums: Tensor[] | null };
}

/** Values from the layer below. */
export class ValueInput implements LayerInput {
  readonly products: Products;
  readonly distinct = null;
  readonly #tensorflow: TensorFlow;
  readonly #rows: Matrix; // [T*B,I]

  constructor(tensorflow: TensorFlow, products: Products, rows: Matrix) {
    this.#tensorflow = tensorflow;
    this.products = products;
    this.#rows = rows;
  }

  rows(): Tensor {
    return this.#rows.wide;
  }

  project(kernel: Matrix, bias: Tensor | null): Matrix {
    const projected = this.products.multiply(this.#rows, kernel);
    if (bias === null) return projected;
    return this.products.ofWide(this.#tensorflow.ops.biasAdd(projected.wide, bias));
  }

  gradients(projections: readonly ProjectionGradients[]) {
    const { products } = this;
    return {
      kernels: projections.map(
        ({ gradients }) => products.multiplyFirstTransposed(this.#rows, gradients).wide,
      ),
      rows: sumOfProducts(this.#tensorflow, products, projections),
      sums: null,
    };
  }
}

/** Characters of a vocabulary of V. */
export class CharacterInput implements LayerInput {
  readonly products: Products;
  readonly distinct: DistinctRows | null;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #places: Int32Array; // [T*B]
  readonly #indices: Tensor; // the same
  readonly #embeddings: Matrix | null; // [V,E], null for one-hot
  readonly #vocabularySize: number;
  #rows: Matrix | null = null;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    given: {
      products: Products;
      indices: Int32Array;
      embeddings: Tensor | null;
      vocabularySize: number;
    },
  ) {
    const { products, indices, embeddings, vocabularySize } = given;
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.products = products;
    this.#places = indices;
    this.#indices = tensorflow.copyIn(indices, [indices.length]);
    this.#embeddings = embeddings === null ? null : products.ofWide(embeddings);
    this.#vocabularySize = vocabularySize;
    const isWorthSumming = 4 * vocabularySize <= indices.length;
    this.distinct = isWorthSumming
      ? {
          ...{ count: vocabularySize, places: indices },
          project: (kernel) => this.#projectVocabulary(kernel),
        }
      : null;
  }

  rows(): Tensor {
    return this.#rowMatrix().wide;
  }

  project(kernel: Matrix, bias: Tensor | null): Matrix {
    const { ops } = this.#tensorflow;
    const { products } = this;
    const biased = (values: Matrix): Matrix =>
      bias === null ? values : products.ofWide(ops.biasAdd(values.wide, bias));
    // The smaller side gets the bias.
    if (this.distinct !== null) return this.#gather(biased(this.distinct.project(kernel)));
    if (this.#embeddings === null) return biased(this.#gather(kernel));
    return biased(products.multiply(this.#rowMatrix(), kernel));
  }

  gradients(projections: readonly ProjectionGradients[], writer: GradientWriter) {
    const { ops } = this.#tensorflow;
    const { products } = this;
    const embeddings = this.#embeddings;
    if (embeddings !== null && this.distinct === null) {
      const rowGradients = sumOfProducts(this.#tensorflow, products, projections); // [T*B,E]
      writer.add('embedding/embeddings', this.#byCharacter(products.ofWide(rowGradients)));
      const rows = this.#rowMatrix();
      return {
        kernels: projections.map(
          ({ gradients }) => products.multiplyFirstTransposed(rows, gradients).wide,
        ),
        ...{ rows: null, sums: null },
      };
    }
    const summed = projections.map(
      ({ gradients, sums }) => sums ?? this.#byCharacter(gradients), // [V,N]
    );
    const result = { rows: null, sums: products.arithmetic === 'float32' ? summed : null };
    if (embeddings === null) return { kernels: summed, ...result };
    const parts = projections.map(({ kernel }, index) =>
      ops.matMulSecondTransposed(summed[index] as Tensor, kernel.wide),
    );
    writer.add('embedding/embeddings', sumOf(this.#tensorflow, parts));
    const kernels = summed.map((sums) => ops.matMulFirstTransposed(embeddings.wide, sums));
    return { kernels, ...result };
  }

  /** Over the vocabulary alone the product is small, and taken whole. */
  #projectVocabulary(kernel: Matrix): Matrix /* [V,N] */ {
    // A one-hot vector times the kernel is a row of the kernel.
    if (this.#embeddings === null) return kernel;
    const { ops } = this.#tensorflow;
    return this.products.ofWide(ops.matMul(this.#embeddings.wide, kernel.wide));
  }

  #rowMatrix(): Matrix {
    const { products } = this;
    this.#rows ??=
      this.#embeddings === null ? products.ofWide(this.#oneHot()) : this.#gather(this.#embeddings);
    return this.#rows;
  }

  #gather(table: Matrix /* [V,N] */): Matrix /* [T*B,N] */ {
    const { ops, bfloat16 } = this.#tensorflow;
    const firstAxis = this.#constants.index(0);
    return this.products.arithmetic === 'float32'
      ? this.products.ofWide(ops.gather(table.wide, this.#indices, firstAxis))
      : this.products.ofNarrow(bfloat16.gather(table.narrow, this.#indices, firstAxis));
  }

  #oneHot(): Tensor /* [T*B,V] */ {
    const values = { on: this.#constants.scalar(1), off: this.#constants.scalar(0) };
    const depth = this.#constants.index(this.#vocabularySize);
    return this.#tensorflow.ops.oneHot(this.#indices, depth, values);
  }

  /** Sums the rows of each character; in bfloat16 a product with the one-hot rows is the fastest way. */
  #byCharacter(rows: Matrix /* [T*B,N] */): Tensor /* [V,N] */ {
    const { products } = this;
    if (products.arithmetic === 'bfloat16' && this.distinct !== null)
      return products.multiplyFirstTransposed(products.ofWide(this.#oneHot()), rows).wide;
    const count = this.#constants.index(this.#vocabularySize);
    return this.#tensorflow.ops.sparseSegmentSum(rows.wide, { ...this.#sorted(), count });
  }

  /** The positions by their characters, and these beside them. */
  #sorted(): { rows: Tensor; segments: Tensor } {
    const { rows, segments } = sortPlaces(this.#places, this.#vocabularySize);
    const shape = [rows.length];
    return {
      rows: this.#tensorflow.copyIn(rows, shape),
      segments: this.#tensorflow.copyIn(segments, shape),
    };
  }
}

/** Places in the order of what stands there, equal ones in their own: a counting sort. */
function sortPlaces(values: Int32Array, count: number): { rows: Int32Array; segments: Int32Array } {
  const next = new Int32Array(count + 1);
  for (const value of values) next[value + 1] = (next[value + 1] ?? 0) + 1;
  for (let value = 0; value < count; value++)
    next[value + 1] = (next[value + 1] ?? 0) + (next[value] ?? 0);
  const rows = new Int32Array(values.length);
  const segments = new Int32Array(values.length);
  values.forEach((value, place) => {
    const at = next[value] ?? 0;
    next[value] = at + 1;
    rows[at] = place;
    segments[at] = value;
  });
  return { rows, segments };
}

/** Σ gradients·kernelᵀ over all projections: [N,I]. */
function sumOfProducts(
  tensorflow: TensorFlow,
  products: Products,
  projections: readonly ProjectionGradients[],
): Tensor {
  const parts = projections.map(
    ({ kernel, gradients }) => products.multiplySecondTransposed(gradients, kernel).wide,
  );
  return sumOf(tensorflow, parts);
}

function sumOf({ ops }: TensorFlow, parts: readonly Tensor[]): Tensor {
  return parts.length === 1 ? (parts[0] as Tensor) : ops.addN(parts);
}
