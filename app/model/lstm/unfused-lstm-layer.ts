// One LSTM layer over a window, from basic ops: TensorFlow's fused kernels know tanh alone. With φ for ReLU or σ,
//   i, f, o = σ(x·W + h·U + b), g = φ(…);  c' = f∘c + i∘g;  h' = o∘φ(c')
// lstm-reference.ts is its readable twin. Gates stand in the order i, g, f, o.

import { assert } from '../../contract/errors.ts';
import type { Activation } from '../../contract/model.ts';
import type { Constants } from '../../tensor/constants.ts';
import type { Tensor } from '../../tensor/ops.ts';
import type { TensorFlow } from '../../tensor/tensorflow.ts';
import { tensorActivation, type TensorActivation } from '../activations.ts';
import type { LayerInput } from '../input-layer.ts';
import type { Matrix } from '../matrix.ts';
import type {
  LayerPass,
  LayerPlace,
  LayerState,
  RecurrentLayer,
  WindowSize,
} from '../recurrent-layer.ts';
import { besideEachOther, blockOf, rowsOfSteps } from '../steps.ts';
import type { GradientWriter, Weights } from '../weights.ts';

/** What a step leaves for the way back, [B,H] each. */
interface LstmStep {
  cellBefore: Tensor;
  inputGate: Tensor;
  cellUpdate: Tensor;
  forgetGate: Tensor;
  outputGate: Tensor;
  cellOutput: Tensor; // φ(c')
  cell: Tensor;
}

interface LstmWindow {
  inputKernel: Matrix; // [I,4H]
  recurrentKernel: Tensor; // [H,4H]
  input: LayerInput;
  /** Hidden states before the window and after each step, T+1 × [B,H]. */
  states: Tensor[];
  steps: LstmStep[];
}

/** One layer's sizes and the ways through it; its weights, kernel [I+H,4H] and bias [4H], come with each call. */
export class UnfusedLstmLayer implements RecurrentLayer {
  readonly hiddenSize: number;
  readonly #name: string;
  readonly #inputSize: number;
  readonly #activation: TensorActivation;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    { name, inputSize, hiddenSize, activation }: LayerPlace & { activation: Activation },
  ) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#name = name;
    this.#inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.#activation = tensorActivation(tensorflow.ops, activation);
  }

  forward(
    weights: Weights,
    input: LayerInput,
    { state, size: { T } }: { state: LayerState; size: WindowSize },
  ): LayerPass {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const [I, H] = [this.#inputSize, this.hiddenSize];
    assert(state.cell !== null, 'the state of an LSTM has a cell');
    const kernel = weights.of(`${this.#name}/kernel`);
    const rowsFrom = (first: number, rows: number) =>
      blockOf(ops, constants, { of: kernel, from: [first, 0], size: [rows, 4 * H] });
    const inputKernel = input.products.ofWide(rowsFrom(0, I));
    const recurrentKernel = rowsFrom(I, H);
    const projected = input.project(inputKernel, weights.of(`${this.#name}/bias`)).wide; // [T*B,4H]
    const states = [state.hidden];
    const steps: LstmStep[] = [];
    let [hidden, cell] = [state.hidden, state.cell]; // [B,H] each
    for (const projection of ops.split(projected, T, constants.index(0))) {
      const products = ops.matMul(hidden, recurrentKernel); // [B,4H]
      const step = this.#step(ops.addV2(projection, products), cell);
      cell = step.cell;
      hidden = ops.mul(step.outputGate, step.cellOutput);
      states.push(hidden);
      steps.push(step);
    }
    const window: LstmWindow = { inputKernel, recurrentKernel, input, states, steps };
    return {
      hidden: input.products.ofWide(rowsOfSteps(ops, constants, states.slice(1))),
      stateAfter: () => ({ hidden, cell }),
      backward: (hiddenGradients, writer) => this.#backward(window, hiddenGradients, writer),
    };
  }

  #step(sums: Tensor /* [B,4H] */, cellBefore: Tensor): LstmStep {
    const { ops } = this.#tensorflow;
    const [i, g, f, o] = ops.split(sums, 4, this.#constants.index(1)) as FourTensors; // [B,H] each
    const inputGate = ops.sigmoid(i);
    const cellUpdate = this.#activation.of(g);
    const forgetGate = ops.sigmoid(f);
    const outputGate = ops.sigmoid(o);
    const cell = ops.addV2(ops.mul(forgetGate, cellBefore), ops.mul(inputGate, cellUpdate));
    const cellOutput = this.#activation.of(cell);
    return { cellBefore, inputGate, cellUpdate, forgetGate, outputGate, cellOutput, cell };
  }

  #backward(
    window: LstmWindow,
    hiddenGradients: Tensor /* [T*B,H] */,
    writer: GradientWriter,
  ): Tensor | null {
    const { ops } = this.#tensorflow;
    const { inputKernel, input, states } = window;
    const { products } = input;
    const gradients = products.ofWide(this.#gateGradients(window, hiddenGradients)); // [T*B,4H]
    const previous = products.ofWide(rowsOfSteps(ops, this.#constants, states.slice(0, -1))); // [T*B,H]
    const recurrent = products.multiplyFirstTransposed(previous, gradients).wide; // [H,4H]
    writer.write(`${this.#name}/kernel`, recurrent, this.#inputSize);
    const projection = { kernel: inputKernel, gradients, sums: null };
    const { kernels, rows, sums } = input.gradients([projection], writer);
    writer.write(`${this.#name}/kernel`, kernels[0] as Tensor);
    writer.write(`${this.#name}/bias`, ops.biasAddGrad(sums?.[0] ?? gradients.wide));
    return rows;
  }

  /** From the gradients of all hidden states to those of the gates before their non-linearities. */
  #gateGradients(
    { recurrentKernel, steps }: LstmWindow,
    hiddenGradients: Tensor /* [T*B,H] */,
  ): Tensor /* [T*B,4H] */ {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const T = steps.length;
    const recurrentTransposed = ops.transpose(recurrentKernel, constants.vector(1, 0)); // [4H,H]
    const fromAbove = ops.split(hiddenGradients, T, constants.index(0)); // T × [B,H]
    const gateGradients = new Array<Tensor>(T); // [B,4H] each
    let hiddenGradient = fromAbove[T - 1] as Tensor; // [B,H]
    let fromCellAfter: Tensor | null = null; // [B,H], nothing comes from beyond the window
    for (let t = T - 1; t >= 0; t--) {
      const step = steps[t] as LstmStep;
      // h' = o∘φ(c')
      const ofOutputGate = ops.mul(hiddenGradient, step.cellOutput);
      const ofCellOutput = ops.mul(hiddenGradient, step.outputGate);
      const throughOutput = this.#activation.gradient(step.cellOutput, ofCellOutput);
      const cellGradient: Tensor =
        fromCellAfter === null ? throughOutput : ops.addV2(throughOutput, fromCellAfter);
      // c' = f∘c + i∘g
      const ofInputGate = ops.mul(cellGradient, step.cellUpdate);
      const ofCellUpdate = ops.mul(cellGradient, step.inputGate);
      const ofForgetGate = ops.mul(cellGradient, step.cellBefore);
      // i, f, o = σ(…), g = φ(…)
      const gateGradient = besideEachOther(ops, constants, [
        ops.sigmoidGrad(step.inputGate, ofInputGate),
        this.#activation.gradient(step.cellUpdate, ofCellUpdate),
        ops.sigmoidGrad(step.forgetGate, ofForgetGate),
        ops.sigmoidGrad(step.outputGate, ofOutputGate),
      ]); // [B,4H]
      gateGradients[t] = gateGradient;
      if (t === 0) break;
      fromCellAfter = ops.mul(cellGradient, step.forgetGate);
      const fromAfter = ops.matMul(gateGradient, recurrentTransposed); // [B,H]
      hiddenGradient = ops.addV2(fromAbove[t - 1] as Tensor, fromAfter);
    }
    return rowsOfSteps(ops, constants, gateGradients);
  }
}

type FourTensors = [Tensor, Tensor, Tensor, Tensor];
