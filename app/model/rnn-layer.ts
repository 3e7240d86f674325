// One simple (Elman 1990) recurrent layer over a window; rnn-reference.ts is its readable twin.
//   h' = φ(x·W + h·U + b),  φ being tanh, ReLU or σ
// The inputs of a whole window are multiplied at once; a step is one product, one sum and φ, and goes back in as many.

import type { Activation } from '../contract/model.ts';
import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { tensorActivation, type TensorActivation } from './activations.ts';
import type { LayerInput } from './input-layer.ts';
import type { Matrix } from './matrix.ts';
import type {
  LayerPass,
  LayerPlace,
  LayerState,
  RecurrentLayer,
  WindowSize,
} from './recurrent-layer.ts';
import { rowsOfSteps } from './steps.ts';
import type { GradientWriter, Weights } from './weights.ts';

/** What a forward pass leaves for the backward pass. */
interface RnnWindow {
  kernel: Matrix; // [I,H]
  recurrentKernel: Tensor; // [H,H]
  input: LayerInput;
  /** Hidden states before the window and after each step, T+1 × [B,H]. */
  states: Tensor[];
}

/** One layer's sizes and the ways through it; kernel [I,H], recurrent kernel [H,H] and bias [H] come with each call. */
export class RnnLayer implements RecurrentLayer {
  readonly hiddenSize: number;
  readonly #name: string;
  readonly #activation: TensorActivation;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    { name, hiddenSize, activation }: LayerPlace & { activation: Activation },
  ) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#name = name;
    this.hiddenSize = hiddenSize;
    this.#activation = tensorActivation(tensorflow.ops, activation);
  }

  forward(
    weights: Weights,
    input: LayerInput,
    { state, size: { T } }: { state: LayerState; size: WindowSize },
  ): LayerPass {
    const { ops } = this.#tensorflow;
    const kernel = input.products.ofWide(weights.of(`${this.#name}/kernel`));
    const recurrentKernel = weights.of(`${this.#name}/recurrent_kernel`);
    const projected = input.project(kernel, weights.of(`${this.#name}/bias`)).wide; // [T*B,H]
    const states = [state.hidden];
    let hidden = state.hidden; // [B,H]
    for (const projection of ops.split(projected, T, this.#constants.index(0))) {
      const recurrent = ops.matMul(hidden, recurrentKernel); // [B,H]
      const sum = ops.addV2(projection, recurrent); // [B,H]
      hidden = this.#activation.of(sum);
      states.push(hidden);
      this.#tensorflow.release(recurrent);
      this.#tensorflow.release(sum);
    }
    const window: RnnWindow = { kernel, recurrentKernel, input, states };
    return {
      hidden: input.products.ofWide(rowsOfSteps(ops, this.#constants, states.slice(1))),
      stateAfter: () => ({ hidden, cell: null }),
      backward: (hiddenGradients, writer) => this.#backward(window, hiddenGradients, writer),
    };
  }

  #backward(
    { kernel, recurrentKernel, input, states }: RnnWindow,
    hiddenGradients: Tensor /* [T*B,H] */,
    writer: GradientWriter,
  ): Tensor | null {
    const { ops } = this.#tensorflow;
    const T = states.length - 1;
    // Transposed once: products with transpose_b would take a third longer each.
    const recurrentTransposed = ops.transpose(recurrentKernel, this.#constants.vector(1, 0)); // [H,H]
    const fromAbove = ops.split(hiddenGradients, T, this.#constants.index(0)); // T × [B,H]
    const sumGradients = new Array<Tensor>(T); // [B,H] each
    let hiddenGradient = fromAbove[T - 1] as Tensor; // [B,H]
    for (let t = T - 1; t >= 0; t--) {
      const sumGradient = this.#activation.gradient(states[t + 1] as Tensor, hiddenGradient);
      sumGradients[t] = sumGradient;
      if (t === 0) break;
      const fromAfter = ops.matMul(sumGradient, recurrentTransposed); // [B,H]
      this.#tensorflow.release(hiddenGradient);
      hiddenGradient = ops.addV2(fromAbove[t - 1] as Tensor, fromAfter);
      this.#tensorflow.release(fromAfter);
    }
    const { products } = input;
    const gradients = products.ofWide(rowsOfSteps(ops, this.#constants, sumGradients)); // [T*B,H]
    const previous = products.ofWide(rowsOfSteps(ops, this.#constants, states.slice(0, T))); // [T*B,H]
    writer.write(
      `${this.#name}/recurrent_kernel`,
      products.multiplyFirstTransposed(previous, gradients).wide, // [H,H]
    );
    const projection = { kernel, gradients, sums: null };
    const { kernels, rows, sums } = input.gradients([projection], writer);
    writer.write(`${this.#name}/kernel`, kernels[0] as Tensor);
    writer.write(`${this.#name}/bias`, ops.biasAddGrad(sums?.[0] ?? gradients.wide));
    return rows;
  }
}
