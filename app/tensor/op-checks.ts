// Each op at tiny size with the values that it must give. Those of the LSTM ops are written-out arithmetic
// with gates i, g, f, o and a cell beyond ±8.

import type { Constants } from './constants.ts';
import type { LstmActivations, Tensor } from './ops.ts';
import { allocateShared } from './shared-memory.ts';
import type { TensorFlow } from './tensorflow.ts';

/** What a check may use: tensors of the current scope, and constants. */
export interface Bench {
  tensorflow: TensorFlow;
  constants: Constants;
  /** A float32 tensor of these values. */
  floats: (values: number[], shape: number[]) => Tensor;
}

/** One op's check. */
export interface OpCheck {
  op: string;
  run: (bench: Bench) => Tensor[];
  /** The values of all tensors that the run gives, one after the other. */
  expected: number[];
}

const lstmWindow: Record<keyof LstmActivations, [first: number, second: number]> = {
  inputGate: [0.5461185, 0.4145986],
  cell: [-5.3068445, -1.79586],
  forgetGate: [0.5878295, 0.3481953],
  outputGate: [0.5099987, 0.5119924],
  cellUpdate: [-0.029991, 0.1253218],
  cellOutput: [-0.9999508, -0.9463756],
  hidden: [-0.5099736, -0.4845371],
};
const activationNames = Object.keys(lstmWindow) as (keyof LstmActivations)[];
const lstmSteps = activationNames.map((name) => lstmWindow[name]);

/** Floats of 64 bytes: shorter parts are copied. */
const partLength = 16;

/** A check of every op that ops.ts has. */
export const opChecks: readonly OpCheck[] = [
  {
    op: 'AddV2',
    run: ({ tensorflow, floats }) => [tensorflow.ops.addV2(floats([1, 2], [2]), floats([3], []))],
    expected: [4, 5],
  },
  {
    op: 'Mul',
    run: ({ tensorflow, floats }) => [tensorflow.ops.mul(floats([2, 3], [2]), floats([4, 5], [2]))],
    expected: [8, 15],
  },
  {
    op: 'Sub',
    run: ({ tensorflow, floats }) => [tensorflow.ops.sub(floats([5, 2], [2]), floats([3], []))],
    expected: [2, -1],
  },
  {
    op: 'AddN',
    run: ({ tensorflow, floats }) => [
      tensorflow.ops.addN([floats([1, 2], [2]), floats([10, 20], [2]), floats([100, 200], [2])]),
    ],
    expected: [111, 222],
  },
  {
    op: 'Tanh',
    run: ({ tensorflow, floats }) => [tensorflow.ops.tanh(floats([0.5, -20], [2]))],
    expected: [0.4621172, -1],
  },
  {
    op: 'Sigmoid',
    run: ({ tensorflow, floats }) => [tensorflow.ops.sigmoid(floats([0.5, -30], [2]))],
    expected: [0.6224593, 0],
  },
  {
    op: 'Relu',
    run: ({ tensorflow, floats }) => [tensorflow.ops.relu(floats([-2, 0, 3], [3]))],
    expected: [0, 0, 3],
  },
  {
    op: 'TanhGrad',
    run: ({ tensorflow, floats }) => [
      tensorflow.ops.tanhGrad(floats([0.5, -1], [2]), floats([4, 3], [2])),
    ],
    expected: [3, 0],
  },
  {
    op: 'SigmoidGrad',
    run: ({ tensorflow, floats }) => [
      tensorflow.ops.sigmoidGrad(floats([0.25, 1], [2]), floats([4, 3], [2])),
    ],
    expected: [0.75, 0],
  },
  {
    op: 'ReluGrad',
    run: ({ tensorflow, floats }) => [
      tensorflow.ops.reluGrad(floats([0, 0.5], [2]), floats([4, 3], [2])),
    ],
    expected: [0, 3],
  },
  {
    op: 'MatMul',
    run: ({ tensorflow: { ops }, floats }) => [
      ops.matMul(floats([1, 2, 3], [1, 3]), floats([1, 2, 3, 4, 5, 6], [3, 2])),
      ops.matMulFirstTransposed(floats([1, 2], [2, 1]), floats([1, 2, 3, 4], [2, 2])),
      ops.matMulSecondTransposed(floats([1, 2], [1, 2]), floats([1, 2, 3, 4], [2, 2])),
    ],
    expected: [22, 28, 7, 10, 5, 11],
  },
  {
    op: 'BiasAdd',
    run: ({ tensorflow, floats }) => [
      tensorflow.ops.biasAdd(floats([1, 2, 3, 4], [2, 2]), floats([10, 20], [2])),
    ],
    expected: [11, 22, 13, 24],
  },
  {
    op: 'BiasAddGrad',
    run: ({ tensorflow, floats }) => [
      tensorflow.ops.biasAddGrad(floats([1, 2, 3, 4, 5, 6], [3, 2])),
    ],
    expected: [9, 12],
  },
  {
    op: 'Reshape',
    run: ({ tensorflow, constants, floats }) => [
      tensorflow.ops.reshape(floats([1, 2, 3, 4], [2, 2]), constants.vector(4)),
    ],
    expected: [1, 2, 3, 4],
  },
  {
    op: 'Transpose',
    run: ({ tensorflow, constants, floats }) => [
      tensorflow.ops.transpose(floats([1, 2, 3, 4, 5, 6], [2, 3]), constants.vector(1, 0)),
    ],
    expected: [1, 4, 2, 5, 3, 6],
  },
  {
    op: 'Slice',
    run: ({ tensorflow, constants, floats }) => [
      tensorflow.ops.slice(
        floats([1, 2, 3, 4, 5, 6], [3, 2]),
        constants.vector(1, 0),
        constants.vector(2, 1),
      ),
    ],
    expected: [3, 5],
  },
  {
    op: 'ConcatV2',
    run: ({ tensorflow, constants, floats }) => [
      tensorflow.ops.concat([floats([1], [1, 1]), floats([2, 3], [2, 1])], constants.index(0)),
    ],
    expected: [1, 2, 3],
  },
  {
    op: 'Pack',
    run: ({ tensorflow, floats }) => [
      tensorflow.ops.pack([floats([1, 2], [2]), floats([3, 4], [2])]),
    ],
    expected: [1, 2, 3, 4],
  },
  {
    op: 'Unpack',
    run: ({ tensorflow, floats }) => {
      const [first, second] = tensorflow.ops.unpack(floats([1, 2, 3, 4], [2, 2]), 2);
      // Parts of lent memory are that memory, and an op reads what is there when it runs.
      const memory = allocateShared(2 * partLength);
      const [, lent] = tensorflow.ops.unpack(tensorflow.lend(memory, [2, partLength]), 2);
      memory.fill(3, partLength);
      const doubled = tensorflow.ops.mul(lent as Tensor, floats([2], [1]));
      return [second as Tensor, first as Tensor, doubled];
    },
    expected: [3, 4, 1, 2, ...new Array<number>(partLength).fill(6)],
  },
  {
    op: 'Split',
    run: ({ tensorflow, constants, floats }) => [
      ...tensorflow.ops.split(floats([1, 2, 3, 4], [2, 2]), 2, constants.index(1)),
      ...tensorflow.ops.split(floats([1, 2, 3, 4], [2, 2]), 2, constants.index(0)).reverse(),
    ],
    expected: [1, 3, 2, 4, 3, 4, 1, 2],
  },
  {
    op: 'GatherV2',
    run: ({ tensorflow, constants, floats }) => [
      tensorflow.ops.gather(
        floats([1, 2, 3, 4, 5, 6], [3, 2]),
        constants.vector(2, 0),
        constants.index(0),
      ),
    ],
    expected: [5, 6, 1, 2],
  },
  {
    op: 'OneHot',
    run: ({ tensorflow, constants }) => [
      tensorflow.ops.oneHot(constants.vector(2, 0), constants.index(3), {
        on: constants.scalar(1),
        off: constants.scalar(0),
      }),
    ],
    expected: [0, 0, 1, 1, 0, 0],
  },
  {
    op: 'SparseSegmentSumWithNumSegments',
    run: ({ tensorflow, constants, floats }) => [
      tensorflow.ops.sparseSegmentSum(floats([1, 2, 3, 4, 5, 6], [3, 2]), {
        rows: constants.vector(1, 0, 2),
        segments: constants.vector(0, 2, 2),
        count: constants.index(4),
      }),
    ],
    expected: [3, 4, 0, 0, 6, 8, 0, 0],
  },
  {
    op: 'SparseSoftmaxCrossEntropyWithLogits',
    run({ tensorflow, constants, floats }) {
      const logits = floats([1, 2, 0.5, 0, -1, 3], [2, 3]);
      const targets = constants.vector(1, 0);
      const { losses, logitGradients } = tensorflow.ops.sparseSoftmaxCrossEntropyWithLogits(
        logits,
        targets,
      );
      return [losses, logitGradients];
    },
    expected: [
      ...[0.4643688, 3.0658839],
      ...[0.2312239, -0.3714683, 0.1402444, -0.9533874, 0.0171478, 0.9362396],
    ],
  },
  {
    op: 'ArgMax',
    run: ({ tensorflow, constants, floats }) => [
      tensorflow.ops.argMax(floats([1, 3, 2, 5, 4, 5], [2, 3]), constants.index(1)),
    ],
    expected: [1, 0],
  },
  {
    op: 'InTopKV2',
    run: ({ tensorflow, constants, floats }) => [
      tensorflow.ops.inTopK(
        floats([1, 3, 2, 5, 4, 6], [2, 3]),
        constants.vector(2, 1),
        constants.index(2),
      ),
    ],
    expected: [1, 0],
  },
  {
    op: 'BlockLSTM',
    run(bench) {
      const { floats, constants, tensorflow } = bench;
      const { state, operands } = lstmBefore(bench);
      const inputs = floats([0.5, -1], [2, 1, 1]);
      const window = tensorflow.ops.blockLstm(constants.int64(2), inputs, state, operands);
      return activationNames.map((name) => window[name]);
    },
    expected: lstmSteps.flat(),
  },
  {
    op: 'LSTMBlockCellGrad',
    run(bench) {
      const { floats, tensorflow } = bench;
      const { state, operands } = lstmBefore(bench);
      const first = (name: keyof LstmActivations) => floats([lstmWindow[name][0]], [1, 1]);
      const { gateGradient, cellGradient } = tensorflow.ops.lstmBlockCellGrad({
        input: floats([0.5], [1, 1]),
        previous: state,
        operands,
        activations: {
          inputGate: first('inputGate'),
          cell: first('cell'),
          forgetGate: first('forgetGate'),
          outputGate: first('outputGate'),
          cellUpdate: first('cellUpdate'),
          cellOutput: first('cellOutput'),
        },
        cellGradient: floats([0.3], [1, 1]),
        hiddenGradient: floats([0.7], [1, 1]),
      });
      return [gateGradient, cellGradient];
    },
    expected: [-0.0022305, 0.1637074, -0.6542487, -0.1749214, 0.1763695],
  },
];

function lstmBefore({ floats }: Bench) {
  return {
    state: { hidden: floats([0.25], [1, 1]), cell: floats([-9], [1, 1]) },
    operands: {
      kernel: floats([0.1, 0.2, 0.3, 0.4, 0.5, -0.6, 0.7, -0.8], [2, 4]),
      bias: floats([0.01, 0.02, 0.03, 0.04], [4]),
      peephole: floats([0], [1]),
    },
  };
}
