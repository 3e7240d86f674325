// One tanh LSTM layer over a window, on kernels of our own between TensorFlow's products; lstm-reference.ts is its
// readable twin.  i, f, o = σ(x·W + h·U + b), g = tanh(…);  c' = f∘c + i∘g;  h' = o∘tanh(c')
// Here are the weights and their gradients; the ways through time are in wide-lstm-window.ts and, in bfloat16,
// narrow-lstm-window.ts. Gates stand in the order i, g, f, o.

import type { Constants } from '../../tensor/constants.ts';
import type { Tensor } from '../../tensor/ops.ts';
import type { TensorFlow } from '../../tensor/tensorflow.ts';
import type { LayerInput } from '../input-layer.ts';
import { LstmLayer } from './lstm-layer.ts';
import type { LstmWindow } from './lstm-window.ts';
import type { Matrix, Products } from '../matrix.ts';
import { NarrowLstmWindow, takesNarrowWindow } from './narrow-lstm-window.ts';
import type {
  LayerPass,
  LayerPlace,
  LayerState,
  RecurrentLayer,
  WindowSize,
} from '../recurrent-layer.ts';
import { blockOf } from '../steps.ts';
import type { GradientWriter, Weights } from '../weights.ts';
import { takesWideWindow, WideLstmWindow } from './wide-lstm-window.ts';

interface LstmPass {
  window: LstmWindow;
  input: LayerInput;
  inputKernel: Matrix; // [I,4H]
  recurrentKernel: Matrix; // [H,4H]
}

/** One layer's sizes and the ways through it; its weights, kernel [I+H,4H] and bias [4H], come with each call. */
export class KernelLstmLayer implements RecurrentLayer {
  readonly hiddenSize: number;
  readonly #name: string;
  readonly #inputSize: number;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  /** For sizes that the kernels do not take. */
  readonly #otherwise: LstmLayer;
  /** Kept from window to window. */
  #window: LstmWindow | null = null;

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
    const { products } = input;
    const window = this.#windowFor(before.size, input);
    if (window === null) return this.#otherwise.forward(weights, input, before);
    const [I, H] = [this.#inputSize, this.hiddenSize];
    const kernel = weights.of(`${this.#name}/kernel`);
    const rowsFrom = (first: number, rows: number) =>
      blockOf(this.#tensorflow.ops, this.#constants, {
        of: kernel,
        ...{ from: [first, 0], size: [rows, 4 * H] },
      });
    const inputKernel = products.ofWide(rowsFrom(0, I));
    const recurrentKernel = products.ofWide(rowsFrom(I, H));
    window.forward({
      before: before.state,
      bias: this.#tensorflow.read(weights.of(`${this.#name}/bias`)),
      ...{ input, inputKernel, recurrentKernel },
    });
    const pass: LstmPass = { window, input, inputKernel, recurrentKernel };
    return {
      hidden: window.hidden(),
      stateAfter: () => window.stateAfter(),
      backward: (hiddenGradients, writer) => this.#backward(pass, hiddenGradients, writer),
    };
  }

  #backward(
    { window, input, inputKernel, recurrentKernel }: LstmPass,
    hiddenGradients: Tensor /* [T*B,H] */,
    writer: GradientWriter,
  ): Tensor | null {
    const { products } = input;
    const { gradients, sums } = window.back(hiddenGradients, recurrentKernel);
    const bias =
      sums === null
        ? this.#sumOfRows(gradients, window.size, products)
        : this.#tensorflow.ops.biasAddGrad(sums);
    writer.write(`${this.#name}/bias`, bias);
    // Σ hₜ₋₁ᵀ·∂gatesₜ: [H,4H]
    const recurrent = products.multiplyFirstTransposed(window.hiddenBefore(), gradients).wide;
    writer.write(`${this.#name}/kernel`, recurrent, this.#inputSize);
    const { kernels, rows } = input.gradients(
      [{ kernel: inputKernel, gradients, sums: input.distinct === null ? null : sums }],
      writer,
    );
    writer.write(`${this.#name}/kernel`, kernels[0] as Tensor);
    return rows;
  }

  #sumOfRows(gradients: Matrix, { T, B }: WindowSize, products: Products): Tensor /* [4H] */ {
    if (products.arithmetic === 'float32') return this.#tensorflow.ops.biasAddGrad(gradients.wide);
    // In one product: BiasAddGrad would add up in bfloat16.
    const ones = products.ofWide(this.#constants.ones(1, T * B));
    return products.multiply(ones, gradients).wide;
  }

  /** The window's memory: the last window's, where that was of the same size. */
  #windowFor(size: WindowSize, input: LayerInput): LstmWindow | null {
    const last = this.#window;
    if (last !== null && last.size.T === size.T && last.size.B === size.B) return last;
    this.#window = this.#createWindow(size, input);
    return this.#window;
  }

  #createWindow(size: WindowSize, { products, distinct }: LayerInput): LstmWindow | null {
    const { hiddenSize } = this;
    const given = { products, size, hiddenSize, distinctInputs: distinct?.count ?? null };
    if (products.arithmetic === 'bfloat16' && takesNarrowWindow(this.hiddenSize, size))
      return new NarrowLstmWindow(this.#tensorflow, this.#constants, given);
    if (takesWideWindow(given)) return new WideLstmWindow(this.#tensorflow, this.#constants, given);
    return null;
  }
}
