// One small typed function for each TensorFlow op that the engine runs, over tensor ids, with the attributes
// built once. Only ops and attributes that TensorFlow 2.7 has. Knows nothing of who owns the results.
// Gates stand in BlockLSTM's order i, c, f, o throughout; c is the cell update that papers call g.

import { byCount, checkAttributes, type Attributes } from './attributes.ts';
import type { NativeAttribute, NativeBinding } from './binding.ts';

/** A tensor inside TensorFlow, by its id in this thread. */
export type Tensor = number & { readonly isTensor: true };

/** Runs an op and gives the ids of all its outputs. */
export type Execute = (
  name: string,
  attributes: Attributes,
  inputs: readonly Tensor[],
  outputs: number,
) => Tensor[];

/** What an LSTM op needs besides the input and the state. */
export interface LstmOperands {
  kernel: Tensor; // [I+H, 4H], the input's rows before the recurrent ones
  bias: Tensor; // [4H]
  /** Zeros [H]: peepholes are not used, but the ops want them. */
  peephole: Tensor;
}

/** Everything that the backward pass of an LSTM step or window needs, each [B,H] or [T,B,H]. */
export interface LstmActivations {
  inputGate: Tensor;
  cell: Tensor;
  forgetGate: Tensor;
  outputGate: Tensor;
  cellUpdate: Tensor;
  /** tanh of the cell. */
  cellOutput: Tensor;
  hidden: Tensor;
}

export type Ops = ReturnType<typeof createOps>;

/** Builds the op functions over a way to run them; `release` frees outputs that nobody wants. */
export function createOps(
  binding: NativeBinding,
  execute: Execute,
  release: (tensor: Tensor) => void,
) {
  const { TF_FLOAT, TF_INT32 } = binding;
  const type = (name: string, value: number): NativeAttribute => ({
    name,
    type: binding.TF_ATTR_TYPE,
    value,
  });
  const int = (name: string, value: number): NativeAttribute => ({
    name,
    type: binding.TF_ATTR_INT,
    value,
  });
  const float = (name: string, value: number): NativeAttribute => ({
    name,
    type: binding.TF_ATTR_FLOAT,
    value,
  });
  const bool = (name: string, value: boolean): NativeAttribute => ({
    name,
    type: binding.TF_ATTR_BOOL,
    value,
  });

  const ofFloats = checkAttributes([type('T', TF_FLOAT)]);
  const reshape = checkAttributes([type('T', TF_FLOAT), type('Tshape', TF_INT32)]);
  const transpose = checkAttributes([type('T', TF_FLOAT), type('Tperm', TF_INT32)]);
  const slice = checkAttributes([type('T', TF_FLOAT), type('Index', TF_INT32)]);
  const matMul = (transposeA: boolean, transposeB: boolean) =>
    checkAttributes([
      type('T', TF_FLOAT),
      bool('transpose_a', transposeA),
      bool('transpose_b', transposeB),
    ]);
  const matMulPlain = matMul(false, false);
  const matMulFirstTransposed = matMul(true, false);
  const matMulSecondTransposed = matMul(false, true);
  const gather = checkAttributes([
    type('Tparams', TF_FLOAT),
    type('Tindices', TF_INT32),
    type('Taxis', TF_INT32),
    int('batch_dims', 0),
  ]);
  const oneHot = checkAttributes([type('T', TF_FLOAT), type('TI', TF_INT32), int('axis', -1)]);
  const segmentSum = checkAttributes([
    type('T', TF_FLOAT),
    type('Tidx', TF_INT32),
    type('Tnumsegments', TF_INT32),
    type('Tsegmentids', TF_INT32),
  ]);
  const crossEntropy = checkAttributes([type('T', TF_FLOAT), type('Tlabels', TF_INT32)]);
  const argMax = checkAttributes([
    type('T', TF_FLOAT),
    type('Tidx', TF_INT32),
    type('output_type', TF_INT32),
  ]);
  const inTopK = checkAttributes([type('T', TF_INT32)]);
  // Zero: the forget bias is part of the bias, and BlockLSTM's default clip of 3 would falsify gradients.
  const lstm = checkAttributes([
    type('T', TF_FLOAT),
    float('forget_bias', 0),
    float('cell_clip', 0),
    bool('use_peephole', false),
  ]);
  const lstmGradient = checkAttributes([type('T', TF_FLOAT), bool('use_peephole', false)]);
  const concat = byCount((count) => [int('N', count), type('T', TF_FLOAT), type('Tidx', TF_INT32)]);
  const pack = byCount((count) => [type('T', TF_FLOAT), int('N', count), int('axis', 0)]);
  const addN = byCount((count) => [int('N', count), type('T', TF_FLOAT)]);
  const split = byCount((count) => [type('T', TF_FLOAT), int('num_split', count)]);
  const unpack = byCount((count) => [type('T', TF_FLOAT), int('num', count), int('axis', 0)]);

  const one = (name: string, attributes: Attributes, inputs: readonly Tensor[]): Tensor =>
    execute(name, attributes, inputs, 1)[0] as Tensor;

  const activations = (outputs: Tensor[]): LstmActivations => {
    const [inputGate, cell, forgetGate, outputGate, cellUpdate, cellOutput, hidden] =
      outputs as SevenTensors;
    return { inputGate, cell, forgetGate, outputGate, cellUpdate, cellOutput, hidden };
  };

  return {
    /** a + b, broadcast. */
    addV2: (a: Tensor, b: Tensor) => one('AddV2', ofFloats, [a, b]),
    /** a - b, broadcast. */
    sub: (a: Tensor, b: Tensor) => one('Sub', ofFloats, [a, b]),
    /** The sum of tensors of one shape, in one pass over them. */
    addN: (parts: readonly Tensor[]) => one('AddN', addN(parts.length), parts),
    /** a ∘ b, broadcast. */
    mul: (a: Tensor, b: Tensor) => one('Mul', ofFloats, [a, b]),
    tanh: (values: Tensor) => one('Tanh', ofFloats, [values]),
    sigmoid: (values: Tensor) => one('Sigmoid', ofFloats, [values]),
    relu: (values: Tensor) => one('Relu', ofFloats, [values]),
    /** The gradient that reaches tanh's argument, from its result y and the gradient of that. */
    tanhGrad: (y: Tensor, gradient: Tensor) => one('TanhGrad', ofFloats, [y, gradient]),
    /** The same of the logistic function. */
    sigmoidGrad: (y: Tensor, gradient: Tensor) => one('SigmoidGrad', ofFloats, [y, gradient]),
    /** The same of max(0, x): nothing goes through where that is zero. */
    reluGrad: (y: Tensor, gradient: Tensor) => one('ReluGrad', ofFloats, [gradient, y]),
    /** [M,K]·[K,N] → [M,N]. */
    matMul: (a: Tensor, b: Tensor) => one('MatMul', matMulPlain, [a, b]),
    /** aᵀ·b: [K,M], [K,N] → [M,N]. */
    matMulFirstTransposed: (a: Tensor, b: Tensor) => one('MatMul', matMulFirstTransposed, [a, b]),
    /** a·bᵀ: [M,K], [N,K] → [M,N]. */
    matMulSecondTransposed: (a: Tensor, b: Tensor) => one('MatMul', matMulSecondTransposed, [a, b]),
    /** Adds a bias [N] to every row of [M,N]. */
    biasAdd: (values: Tensor, bias: Tensor) => one('BiasAdd', ofFloats, [values, bias]),
    /** The gradient of a bias: [M,N] summed over its rows; several times as fast as Sum. */
    biasAddGrad: (gradient: Tensor) => one('BiasAddGrad', ofFloats, [gradient]),
    /** The same memory under another shape. */
    reshape: (values: Tensor, shape: Tensor) => one('Reshape', reshape, [values, shape]),
    transpose: (values: Tensor, permutation: Tensor) =>
      one('Transpose', transpose, [values, permutation]),
    /** A block; along the first axis alone it is the same memory. */
    slice: (values: Tensor, begin: Tensor, size: Tensor) =>
      one('Slice', slice, [values, begin, size]),
    concat: (parts: readonly Tensor[], axis: Tensor) =>
      one('ConcatV2', concat(parts.length), [...parts, axis]),
    /** Stacks along a new first axis. */
    pack: (parts: readonly Tensor[]) => one('Pack', pack(parts.length), parts),
    /** The parts along the first axis: the same memory. */
    unpack: (values: Tensor, count: number) => execute('Unpack', unpack(count), [values], count),
    /** So many equal parts along an axis; along the first, where rows are a multiple of 64 bytes, the same memory. */
    split: (values: Tensor, count: number, axis: Tensor) =>
      execute('Split', split(count), [axis, values], count),
    /** Rows of a table by int32 indices, along an axis. */
    gather: (table: Tensor, indices: Tensor, axis: Tensor) =>
      one('GatherV2', gather, [table, indices, axis]),
    /** Indices [...] → [..., depth], `on` at the index and `off` elsewhere. */
    oneHot: (indices: Tensor, depth: Tensor, { on, off }: { on: Tensor; off: Tensor }) =>
      one('OneHot', oneHot, [indices, depth, on, off]),
    /**
     * Sums of rows [N,...] → [count,...]: `rows` says in which order to take them, `segments`, never falling, to which
     * sum each goes, both int32. Several times as fast as UnsortedSegmentSum.
     */
    sparseSegmentSum: (
      values: Tensor,
      { rows, segments, count }: { rows: Tensor; segments: Tensor; count: Tensor },
    ) => one('SparseSegmentSumWithNumSegments', segmentSum, [values, rows, segments, count]),
    /** The loss in nats [N] and its gradient by the logits [N,V]. */
    sparseSoftmaxCrossEntropyWithLogits: (logits: Tensor, targets: Tensor) => {
      const outputs = execute(
        'SparseSoftmaxCrossEntropyWithLogits',
        crossEntropy,
        [logits, targets],
        2,
      );
      const [losses, logitGradients] = outputs as [Tensor, Tensor];
      return { losses, logitGradients };
    },
    /** The index, int32, of the greatest value along an axis; the first where several are equal. */
    argMax: (values: Tensor, axis: Tensor) => one('ArgMax', argMax, [values, axis]),
    /** Whether each row's [N,V] value at its target [N] is among the row's `count` greatest, ties included. */
    inTopK: (values: Tensor, targets: Tensor, count: Tensor /* int32 */) =>
      one('InTopKV2', inTopK, [values, targets, count]),

    /** A whole window of an LSTM: inputs [T,B,I] and the state before it, [B,H] each → all [T,B,H]. */
    blockLstm(
      steps: Tensor /* T, int64 */,
      inputs: Tensor,
      state: { hidden: Tensor; cell: Tensor },
      { kernel, bias, peephole }: LstmOperands,
    ): LstmActivations {
      const operands = [
        steps,
        inputs,
        state.cell,
        state.hidden,
        kernel,
        peephole,
        peephole,
        peephole,
        bias,
      ];
      return activations(execute('BlockLSTM', lstm, operands, 7));
    },
    /**
     * One step back: what reaches the gates before their non-linearities, [B,4H], and the cell before, [B,H].
     * Of input, previous hidden state, kernel and bias the op reads the shapes alone.
     */
    lstmBlockCellGrad(step: LstmStepBack): { gateGradient: Tensor; cellGradient: Tensor } {
      const { input, previous, operands, activations: a, cellGradient, hiddenGradient } = step;
      const { kernel, bias, peephole } = operands;
      const outputs = execute(
        'LSTMBlockCellGrad',
        lstmGradient,
        [
          ...[input, previous.cell, previous.hidden, kernel, peephole, peephole, peephole, bias],
          ...[a.inputGate, a.cell, a.forgetGate, a.outputGate, a.cellUpdate, a.cellOutput],
          ...[cellGradient, hiddenGradient],
        ],
        5,
      );
      const [previousCellGradient, gateGradient, ...peepholeGradients] = outputs as FiveTensors;
      for (const gradient of peepholeGradients) release(gradient);
      return { gateGradient, cellGradient: previousCellGradient };
    },
  };
}

/** What an LSTM step needs to go back: its operands, what it computed, and the gradients that reach it. */
export interface LstmStepBack {
  input: Tensor; // [B,I]
  previous: { hidden: Tensor; cell: Tensor }; // [B,H] each
  operands: LstmOperands;
  activations: Omit<LstmActivations, 'hidden'>; // [B,H] each
  cellGradient: Tensor; // [B,H], from the step after
  hiddenGradient: Tensor; // [B,H], from above and from the step after
}

type FiveTensors = [Tensor, Tensor, Tensor, Tensor, Tensor];
type SevenTensors = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
