// Matrices in float32, in bfloat16 or in both, and their products in the arithmetic that was chosen: bfloat16 takes
// half the bytes, and on some processors a fraction of the time. Knows nothing of layers.

import { assert } from '../contract/errors.ts';
import type { Arithmetic } from '../contract/model.ts';
import type { NarrowTensor } from '../tensor/bfloat16-ops.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';

/** What products are taken in, once that is settled. */
export type ProductArithmetic = Exclude<Arithmetic, 'auto'>;

/** One matrix; the other width is made when it is first asked for, in the scope that is open then. */
export class Matrix {
  readonly #tensorflow: TensorFlow;
  #wide: Tensor | null;
  #narrow: NarrowTensor | null;

  constructor(tensorflow: TensorFlow, given: { wide: Tensor } | { narrow: NarrowTensor }) {
    this.#tensorflow = tensorflow;
    this.#wide = 'wide' in given ? given.wide : null;
    this.#narrow = 'narrow' in given ? given.narrow : null;
  }

  /** In float32. */
  get wide(): Tensor {
    if (this.#wide === null) {
      assert(this.#narrow !== null, 'a matrix has one width at least');
      this.#wide = this.#tensorflow.bfloat16.widen(this.#narrow);
    }
    return this.#wide;
  }

  /** In bfloat16. */
  get narrow(): NarrowTensor {
    if (this.#narrow === null) {
      assert(this.#wide !== null, 'a matrix has one width at least');
      this.#narrow = this.#tensorflow.bfloat16.narrow(this.#wide);
    }
    return this.#narrow;
  }
}

/** Products in one arithmetic. */
export class Products {
  readonly arithmetic: ProductArithmetic;
  readonly #tensorflow: TensorFlow;

  constructor(tensorflow: TensorFlow, arithmetic: ProductArithmetic) {
    this.#tensorflow = tensorflow;
    this.arithmetic = arithmetic;
  }

  ofWide(tensor: Tensor): Matrix {
    return new Matrix(this.#tensorflow, { wide: tensor });
  }

  ofNarrow(tensor: NarrowTensor): Matrix {
    return new Matrix(this.#tensorflow, { narrow: tensor });
  }

  /** [M,K]·[K,N] → [M,N]. */
  multiply(a: Matrix, b: Matrix): Matrix {
    return this.#product('matMul', a, b);
  }

  /** aᵀ·b: [K,M], [K,N] → [M,N]. */
  multiplyFirstTransposed(a: Matrix, b: Matrix): Matrix {
    return this.#product('matMulFirstTransposed', a, b);
  }

  /** a·bᵀ: [M,K], [N,K] → [M,N]. */
  multiplySecondTransposed(a: Matrix, b: Matrix): Matrix {
    return this.#product('matMulSecondTransposed', a, b);
  }

  #product(kind: ProductKind, a: Matrix, b: Matrix): Matrix {
    const { ops, bfloat16 } = this.#tensorflow;
    return this.arithmetic === 'float32'
      ? this.ofWide(ops[kind](a.wide, b.wide))
      : this.ofNarrow(bfloat16[kind](a.narrow, b.narrow));
  }
}

type ProductKind = 'matMul' | 'matMulFirstTransposed' | 'matMulSecondTransposed';
