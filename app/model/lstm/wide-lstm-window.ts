// A window of an LSTM in float32: what kernels write stays where it is, and TensorFlow multiplies it there, through
// tensors made once for a window: a product reads what is there when it runs, which op-checks.ts makes sure of. Only
// products and what comes from outside are copied, a few steps at a time.

import { assert } from '../../contract/errors.ts';
import type { Constants } from '../../tensor/constants.ts';
import type { Tensor } from '../../tensor/ops.ts';
import type { TensorFlow } from '../../tensor/tensorflow.ts';
import type { GateGradients, LstmWindow, LstmWindowInput } from './lstm-window.ts';
import type { DistinctRows } from '../input-layer.ts';
import type { Matrix, Products } from '../matrix.ts';
import type { LayerState, WindowSize } from '../recurrent-layer.ts';
import { createWideLstmKernels, type WideLstmKernels } from './wide-lstm-kernels.ts';
import {
  allocateArrays,
  fitsOneMemory,
  lendableBytes,
  stepsAtOnce,
  sumOf,
  type WindowArray,
} from '../window-memory.ts';

/** What is fetched at once is to stay in the second-level cache. */
const chunkBytes = 131_072;

/** In bytes. */
function arraySizes({ T, B }: WindowSize, H: number, fetched: { rows: number; steps: number }) {
  const state = 4 * B * H; // [B,H]
  return {
    bias: 16 * H,
    /**
     * The projected inputs, of a chunk or of all that are distinct, [rows,4H]; on the way back sums of gradients.
     */
    inputs: fetched.rows * 16 * H,
    /** Which of these rows each stream of each step reads or adds to, as addresses, [T,B]. */
    inputRows: 4 * T * B,
    /** h·U of a step, [B,4H]. */
    sums: 4 * state,
    /** Before the window and after each step, [T+1,B,H]. */
    cells: (T + 1) * state,
    hidden: (T + 1) * state,
    cellOutputs: T * state, // [T,B,H]
    /** After their non-linearities, [T,B,4H]; on the way back the gradients of what went into them. */
    gates: T * 4 * state,
    /** The gradients of a chunk's hidden states that come from above, [steps,B,H]. */
    above: fetched.steps * state,
    /** Those that come from the step after, and the cell's, [B,H]. */
    fromAfter: state,
    cellGradient: state,
  };
}

/** Layers of so many units gain whatever the streams. */
const smallLayerUnits = 256;

/**
 * Larger ones gain up to so many units of all streams (384 × 32, 512 × 16): beyond, products take nearly all the time,
 * and BlockLSTM keeps more in the caches (512 × 32). Layers of more units were not tried.
 */
const largeLayer = { unitsAtMost: 512, stateAtMost: 12_288 };

/** What a window is made for. */
export interface WideWindowShape {
  size: WindowSize;
  hiddenSize: number;
  /** How many different inputs there are, where the layer's input tells them apart. */
  distinctInputs: number | null;
}

/** Whether the kernels gain, and take a window of a layer's size: four units at once, all of it in one memory. */
export function takesWideWindow({ size, hiddenSize, distinctInputs }: WideWindowShape): boolean {
  const gains =
    hiddenSize <= smallLayerUnits ||
    (hiddenSize <= largeLayer.unitsAtMost && hiddenSize * size.B <= largeLayer.stateAtMost);
  const fetched = { rows: distinctInputs ?? size.B, steps: 1 };
  return (
    gains && hiddenSize % 4 === 0 && fitsOneMemory(sumOf(arraySizes(size, hiddenSize, fetched)))
  );
}

export class WideLstmWindow implements LstmWindow {
  readonly size: WindowSize;
  readonly #hiddenSize: number;
  readonly #products: Products;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  /** Whether inputs are fetched once for all positions where they are equal. */
  readonly #isDistinct: boolean;
  /** Steps whose inputs and gradients from above are fetched at once; T is a multiple. */
  readonly #stepsInChunk: number;
  readonly #arrays: Record<keyof ReturnType<typeof arraySizes>, WindowArray>;
  readonly #kernels: WideLstmKernels;

  /** For a window that `takesWideWindow`. */
  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    { products, size, hiddenSize, distinctInputs }: WideWindowShape & { products: Products },
  ) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#products = products;
    this.size = size;
    this.#hiddenSize = hiddenSize;
    this.#isDistinct = distinctInputs !== null;
    const steps = stepsAtOnce(size.T, 16 * hiddenSize * size.B, chunkBytes);
    this.#stepsInChunk = steps;
    const rows = distinctInputs ?? steps * size.B;
    const { memory, arrays } = allocateArrays(arraySizes(size, hiddenSize, { rows, steps }));
    this.#arrays = arrays;
    this.#kernels = createWideLstmKernels(memory, { hiddenSize, streams: size.B });
  }

  forward({ before, bias, input, inputKernel, recurrentKernel }: LstmWindowInput): void {
    const m = this.#arrays;
    const { T, B } = this.size;
    const H = this.#hiddenSize;
    const stepsInChunk = this.#stepsInChunk;
    const state = 4 * B * H; // bytes of [B,H]
    assert(before.cell !== null, 'the state of an LSTM has a cell');
    m.bias.floats.set(bias);
    m.cells.floats.set(this.#tensorflow.read(before.cell));
    m.hidden.floats.set(this.#tensorflow.read(before.hidden));
    const { distinct } = input;
    const projected = distinct?.project(inputKernel) ?? input.project(inputKernel, null);
    this.#tensorflow.scope(() => {
      const chunks = this.#enterInputs(projected.wide, distinct);
      const hidden = this.#steps(m.hidden, H);
      for (let t = 0; t < T; t++) {
        const chunk = t % stepsInChunk === 0 ? chunks?.[t / stepsInChunk] : undefined;
        if (chunk !== undefined) m.inputs.floats.set(this.#tensorflow.read(chunk));
        this.#multiply(hidden(t), recurrentKernel.wide, m.sums);
        this.#kernels.stepForward(
          m.inputRows.address + t * 4 * B,
          m.sums.address,
          m.bias.address,
          m.cells.address + t * state,
          m.gates.address + t * 4 * state,
          m.cells.address + (t + 1) * state,
          m.cellOutputs.address + t * state,
          m.hidden.address + (t + 1) * state,
        );
      }
    });
  }

  hidden(): Matrix {
    return this.#lend(this.#arrays.hidden, 1);
  }

  hiddenBefore(): Matrix {
    return this.#lend(this.#arrays.hidden, 0);
  }

  stateAfter(): LayerState {
    const { T, B } = this.size;
    const H = this.#hiddenSize;
    const { hidden, cells } = this.#arrays;
    const last = ({ floats }: WindowArray) =>
      this.#tensorflow.copyIn(floats.subarray(T * B * H, (T + 1) * B * H), [B, H]);
    return { hidden: last(hidden), cell: last(cells) };
  }

  back(hiddenGradients: Tensor, recurrentKernel: Matrix): GateGradients {
    const m = this.#arrays;
    const { T, B } = this.size;
    const H = this.#hiddenSize;
    const stepsInChunk = this.#stepsInChunk;
    const state = 4 * B * H; // bytes of [B,H]
    // Nothing comes from beyond the window.
    m.cellGradient.floats.fill(0);
    m.fromAfter.floats.fill(0);
    // Gradients of equal inputs are summed where these stood; of others all into the first row, for the bias.
    m.inputs.floats.fill(0);
    if (!this.#isDistinct) m.inputRows.words.fill(m.inputs.address);
    this.#tensorflow.scope(() => {
      const { ops } = this.#tensorflow;
      // Transposed once: a product with transpose_b would take a third longer each time.
      const transposed = ops.transpose(recurrentKernel.wide, this.#constants.vector(1, 0)); // [4H,H]
      const chunks = this.#chunks(hiddenGradients, H);
      const gates = this.#steps(m.gates, 4 * H);
      for (let t = T - 1; t >= 0; t--) {
        const inChunk = t % stepsInChunk;
        if (inChunk === stepsInChunk - 1)
          m.above.floats.set(this.#tensorflow.read(chunks[Math.floor(t / stepsInChunk)] as Tensor));
        this.#kernels.stepBack(
          m.gates.address + t * 4 * state,
          m.cells.address + t * state,
          m.cellOutputs.address + t * state,
          m.above.address + inChunk * state,
          m.fromAfter.address,
          m.cellGradient.address,
          m.inputRows.address + t * 4 * B,
        );
        if (t > 0) this.#multiply(gates(t), transposed, m.fromAfter);
      }
    });
    const sumRows = this.#isDistinct ? m.inputs.floats.length / (4 * H) : 1;
    const sums = m.inputs.floats.subarray(0, sumRows * 4 * H);
    return {
      gradients: this.#products.ofWide(this.#tensorflow.lend(m.gates.floats, [T * B, 4 * H])),
      sums: this.#tensorflow.lend(sums, [sumRows, 4 * H]),
    };
  }

  /** Puts distinct inputs and each position's row among them in place; gives what else is to be fetched by chunks. */
  #enterInputs(projected: Tensor, distinct: DistinctRows | null): Tensor[] | null {
    const { inputs, inputRows } = this.#arrays;
    const H = this.#hiddenSize;
    const rowsInChunk = this.#stepsInChunk * this.size.B;
    for (let at = 0; at < inputRows.words.length; at++) {
      const row = distinct === null ? at % rowsInChunk : (distinct.places[at] as number);
      inputRows.words[at] = inputs.address + 16 * H * row;
    }
    if (distinct === null) return this.#chunks(projected, 4 * H);
    inputs.floats.set(this.#tensorflow.read(projected));
    return null;
  }

  /** A step's rows times a kernel, into an array. */
  #multiply(rows: Tensor, kernel: Tensor, into: WindowArray): void {
    const product = this.#tensorflow.ops.matMul(rows, kernel);
    into.floats.set(this.#tensorflow.read(product));
    this.#tensorflow.release(product);
  }

  /** Each step's rows in an array: seen as they are written, where they lie aligned, else copied when asked for. */
  #steps({ floats }: WindowArray, columns: number): (t: number) => Tensor {
    const { B } = this.size;
    const length = B * columns;
    if ((4 * length) % lendableBytes === 0) {
      const count = floats.length / length;
      const rows = this.#tensorflow.lend(floats, [count, B, columns]);
      const parts = this.#tensorflow.ops.unpack(rows, count);
      return (t) => parts[t] as Tensor;
    }
    return (t) =>
      this.#tensorflow.lend(floats.subarray(t * length, (t + 1) * length), [B, columns]);
  }

  /** Rows [T*B,N] by chunks: the same memory. */
  #chunks(rows: Tensor, columns: number): Tensor[] {
    const { ops } = this.#tensorflow;
    const { T, B } = this.size;
    const count = T / this.#stepsInChunk;
    const shape = this.#constants.vector(count, this.#stepsInChunk * B * columns);
    return ops.unpack(ops.reshape(rows, shape), count);
  }

  /** The states [T*B,H] from a step on: 0 is the state before the window. */
  #lend({ floats }: WindowArray, first: number): Matrix {
    const { T, B } = this.size;
    const H = this.#hiddenSize;
    const part = floats.subarray(first * B * H, (first + T) * B * H);
    return this.#products.ofWide(this.#tensorflow.lend(part, [T * B, H]));
  }
}
