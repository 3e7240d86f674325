// A window of an LSTM with products in bfloat16. All that is kept is in bfloat16 too, half the memory traffic, but the
// cell's running sums, what comes from above and the bias. TensorFlow sees the memory through tensors made once for a
// window: a product reads what is there when it runs, which bfloat16-trial.ts makes sure of.

import { assert } from '../../contract/errors.ts';
import type { NarrowTensor } from '../../tensor/bfloat16-ops.ts';
import type { Constants } from '../../tensor/constants.ts';
import type { Tensor } from '../../tensor/ops.ts';
import type { TensorFlow } from '../../tensor/tensorflow.ts';
import type { GateGradients, LstmWindow, LstmWindowInput } from './lstm-window.ts';
import type { Matrix, Products } from '../matrix.ts';
import {
  createNarrowLstmKernels,
  streamsAtOnce,
  type NarrowLstmKernels,
} from './narrow-lstm-kernels.ts';
import type { LayerState, WindowSize } from '../recurrent-layer.ts';
import {
  allocateArrays,
  fitsOneMemory,
  lendableBytes,
  stepsAtOnce,
  sumOf,
  type WindowArray,
} from '../window-memory.ts';

/** What is fetched at once is to stay in the second-level cache. */
const chunkBytes = 65_536;

/** In bytes. */
function arraySizes({ T, B }: WindowSize, H: number, stepsInChunk: number) {
  const [wide, narrow] = [4 * B * H, 2 * B * H]; // a state [B,H] in float32 and in bfloat16
  return {
    bias: 16 * H,
    /** The projected inputs of a chunk, [steps,B,4H]. */
    inputs: stepsInChunk * 4 * narrow,
    /** h·U of a step, [4H,B]. */
    sums: 4 * narrow,
    /** The cell before and after a step, in turns. */
    cellSums: 2 * wide,
    /** Before the window and after each step, [T+1,B,H]. */
    cells: (T + 1) * narrow,
    hidden: (T + 1) * narrow,
    /** After their non-linearities, [T,B,4H]. */
    gates: T * 4 * narrow,
    cellOutputs: T * narrow, // [T,B,H]
    /** The gradients of a chunk's hidden states that come from above, [steps,B,H]. */
    above: stepsInChunk * wide,
    /** Those that come from the step after, [H,B]. */
    fromAfter: narrow,
    cellGradients: 2 * wide, // as cellSums
    gateGradients: T * 4 * narrow, // [T,B,4H]
  };
}

/**
 * Whether the kernels take a window of a layer's size: four units and four streams at once, each step's states lent
 * to TensorFlow without a copy, and all of it in one memory.
 */
export function takesNarrowWindow(hiddenSize: number, size: WindowSize): boolean {
  const stepBytes = 2 * size.B * hiddenSize;
  return (
    hiddenSize % 4 === 0 &&
    size.B >= streamsAtOnce &&
    stepBytes % lendableBytes === 0 &&
    fitsOneMemory(sumOf(arraySizes(size, hiddenSize, 1)))
  );
}

export class NarrowLstmWindow implements LstmWindow {
  readonly size: WindowSize;
  readonly #hiddenSize: number;
  readonly #products: Products;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  /** Steps whose inputs and gradients from above are fetched at once; T is a multiple. */
  readonly #stepsInChunk: number;
  readonly #arrays: Record<keyof ReturnType<typeof arraySizes>, WindowArray>;
  readonly #kernels: NarrowLstmKernels;

  /** For a window that `takesNarrowWindow`. */
  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    { products, size, hiddenSize }: { products: Products; size: WindowSize; hiddenSize: number },
  ) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#products = products;
    this.size = size;
    this.#hiddenSize = hiddenSize;
    const inputBytes = arraySizes(size, hiddenSize, 1).inputs;
    this.#stepsInChunk = stepsAtOnce(size.T, inputBytes, chunkBytes);
    const { memory, arrays } = allocateArrays(arraySizes(size, hiddenSize, this.#stepsInChunk));
    this.#arrays = arrays;
    this.#kernels = createNarrowLstmKernels(memory, { hiddenSize, streams: size.B });
  }

  forward({ before, bias, input, inputKernel, recurrentKernel }: LstmWindowInput): void {
    this.#arrays.bias.floats.set(bias);
    this.#enter(before);
    this.#throughTime(input.project(inputKernel, null).narrow, recurrentKernel.narrow);
  }

  hidden(): Matrix {
    return this.#rowsOfStates(this.#arrays.hidden, 1);
  }

  hiddenBefore(): Matrix {
    return this.#rowsOfStates(this.#arrays.hidden, 0);
  }

  stateAfter(): LayerState {
    const { bfloat16 } = this.#tensorflow;
    const { T, B } = this.size;
    const H = this.#hiddenSize;
    const hidden = this.#tensorflow.scope((keep) => {
      const last = this.#lend(this.#arrays.hidden, { skip: T * B * H, shape: [B, H] });
      return keep(bfloat16.widen(last));
    });
    const { floats } = this.#arrays.cellSums;
    const from = (T % 2) * B * H;
    return { hidden, cell: this.#tensorflow.copyIn(floats.subarray(from, from + B * H), [B, H]) };
  }

  back(hiddenGradients: Tensor, recurrentKernel: Matrix): GateGradients {
    const { T, B } = this.size;
    this.#backThroughTime(hiddenGradients, recurrentKernel.narrow);
    const shape = [T * B, 4 * this.#hiddenSize] as const;
    const gradients = this.#lend(this.#arrays.gateGradients, { skip: 0, shape });
    return { gradients: this.#products.ofNarrow(gradients), sums: null };
  }

  /** Puts the state before the window in its place. */
  #enter({ hidden, cell }: LayerState): void {
    const { bfloat16 } = this.#tensorflow;
    const arrays = this.#arrays;
    assert(cell !== null, 'the state of an LSTM has a cell');
    this.#tensorflow.scope(() => {
      arrays.cellSums.floats.set(this.#tensorflow.read(cell));
      this.#readNarrow(bfloat16.narrow(cell), arrays.cells);
      this.#readNarrow(bfloat16.narrow(hidden), arrays.hidden);
    });
  }

  /** Forward over all steps: one product and one kernel each. */
  #throughTime(projected: NarrowTensor /* [T*B,4H] */, recurrentKernel: NarrowTensor): void {
    const { bfloat16 } = this.#tensorflow;
    const { T, B } = this.size;
    const H = this.#hiddenSize;
    const m = this.#arrays;
    const stepsInChunk = this.#stepsInChunk;
    const [wide, narrow] = [4 * H, 2 * H]; // bytes of a stream's units
    this.#tensorflow.scope(() => {
      // The kernel's transpose goes in whole, the few streams transposed: nothing large is repacked in a step.
      const kernel = bfloat16.transpose(recurrentKernel, this.#constants.vector(1, 0)); // [4H,H]
      const count = T / stepsInChunk;
      const shape = this.#constants.vector(count, stepsInChunk * B * 2 * H, 2);
      const chunks = bfloat16.unpackPairs(bfloat16.toPairs(projected, shape), count);
      const hidden = this.#views(m.hidden, [T + 1, B, H]);
      for (let t = 0; t < T; t++) {
        const inChunk = t % stepsInChunk;
        if (inChunk === 0)
          m.inputs.words.set(this.#tensorflow.readIndices(chunks[t / stepsInChunk] as Tensor));
        this.#multiply(kernel, hidden[t] as NarrowTensor, m.sums); // [4H,B]
        const [before, after] = [(t % 2) * B, ((t + 1) % 2) * B];
        for (let block = 0; block < B; block += streamsAtOnce) {
          const b = Math.min(block, B - streamsAtOnce);
          this.#kernels.stepForward(
            m.inputs.address + (inChunk * B + b) * 4 * narrow,
            m.sums.address + b * 2,
            m.bias.address,
            m.cellSums.address + (before + b) * wide,
            m.cellSums.address + (after + b) * wide,
            m.gates.address + (t * B + b) * 4 * narrow,
            m.cells.address + ((t + 1) * B + b) * narrow,
            m.cellOutputs.address + (t * B + b) * narrow,
            m.hidden.address + ((t + 1) * B + b) * narrow,
          );
        }
      }
    });
  }

  /** From the gradients of all hidden states to those of the gates before their non-linearities. */
  #backThroughTime(hiddenGradients: Tensor /* [T*B,H] */, recurrentKernel: NarrowTensor): void {
    const { ops } = this.#tensorflow;
    const { T, B } = this.size;
    const H = this.#hiddenSize;
    const m = this.#arrays;
    const stepsInChunk = this.#stepsInChunk;
    const [wide, narrow] = [4 * H, 2 * H]; // bytes of a stream's units
    // Nothing comes from beyond the window.
    m.cellGradients.floats.fill(0);
    m.fromAfter.words.fill(0);
    this.#tensorflow.scope(() => {
      const count = T / stepsInChunk;
      const shape = this.#constants.vector(count, stepsInChunk * B * H);
      const chunks = ops.unpack(ops.reshape(hiddenGradients, shape), count);
      const gateGradients = this.#views(m.gateGradients, [T, B, 4 * H]);
      for (let t = T - 1; t >= 0; t--) {
        const inChunk = t % stepsInChunk;
        if (inChunk === stepsInChunk - 1)
          m.above.floats.set(this.#tensorflow.read(chunks[Math.floor(t / stepsInChunk)] as Tensor));
        const [after, before] = [((t + 1) % 2) * B, (t % 2) * B];
        for (let block = 0; block < B; block += streamsAtOnce) {
          const b = Math.min(block, B - streamsAtOnce);
          this.#kernels.stepBack(
            m.gates.address + (t * B + b) * 4 * narrow,
            m.cells.address + (t * B + b) * narrow,
            m.cellOutputs.address + (t * B + b) * narrow,
            m.fromAfter.address + b * 2,
            m.above.address + (inChunk * B + b) * wide,
            m.cellGradients.address + (after + b) * wide,
            m.cellGradients.address + (before + b) * wide,
            m.gateGradients.address + (t * B + b) * 4 * narrow,
          );
        }
        if (t > 0) this.#multiply(recurrentKernel, gateGradients[t] as NarrowTensor, m.fromAfter); // [H,B]
      }
    });
  }

  /** a·bᵀ, straight into an array. */
  #multiply(a: NarrowTensor, b: NarrowTensor, into: WindowArray): void {
    this.#tensorflow.scope(() => {
      this.#readNarrow(this.#tensorflow.bfloat16.matMulSecondTransposed(a, b), into);
    });
  }

  /** Copies a tensor's values to the beginning of an array. */
  #readNarrow(values: NarrowTensor, { words }: WindowArray): void {
    const pairs = this.#tensorflow.bfloat16.toPairs(values, this.#constants.vector(-1, 2));
    words.set(this.#tensorflow.readIndices(pairs));
  }

  /** The states [T*B,H] from a step on: 0 is the state before the window. */
  #rowsOfStates(array: WindowArray, first: number): Matrix {
    const { T, B } = this.size;
    const H = this.#hiddenSize;
    const lent = this.#lend(array, { skip: first * B * H, shape: [T * B, H] });
    return this.#products.ofNarrow(lent);
  }

  /** An array as a matrix, from so many numbers on. */
  #lend(
    { bytes }: WindowArray,
    { skip, shape }: { skip: number; shape: readonly [rows: number, columns: number] },
  ): NarrowTensor {
    const part = bytes.subarray(2 * skip, 2 * (skip + shape[0] * shape[1]));
    return this.#tensorflow.lendNarrow(part, shape);
  }

  /** An array's parts along its first axis, through which TensorFlow sees what is written to it. */
  #views({ bytes }: WindowArray, shape: readonly [number, number, number]): NarrowTensor[] {
    return this.#tensorflow.bfloat16.unpack(this.#tensorflow.lendNarrow(bytes, shape), shape[0]);
  }
}
