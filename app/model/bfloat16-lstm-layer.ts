// One tanh LSTM layer over a window with its products in bfloat16: those of each step, whose sums go through the
// WebAssembly of lstm-step-kernels.ts, and the large ones. The cell, its gradient and all sums are in float32.
// lstm-layer.ts is the same in float32 on TensorFlow's fused kernels; gates stand in its order i, g, f, o.
// TensorFlow sees the window's memory through tensors made once: it reads what is there when a product runs.

import { assert } from '../contract/errors.ts';
import type { NarrowTensor } from '../tensor/bfloat16-ops.ts';
import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { LayerInput } from './input-layer.ts';
import { LstmLayer } from './lstm-layer.ts';
import { placeLstmWindow, takesLstmWindow, type LstmWindowPlace } from './lstm-window-place.ts';
import { streamsAtOnce } from './lstm-step-kernels.ts';
import type { Matrix } from './matrix.ts';
import type {
  LayerPass,
  LayerPlace,
  LayerState,
  RecurrentLayer,
  WindowSize,
} from './recurrent-layer.ts';
import { blockOf } from './steps.ts';
import type { GradientWriter, Weights } from './weights.ts';
import type { WindowArray } from './window-memory.ts';

interface LstmWindow {
  place: LstmWindowPlace;
  input: LayerInput;
  inputKernel: Matrix; // [I,4H]
  recurrentKernel: NarrowTensor; // [H,4H]
}

/** One layer's sizes and the ways through it; its weights, kernel [I+H,4H] and bias [4H], come with each call. */
export class Bfloat16LstmLayer implements RecurrentLayer {
  readonly hiddenSize: number;
  readonly #name: string;
  readonly #inputSize: number;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  /** For windows that the kernels do not take. */
  readonly #otherwise: LstmLayer;
  /** Kept from window to window. */
  #place: LstmWindowPlace | null = null;

  constructor(tensorflow: TensorFlow, constants: Constants, place: LayerPlace) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#name = place.name;
    this.#inputSize = place.inputSize;
    this.hiddenSize = place.hiddenSize;
    this.#otherwise = new LstmLayer(tensorflow, constants, place);
  }

  forward(
    weights: Weights,
    input: LayerInput,
    before: { state: LayerState; size: WindowSize },
  ): LayerPass {
    const { state, size } = before;
    const { T, B } = size;
    const [I, H] = [this.#inputSize, this.hiddenSize];
    if (!takesLstmWindow(H, size)) return this.#otherwise.forward(weights, input, before);
    const place = this.#placeFor(size);
    const kernel = weights.of(`${this.#name}/kernel`);
    const rowsFrom = (first: number, rows: number) =>
      blockOf(this.#tensorflow.ops, this.#constants, {
        of: kernel,
        ...{ from: [first, 0], size: [rows, 4 * H] },
      });
    const inputKernel = input.products.ofWide(rowsFrom(0, I));
    const recurrentKernel = this.#tensorflow.bfloat16.narrow(rowsFrom(I, H));
    place.arrays.bias.floats.set(this.#tensorflow.read(weights.of(`${this.#name}/bias`)));
    this.#enter(place, state);
    this.#throughTime(place, input.project(inputKernel, null).narrow, recurrentKernel);

    const { hidden, cellSums } = place.arrays;
    const window: LstmWindow = { place, input, inputKernel, recurrentKernel };
    const outputs = this.#lendNarrow(hidden, { skip: B * H, shape: [T * B, H] });
    return {
      hidden: input.products.ofNarrow(outputs),
      stateAfter: () => ({
        hidden: this.#lastStep(outputs, size),
        cell: this.#tensorflow.copyIn(halfOf(cellSums.floats, T % 2), [B, H]),
      }),
      backward: (hiddenGradients, writer) => this.#backward(window, hiddenGradients, writer),
    };
  }

  /** Puts the state before the window in its place. */
  #enter({ arrays }: LstmWindowPlace, { hidden, cell }: LayerState): void {
    const { bfloat16 } = this.#tensorflow;
    assert(cell !== null, 'the state of an LSTM has a cell');
    this.#tensorflow.scope(() => {
      arrays.cellSums.floats.set(this.#tensorflow.read(cell));
      this.#readNarrow(bfloat16.narrow(cell), arrays.cells);
      this.#readNarrow(bfloat16.narrow(hidden), arrays.hidden);
    });
  }

  /** Forward over all steps: one product and one kernel each. */
  #throughTime(
    { size: { T, B }, stepsInChunk, arrays: m, kernels }: LstmWindowPlace,
    projected: NarrowTensor /* [T*B,4H] */,
    recurrentKernel: NarrowTensor,
  ): void {
    const { bfloat16 } = this.#tensorflow;
    const H = this.hiddenSize;
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
          kernels.stepForward(
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

  #backward(
    { place, input, inputKernel, recurrentKernel }: LstmWindow,
    hiddenGradients: Tensor /* [T*B,H] */,
    writer: GradientWriter,
  ): Tensor | null {
    const { T, B } = place.size;
    const H = this.hiddenSize;
    const { products } = input;
    this.#backThroughTime(place, hiddenGradients, recurrentKernel);
    const lent = (array: WindowArray, columns: number) =>
      products.ofNarrow(this.#lendNarrow(array, { skip: 0, shape: [T * B, columns] }));
    const gradients = lent(place.arrays.gateGradients, 4 * H);
    // The sum over all rows, in one product: BiasAddGrad would add up in bfloat16.
    const ones = products.ofWide(this.#constants.ones(1, T * B));
    writer.write(`${this.#name}/bias`, products.multiply(ones, gradients).wide);
    const previous = lent(place.arrays.hidden, H);
    const recurrent = products.multiplyFirstTransposed(previous, gradients).wide; // [H,4H]
    writer.write(`${this.#name}/kernel`, recurrent, this.#inputSize);
    const { kernels, rows } = input.gradients([{ kernel: inputKernel, gradients }], writer);
    writer.write(`${this.#name}/kernel`, kernels[0] as Tensor);
    return rows;
  }

  /** From the gradients of all hidden states to those of the gates before their non-linearities. */
  #backThroughTime(
    { size: { T, B }, stepsInChunk, arrays: m, kernels }: LstmWindowPlace,
    hiddenGradients: Tensor /* [T*B,H] */,
    recurrentKernel: NarrowTensor,
  ): void {
    const { ops } = this.#tensorflow;
    const H = this.hiddenSize;
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
          kernels.stepBack(
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

  /** An array as a matrix, from so many numbers on; lent until the scope ends, the next window writes it anew. */
  #lendNarrow(
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

  /** The last step in memory of its own. */
  #lastStep(outputs: NarrowTensor /* [T*B,H] */, { T, B }: WindowSize): Tensor /* [B,H] */ {
    const { bfloat16 } = this.#tensorflow;
    return this.#tensorflow.scope((keep) => {
      const begin = this.#constants.vector((T - 1) * B, 0);
      const size = this.#constants.vector(B, this.hiddenSize);
      return keep(bfloat16.widen(bfloat16.slice(outputs, begin, size)));
    });
  }

  #placeFor(size: WindowSize): LstmWindowPlace {
    const last = this.#place;
    if (last !== null && last.size.T === size.T && last.size.B === size.B) return last;
    this.#place = placeLstmWindow(this.hiddenSize, size);
    return this.#place;
  }
}

/** One of the two states that an array holds. */
function halfOf(floats: Float32Array, index: number): Float32Array {
  const size = floats.length / 2;
  return floats.subarray(index * size, (index + 1) * size);
}
