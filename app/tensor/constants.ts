// Small tensors that ops want again and again (shapes, axes, zeros), made once and freed together.

import type { TensorFlow } from './tensorflow.ts';
import type { Tensor } from './ops.ts';

/** A store of constants; whoever made it disposes of it. */
export class Constants {
  readonly #tensorflow: TensorFlow;
  readonly #tensors = new Map<string, Tensor>();

  constructor(tensorflow: TensorFlow) {
    this.#tensorflow = tensorflow;
  }

  /** An int32 vector: a shape, a place, some axes. */
  vector(...values: number[]): Tensor {
    return this.#once(`v${values.join()}`, () =>
      this.#tensorflow.copyIn(Int32Array.from(values), [values.length]),
    );
  }

  /** An int32 scalar: an axis, a count. */
  index(value: number): Tensor {
    return this.#once(`i${value}`, () => this.#tensorflow.copyIn(Int32Array.of(value), []));
  }

  /** An int64 scalar. */
  int64(value: number): Tensor {
    return this.#once(`l${value}`, () => this.#tensorflow.copyInInt64(value));
  }

  /** A float32 scalar. */
  scalar(value: number): Tensor {
    return this.#once(`f${value}`, () => this.#tensorflow.copyIn(Float32Array.of(value), []));
  }

  /** Zeros of a shape. */
  zeros(...shape: number[]): Tensor {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    return this.#once(`z${shape.join()}`, () =>
      this.#tensorflow.copyIn(new Float32Array(size), shape),
    );
  }

  /** Ones of a shape. */
  ones(...shape: number[]): Tensor {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    return this.#once(`o${shape.join()}`, () =>
      this.#tensorflow.copyIn(new Float32Array(size).fill(1), shape),
    );
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) this.#tensorflow.release(tensor);
    this.#tensors.clear();
  }

  #once(key: string, make: () => Tensor): Tensor {
    const known = this.#tensors.get(key);
    if (known !== undefined) return known;
    // Constants outlive the scope in which they were first asked for.
    const tensor = this.#tensorflow.outsideScopes(make);
    this.#tensors.set(key, tensor);
    return tensor;
  }
}
