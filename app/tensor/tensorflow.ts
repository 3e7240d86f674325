// Native TensorFlow in one thread: tensors made from and read into typed arrays, scopes that free them, and
// the ops. Knows nothing of models. Tensors belong to the thread that made them.

import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { assert } from '../contract/errors.ts';
import { insertAttributeNames } from './attributes.ts';
import { loadBinding, type NativeBinding } from './binding.ts';
import { createBfloat16Ops, type Bfloat16Ops, type NarrowTensor } from './bfloat16-ops.ts';
import { createOps, type Execute, type Ops, type Tensor } from './ops.ts';
import { checkOps } from './self-check.ts';

/** Moves a tensor out of a scope, to the scope around it or, where there is none, to the caller. */
export type Keep = (tensor: Tensor) => Tensor;

/** TensorFlow as the engine sees it. */
export class TensorFlow {
  /** The library's own version, for example 2.9.1. */
  readonly version: string;
  readonly ops: Ops;
  readonly bfloat16: Bfloat16Ops;
  readonly #binding: NativeBinding;
  /** What is to be freed at the end of each open scope, the innermost last. */
  readonly #scopes: Set<Tensor>[] = [];

  constructor(binding: NativeBinding) {
    this.#binding = binding;
    this.version = binding.TF_Version;
    const execute: Execute = (name, attributes, inputs, count) => {
      const outputs = binding.executeOp(name, attributes, inputs, count);
      const tensors = new Array<Tensor>(outputs.length);
      for (let i = 0; i < outputs.length; i++) tensors[i] = this.#own(outputs[i]?.id);
      return tensors;
    };
    this.ops = createOps(binding, execute, (tensor) => this.release(tensor));
    this.bfloat16 = createBfloat16Ops(binding, execute);
  }

  /** A tensor of its own copy of the values: the array may be written at once. */
  copyIn(values: Float32Array | Int32Array, shape: readonly number[]): Tensor {
    const { TF_FLOAT, TF_INT32 } = this.#binding;
    const type = values instanceof Float32Array ? TF_FLOAT : TF_INT32;
    // The addon may go on reading the memory it is given: it gets a copy that nobody else has.
    return this.#own(this.#binding.createTensor(shape, type, values.slice()));
  }

  /**
   * A tensor over the array's own memory, without a copy where that is aligned to 64 bytes. The memory must
   * not be written before this tensor and all that was sliced or reshaped from it are released.
   */
  lend(values: Float32Array, shape: readonly number[]): Tensor {
    return this.#own(this.#binding.createTensor(shape, this.#binding.TF_FLOAT, values));
  }

  /** The same in bfloat16, of which each number is two bytes, the lower first. */
  lendNarrow(bytes: Uint8Array, shape: readonly number[]): NarrowTensor {
    const { TF_UINT8 } = this.#binding;
    const pairs = this.#own(this.#binding.createTensor([...shape, 2], TF_UINT8, bytes));
    return this.bfloat16.fromBytes(pairs);
  }

  /** A whole number as the int64 scalar that a few ops want. */
  copyInInt64(value: number): Tensor {
    assert(value >= 0 && value < 2 ** 31, `${value} does not fit the low word of an int64`);
    return this.#own(
      this.#binding.createTensor([], this.#binding.TF_INT64, Int32Array.of(value, 0)),
    );
  }

  /** The values of a float32 tensor, copied. */
  read(tensor: Tensor): Float32Array {
    const values = this.#binding.tensorDataSync(tensor);
    assert(values instanceof Float32Array, 'a float32 tensor was expected');
    return values;
  }

  /** The values of an int32 tensor, copied. */
  readIndices(tensor: Tensor): Int32Array {
    const values = this.#binding.tensorDataSync(tensor);
    assert(values instanceof Int32Array, 'an int32 tensor was expected');
    return values;
  }

  /** The values of a tensor of truths, copied: 1 where it is true. */
  readFlags(tensor: Tensor): Uint8Array {
    const values = this.#binding.tensorDataSync(tensor);
    assert(values instanceof Uint8Array, 'a tensor of truths was expected');
    return values;
  }

  /** Frees a tensor, at the end of its scope at the latest. */
  release(tensor: Tensor): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      if (this.#scopes[i]?.delete(tensor)) break;
    }
    this.#binding.deleteTensor(tensor);
  }

  /**
   * Runs the body and frees every tensor made in it but those that it keeps; frees all of them if it throws.
   * Outside of any scope tensors belong to whoever made them.
   */
  scope<Result>(body: (keep: Keep) => Result): Result {
    const own = new Set<Tensor>();
    const kept = new Set<Tensor>();
    const depth = this.#scopes.push(own);
    const keep: Keep = (tensor) => {
      assert(own.delete(tensor), 'only a tensor of this scope can be kept');
      kept.add(tensor);
      return tensor;
    };
    try {
      const result = body(keep);
      const outer = this.#scopes[depth - 2];
      if (outer) for (const tensor of kept) outer.add(tensor);
      kept.clear();
      return result;
    } finally {
      this.#scopes.length = depth - 1;
      for (const tensor of own) this.#binding.deleteTensor(tensor);
      for (const tensor of kept) this.#binding.deleteTensor(tensor); // only after a throw
    }
  }

  /** Runs the body as if no scope were open: what it makes belongs to the caller. */
  outsideScopes<Result>(body: () => Result): Result {
    const open = this.#scopes.splice(0);
    try {
      return body();
    } finally {
      this.#scopes.push(...open);
    }
  }

  /** How many tensors of this thread are alive: the same before and after whatever does not leak. */
  get liveTensors(): number {
    return this.#binding.getNumOfTensors();
  }

  #own(id: number | undefined): Tensor {
    assert(id !== undefined, 'the addon gave no tensor');
    const tensor = id as Tensor;
    this.#scopes[this.#scopes.length - 1]?.add(tensor);
    return tensor;
  }
}

/** Set in the main thread, and seen by the worker threads that it starts afterwards. */
const namesAreInserted = 'charloom: TensorFlow attribute names are inserted';

let opened: TensorFlow | null = null;

/** Loads native TensorFlow, once in a thread, and checks each op. The main thread must come first. */
export function openTensorFlow(): TensorFlow {
  if (opened) return opened;
  assert(
    isMainThread || getEnvironmentData(namesAreInserted) === true,
    'the main thread must open TensorFlow before it starts a thread that does',
  );
  const binding = loadBinding();
  if (isMainThread) {
    insertAttributeNames(binding);
    setEnvironmentData(namesAreInserted, true);
  }
  const tensorflow = new TensorFlow(binding);
  checkOps(tensorflow);
  opened = tensorflow;
  return tensorflow;
}
