// One LSTM layer over a window, on TensorFlow's fused kernels; lstm-reference.ts is its readable twin.
// i, f, o = σ(x·W + h·U + b), g = tanh(…);  c' = f∘c + i∘g;  h' = o∘tanh(c').
// Knows nothing of characters, of dropout or of optimisers. Gates stand in BlockLSTM's order i, g, f, o.

import type { Constants } from '../tensor/constants.ts';
import type { LstmActivations, LstmOperands, Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';

/** A layer's state before or after a window, [B,H] each. */
export interface LayerState {
  hidden: Tensor;
  cell: Tensor;
}

/** Sizes of a window: T steps of B streams. */
export interface WindowSize {
  T: number;
  B: number;
}

/** What a forward pass leaves for the backward pass. */
export interface LayerWindow {
  inputs: Tensor; // [T,B,I]
  state: LayerState; // before the window
  activations: LstmActivations; // [T,B,H] each
}

/** One layer's sizes and the ways through it; its weights come with each call. */
export class LstmLayer {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    { inputSize, hiddenSize }: { inputSize: number; hiddenSize: number },
  ) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
  }

  /** The op operands for weights packed as kernel [I+H,4H] and bias [4H]. */
  operands(weights: { kernel: Tensor; bias: Tensor }): LstmOperands {
    return { ...weights, peephole: this.#constants.zeros(this.hiddenSize) };
  }

  /** Runs the layer over a window. */
  forward(
    operands: LstmOperands,
    inputs: Tensor /* [T,B,I] */,
    { state, T }: { state: LayerState; T: number },
  ): LayerWindow {
    const steps = this.#constants.int64(T);
    const activations = this.#tensorflow.ops.blockLstm(steps, inputs, state, operands);
    return { inputs, state, activations };
  }

  /** The state after the window, in memory of its own: a slice would hold on to the whole window. */
  stateAfter({ activations }: LayerWindow, { T, B }: WindowSize): LayerState {
    return {
      hidden: this.#lastStep(activations.hidden, { T, B }),
      cell: this.#lastStep(activations.cell, { T, B }),
    };
  }

  /**
   * Goes back through time: from the gradients of all hidden states to those of the gates before their
   * non-linearities, from which all other gradients follow in a few large products.
   */
  gateGradients(
    operands: LstmOperands,
    window: LayerWindow,
    { hiddenGradients, T, B }: WindowSize & { hiddenGradients: Tensor /* [T,B,H] */ },
  ): Tensor /* [T*B,4H] */ {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const H = this.hiddenSize;
    return this.#tensorflow.scope((keep) => {
      const { activations: a, state } = window;
      const inputGates = ops.unpack(a.inputGate, T); // T × [B,H], as all below
      const cells = ops.unpack(a.cell, T);
      const forgetGates = ops.unpack(a.forgetGate, T);
      const outputGates = ops.unpack(a.outputGate, T);
      const cellUpdates = ops.unpack(a.cellUpdate, T);
      const cellOutputs = ops.unpack(a.cellOutput, T);
      const fromAbove = ops.unpack(hiddenGradients, T);

      // Transposed once: 64 products with transpose_b would take a third longer each.
      const recurrentKernel = ops.slice(
        operands.kernel,
        constants.vector(this.inputSize, 0),
        constants.vector(H, 4 * H),
      ); // [H,4H]
      const recurrentKernelTransposed = ops.transpose(recurrentKernel, constants.vector(1, 0)); // [4H,H]

      const input = constants.zeros(B, this.inputSize); // its shape is all that counts
      const gateGradients = new Array<Tensor>(T); // [B,4H] each
      let cellGradient = constants.zeros(B, H); // [B,H], nothing comes from beyond the window
      let fromAfter: Tensor | null = null; // [B,H]
      for (let t = T - 1; t >= 0; t--) {
        const above = at(fromAbove, t);
        const hiddenGradient: Tensor = fromAfter === null ? above : ops.addV2(above, fromAfter);
        const back = ops.lstmBlockCellGrad({
          input,
          previous: { hidden: state.hidden, cell: t > 0 ? at(cells, t - 1) : state.cell },
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

  /** The gradient of the kernel's recurrent rows: Σ hₜ₋₁ᵀ·∂gatesₜ, the state before the window included. */
  recurrentKernelGradient(
    { activations, state }: LayerWindow,
    gateGradients: Tensor /* [T*B,4H] */,
    { T, B }: WindowSize,
  ): Tensor /* [H,4H] */ {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const H = this.hiddenSize;
    return this.#tensorflow.scope((keep) => {
      const all = ops.reshape(activations.hidden, constants.vector(T * B, H)); // [T*B,H]
      const butLast = ops.slice(all, constants.vector(0, 0), constants.vector((T - 1) * B, H));
      const previous = ops.concat([state.hidden, butLast], constants.index(0)); // [T*B,H]
      return keep(ops.matMulFirstTransposed(previous, gateGradients));
    });
  }

  /** The gradient of the kernel's input rows: Σ xₜᵀ·∂gatesₜ. */
  inputKernelGradient(
    { inputs }: LayerWindow,
    gateGradients: Tensor /* [T*B,4H] */,
    { T, B }: WindowSize,
  ): Tensor /* [I,4H] */ {
    const { ops } = this.#tensorflow;
    return this.#tensorflow.scope((keep) => {
      const rows = ops.reshape(inputs, this.#constants.vector(T * B, this.inputSize));
      return keep(ops.matMulFirstTransposed(rows, gateGradients));
    });
  }

  /** The gradient of what came in: rows of gate gradients times the transposed input rows of the kernel. */
  inputGradients(operands: LstmOperands, gateGradients: Tensor /* [N,4H] */): Tensor /* [N,I] */ {
    const { ops } = this.#tensorflow;
    return this.#tensorflow.scope((keep) => {
      const inputKernel = ops.slice(
        operands.kernel,
        this.#constants.vector(0, 0),
        this.#constants.vector(this.inputSize, 4 * this.hiddenSize),
      ); // [I,4H]
      return keep(ops.matMulSecondTransposed(gateGradients, inputKernel));
    });
  }

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
