// The ops on bfloat16, the upper half of float32: eight bits of fraction, which some processors multiply several
// times as fast. The addon neither makes nor reads such tensors: they come as bytes, and go as pairs in int32.

import { byCount, checkAttributes } from './attributes.ts';
import type { NativeAttribute, NativeBinding } from './binding.ts';
import type { Execute, Tensor } from './ops.ts';

/** A tensor in bfloat16. */
export type NarrowTensor = Tensor & { readonly isNarrow: true };

export type Bfloat16Ops = ReturnType<typeof createBfloat16Ops>;

/** DT_BFLOAT16 in TensorFlow's types.proto; the addon has no name for it. */
const bfloat16 = 14;

/** Builds the op functions over a way to run them. */
export function createBfloat16Ops(binding: NativeBinding, execute: Execute) {
  const { TF_FLOAT, TF_INT32, TF_UINT8 } = binding;
  const type = (name: string, value: number): NativeAttribute => ({
    name,
    type: binding.TF_ATTR_TYPE,
    value,
  });
  const bool = (name: string, value: boolean): NativeAttribute => ({
    name,
    type: binding.TF_ATTR_BOOL,
    value,
  });
  const cast = (from: number, to: number) =>
    checkAttributes([type('SrcT', from), type('DstT', to), bool('Truncate', false)]);
  const matMul = (transposeA: boolean, transposeB: boolean) =>
    checkAttributes([
      type('T', bfloat16),
      bool('transpose_a', transposeA),
      bool('transpose_b', transposeB),
    ]);
  const narrowing = cast(TF_FLOAT, bfloat16);
  const widening = cast(bfloat16, TF_FLOAT);
  const plain = matMul(false, false);
  const firstTransposed = matMul(true, false);
  const secondTransposed = matMul(false, true);
  const transposing = checkAttributes([type('T', bfloat16), type('Tperm', TF_INT32)]);
  const reshaping = checkAttributes([type('T', bfloat16), type('Tshape', TF_INT32)]);
  const gathering = checkAttributes([
    type('Tparams', bfloat16),
    type('Tindices', TF_INT32),
    type('Taxis', TF_INT32),
    { name: 'batch_dims', type: binding.TF_ATTR_INT, value: 0 },
  ]);
  const slicing = checkAttributes([type('T', bfloat16), type('Index', TF_INT32)]);
  const fromUint8 = checkAttributes([type('T', TF_UINT8), type('type', bfloat16)]);
  const toInt32 = checkAttributes([type('T', bfloat16), type('type', TF_INT32)]);

  const unpacking = (kind: number) =>
    byCount((count) => [
      type('T', kind),
      { name: 'num', type: binding.TF_ATTR_INT, value: count },
      { name: 'axis', type: binding.TF_ATTR_INT, value: 0 },
    ]);
  const unpackingNarrow = unpacking(bfloat16);
  const unpackingPairs = unpacking(TF_INT32);

  const one = (...call: [name: string, Parameters<Execute>[1], Tensor[]]): NarrowTensor =>
    execute(...call, 1)[0] as NarrowTensor;

  return {
    /** Rounds float32 to the nearest bfloat16. */
    narrow: (values: Tensor) => one('Cast', narrowing, [values]),
    /** The same values in float32. */
    widen: (values: NarrowTensor): Tensor => execute('Cast', widening, [values], 1)[0] as Tensor,
    /** [M,K]·[K,N] → [M,N], summed in float32 and rounded once. */
    matMul: (a: NarrowTensor, b: NarrowTensor) => one('MatMul', plain, [a, b]),
    /** aᵀ·b: [K,M], [K,N] → [M,N]. */
    matMulFirstTransposed: (a: NarrowTensor, b: NarrowTensor) =>
      one('MatMul', firstTransposed, [a, b]),
    /** a·bᵀ: [M,K], [N,K] → [M,N]. */
    matMulSecondTransposed: (a: NarrowTensor, b: NarrowTensor) =>
      one('MatMul', secondTransposed, [a, b]),
    transpose: (values: NarrowTensor, permutation: Tensor) =>
      one('Transpose', transposing, [values, permutation]),
    /** Rows of a table by int32 indices, along an axis. */
    gather: (table: NarrowTensor, indices: Tensor, axis: Tensor) =>
      one('GatherV2', gathering, [table, indices, axis]),
    /** A block; along the first axis alone it is the same memory. */
    slice: (values: NarrowTensor, begin: Tensor, size: Tensor) =>
      one('Slice', slicing, [values, begin, size]),
    /** The parts along the first axis: the same memory, where a part is a multiple of 64 bytes. */
    unpack: (values: NarrowTensor, count: number) =>
      execute('Unpack', unpackingNarrow(count), [values], count) as NarrowTensor[],
    /** Bytes [..., 2] → the same memory as [...]. */
    fromBytes: (bytes: Tensor) => one('Bitcast', fromUint8, [bytes]),
    /** Pairs of any shape, given as [..., 2] → int32 [...], the same memory. */
    toPairs: (values: NarrowTensor, shape: Tensor): Tensor =>
      one('Bitcast', toInt32, [one('Reshape', reshaping, [values, shape])]),
    /** The parts of pairs along the first axis: the same memory. */
    unpackPairs: (pairs: Tensor, count: number): Tensor[] =>
      execute('Unpack', unpackingPairs(count), [pairs], count),
  };
}
