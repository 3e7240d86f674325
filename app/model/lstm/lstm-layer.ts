// One tanh LSTM layer over a window, on TensorFlow's fused kernels; lstm-reference.ts is its readable twin.
// i, f, o = σ(x·W + h·U + b), g = tanh(…);  c' = f∘c + i∘g;  h' = o∘tanh(c').
// Knows nothing of characters, of dropout or of optimisers. Gates stand in BlockLSTM's order i, g, f, o.

import { assert } from '../../contract/errors.ts';
import type { Constants } from '../../tensor/constants.ts';
import type { LstmActivations, LstmOperands, Tensor } from '../../tensor/ops.ts';
import type { TensorFlow } from '../../tensor/tensorflow.ts';
import type { LayerInput } from '../input-layer.ts';
import type {
  LayerPass,
  LayerPlace,
  LayerState,
  RecurrentLayer,
  WindowSize,
} from '../recurrent-layer.ts';
import type { GradientWriter, Weights } from '../weights.ts';

/** What a forward pass leaves for the backward pass. */
interface LstmWindow {
  operands: LstmOperands;
  input: LayerInput;
  hiddenBefore: Tensor; // [B,H]
  cellBefore: Tensor; // [B,H]
  activations: LstmActivations; // [T,B,H] each
  size: WindowSize;
}

/** One layer's sizes and the ways through it; its weights, kernel [I+H,4H] and bias [4H], come with each call. */
export class LstmLayer implements RecurrentLayer {
  readonly hiddenSize: number;
  readonly #name: string;
  readonly #inputSize: number;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    { name, inputSize, hiddenSize }: LayerPlace,
  ) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#name = name;
    this.#inputSize = inputSize;
    this.hiddenSize = hiddenSize;
  }

  forward(
    weights: Weights,
    input: LayerInput,
    { state, size }: { state: LayerState; size: WindowSize },
  ): LayerPass {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const { T, B } = size;
    const { hidden: hiddenBefore, cell: cellBefore } = state;
    assert(cellBefore !== null, 'the state of an LSTM has a cell');
    const operands: LstmOperands = {
      kernel: weights.of(`${this.#name}/kernel`),
      bias: weights.of(`${this.#name}/bias`),
      peephole: constants.zeros(this.hiddenSize),
    };
    const inputs = ops.reshape(input.rows(), constants.vector(T, B, this.#inputSize)); // [T,B,I]
    const before = { hidden: hiddenBefore, cell: cellBefore };
    const activations = ops.blockLstm(constants.int64(T), inputs, before, operands);
    const window: LstmWindow = { operands, input, hiddenBefore, cellBefore, activations, size };
    return {
      hidden: input.products.ofWide(this.#rows(activations.hidden, size)),
      stateAfter: () => ({
        hidden: this.#lastStep(activations.hidden, size),
        cell: this.#lastStep(activations.cell, size),
      }),
      backward: (hiddenGradients, writer) => this.#backward(window, hiddenGradients, writer),
    };
  }

  #backward(
    window: LstmWindow,
    hiddenGradients: Tensor /* [T*B,H] */,
    writer: GradientWriter,
  ): Tensor | null {
    const { ops } = this.#tensorflow;
    const { operands, input } = window;
    const { products } = input;
    const gateGradients = this.#gateGradients(window, hiddenGradients); // [T*B,4H]
    const gradients = products.ofWide(gateGradients);
    const previous = products.ofWide(this.#previousHidden(window));
    // Σ hₜ₋₁ᵀ·∂gatesₜ: [H,4H]
    const recurrent = products.multiplyFirstTransposed(previous, gradients).wide;
    writer.write(`${this.#name}/kernel`, recurrent, this.#inputSize);

    const inputKernel = ops.slice(
      operands.kernel,
      this.#constants.vector(0, 0),
      this.#constants.vector(this.#inputSize, 4 * this.hiddenSize),
    ); // [I,4H]
    const { kernels, rows, sums } = input.gradients(
      [{ kernel: products.ofWide(inputKernel), gradients, sums: null }],
      writer,
    );
    writer.write(`${this.#name}/kernel`, kernels[0] as Tensor);
    writer.write(`${this.#name}/bias`, ops.biasAddGrad(sums?.[0] ?? gateGradients));
    return rows;
  }

  /**
   * Goes back through time: from the gradients of all hidden states to those of the gates before their
   * non-linearities, from which all other gradients follow in a few large products.
   */
  #gateGradients(
    { operands, activations: a, hiddenBefore, cellBefore, size: { T, B } }: LstmWindow,
    hiddenGradients: Tensor /* [T*B,H] */,
  ): Tensor /* [T*B,4H] */ {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const H = this.hiddenSize;
    return this.#tensorflow.scope((keep) => {
      const inputGates = ops.unpack(a.inputGate, T); // T × [B,H], as all below
      const cells = ops.unpack(a.cell, T);
      const forgetGates = ops.unpack(a.forgetGate, T);
      const outputGates = ops.unpack(a.outputGate, T);
      const cellUpdates = ops.unpack(a.cellUpdate, T);
      const cellOutputs = ops.unpack(a.cellOutput, T);
      const fromAbove = ops.unpack(ops.reshape(hiddenGradients, constants.vector(T, B, H)), T);

      // Transposed once: 64 products with transpose_b would take a third longer each.
      const recurrentKernel = ops.slice(
        operands.kernel,
        constants.vector(this.#inputSize, 0),
        constants.vector(H, 4 * H),
      ); // [H,4H]
      const recurrentKernelTransposed = ops.transpose(recurrentKernel, constants.vector(1, 0)); // [4H,H]

      const input = constants.zeros(B, this.#inputSize); // its shape is all that counts
      const gateGradients = new Array<Tensor>(T); // [B,4H] each
      let cellGradient = constants.zeros(B, H); // [B,H], nothing comes from beyond the window
      let fromAfter: Tensor | null = null; // [B,H]
      for (let t = T - 1; t >= 0; t--) {
        const above = at(fromAbove, t);
        const hiddenGradient: Tensor = fromAfter === null ? above : ops.addV2(above, fromAfter);
        const back = ops.lstmBlockCellGrad({
          input,
          previous: { hidden: hiddenBefore, cell: t > 0 ? at(cells, t - 1) : cellBefore },
          operands,
          activations: {
            inputGate: at(inputGates, t),
            cell: at(cells, t),
            forgetGate: at(forgetGates, t),
            outputGate: at(outputGates, t),
            cellUpdate: at(cellUpdates, t),
            cellOutput: at(cellOutputs, t),
          },
          cellGradient,
          hiddenGradient,
        });
        gateGradients[t] = back.gateGradient;
        cellGradient = back.cellGradient;
        if (t > 0) fromAfter = ops.matMul(back.gateGradient, recurrentKernelTransposed);
      }
      return keep(ops.reshape(ops.pack(gateGradients), constants.vector(T * B, 4 * H)));
    });
  }

  /** The hidden states that each step began with, that before the window first. */
  #previousHidden({ activations, hiddenBefore, size: { T, B } }: LstmWindow): Tensor /* [T*B,H] */ {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const all = this.#rows(activations.hidden, { T, B });
    const size = constants.vector((T - 1) * B, this.hiddenSize);
    const butLast = ops.slice(all, constants.vector(0, 0), size);
    return ops.concat([hiddenBefore, butLast], constants.index(0));
  }

  #rows(values: Tensor /* [T,B,H] */, { T, B }: WindowSize): Tensor /* [T*B,H] */ {
    return this.#tensorflow.ops.reshape(values, this.#constants.vector(T * B, this.hiddenSize));
  }

  /** The last step in memory of its own: a slice would hold on to the whole window. */
  #lastStep(values: Tensor /* [T,B,H] */, { T, B }: WindowSize): Tensor /* [B,H] */ {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const H = this.hiddenSize;
    return this.#tensorflow.scope((keep) => {
      const step = ops.slice(values, constants.vector(T - 1, 0, 0), constants.vector(1, B, H));
      const last = ops.reshape(step, constants.vector(B, H));
      return keep(ops.mul(last, constants.scalar(1)));
    });
  }
}

function at(tensors: readonly Tensor[], t: number): Tensor {
  return tensors[t] as Tensor;
}
