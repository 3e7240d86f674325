// The whole network: characters → embedding or one-hot → LSTM layers → dense → logits, forward and backward
// over one window of T steps and B streams, time-major. Loss at every position, in nats.
// Knows nothing of text, of batches' making or of optimisers; parameters and gradients are flat buffers.

import { assert } from '../contract/errors.ts';
import type { ModelConfiguration } from '../contract/model.ts';
import { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import { allocateShared } from '../tensor/shared-memory.ts';
import type { Keep, TensorFlow } from '../tensor/tensorflow.ts';
import { fillDropoutMask } from './dropout.ts';
import { InputLayer } from './input-layer.ts';
import { LstmLayer, type LayerWindow, type WindowSize } from './lstm-layer.ts';
import { layOutParameters, type ParameterLayout } from './parameters.ts';
import {
  copyInState,
  readState,
  releaseState,
  zeroStates,
  type NetworkState,
  type RecurrentState,
} from './state.ts';
import { GradientWriter, openWeights, type Weights } from './weights.ts';

export type { NetworkState, RecurrentState } from './state.ts';
export type { Weights } from './weights.ts';

/** One window: the characters, what follows each, and the state before it. */
export interface Window {
  weights: Weights;
  inputs: Int32Array; // [T*B], time-major
  targets: Int32Array; // [T*B], inputs one character later
  batchSize: number;
  sequenceLength: number;
  state: NetworkState;
}

/** Which dropout masks a training step uses; see dropout.ts. */
export interface StepDropout {
  seed: number;
  step: number;
  /** The place of this window's first stream in the whole batch. */
  firstStream: number;
}

/** A window to learn from. */
export interface TrainingStep extends Window {
  /** Factor on the gradients of the summed loss: 1 / (T * all streams) gives the mean's. */
  gradientScale: number;
  dropout: StepDropout | null;
  /** Written whole in the layout, padding zero. */
  gradients: Float32Array;
}

/** A forward pass over a window, up to the logits. */
interface ForwardPass {
  indices: Tensor; // [T*B]
  windows: LayerWindow[];
  /** Dropout masks on the layers' outputs, [T,B,H] each, or null. */
  masks: (Tensor | null)[];
  outputs: Tensor; // [T*B,H], the last layer's hidden states after dropout
  logits: Tensor; // [T*B,V]
}

/** A network's shape and its passes; weights and states come with each call. */
export class Network {
  readonly layout: ParameterLayout;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #configuration: ModelConfiguration;
  readonly #inputLayer: InputLayer;
  readonly #layers: LstmLayer[];
  /** Memory for each layer's dropout mask, kept from step to step. */
  readonly #maskMemory: Float32Array[];

  constructor(tensorflow: TensorFlow, configuration: ModelConfiguration, vocabularySize: number) {
    this.layout = layOutParameters(configuration, vocabularySize);
    this.#tensorflow = tensorflow;
    this.#constants = new Constants(tensorflow);
    this.#configuration = configuration;
    this.#inputLayer = new InputLayer(tensorflow, this.#constants, vocabularySize);
    const { embedding, layers } = configuration;
    this.#layers = layers.map((hiddenSize, index) => {
      const below = embedding === 'one-hot' ? vocabularySize : embedding;
      const inputSize = layers[index - 1] ?? below;
      return new LstmLayer(tensorflow, this.#constants, { inputSize, hiddenSize });
    });
    this.#maskMemory = layers.map(() => new Float32Array(0));
  }

  /** Tensors over the flat buffer; they must be released before it is written. */
  lend(parameters: Float32Array): Weights {
    return openWeights(this.#tensorflow, { layout: this.layout, parameters }, 'lend');
  }

  /** The state before the first character of each stream. */
  initialState(batchSize: number): NetworkState {
    return this.createState(zeroStates(this.#configuration.layers, batchSize));
  }

  createState(states: RecurrentState[]): NetworkState {
    return copyInState(this.#tensorflow, this.#configuration.layers, states);
  }

  readState(state: NetworkState): RecurrentState[] {
    return readState(this.#tensorflow, state);
  }

  disposeState(state: NetworkState): void {
    releaseState(this.#tensorflow, state);
  }

  /** Frees the constants; states and weights belong to whoever made them. */
  dispose(): void {
    this.#constants.dispose();
  }

  /** One window forward and backward. Gradients do not go beyond it; the state does. */
  lossAndGradients(step: TrainingStep): { lossSum: number; state: NetworkState } {
    const { weights, gradients, gradientScale } = step;
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const size = this.#sizeOf(step);
    const { T, B } = size;
    const writer = new GradientWriter(this.#tensorflow, this.layout, gradients);
    return this.#tensorflow.scope((keep) => {
      // forward, and the loss at every position
      const pass = this.#forward(step, step.dropout);
      const targets = this.#tensorflow.copyIn(step.targets, [T * B]);
      const loss = ops.sparseSoftmaxCrossEntropyWithLogits(pass.logits, targets);
      const lossSum = sumOf(this.#tensorflow.read(loss.losses));
      this.#tensorflow.release(pass.logits);

      // back through the dense layer
      const logitGradients = ops.mul(loss.logitGradients, constants.scalar(gradientScale)); // [T*B,V]
      writer.write('dense/kernel', ops.matMulFirstTransposed(pass.outputs, logitGradients));
      writer.write('dense/bias', ops.biasAddGrad(logitGradients));
      let fromAbove = ops.matMulSecondTransposed(logitGradients, weights.dense.kernel); // [T*B,H]

      // back through the LSTM layers, the topmost first; each frees what it leaves behind
      for (let index = this.#layers.length - 1; index >= 0; index--) {
        fromAbove = this.#tensorflow.scope((keepBelow) =>
          keepBelow(this.#backward(index, { pass, weights, writer, fromAbove }, size)),
        );
      }
      writer.clearPadding();
      return { lossSum, state: this.#stateAfter(pass, size, keep) };
    });
  }

  /** Forward only: the loss at each position, and whether the likeliest character was the right one. */
  score(window: Window): { losses: Float32Array; isCorrect: Uint8Array; state: NetworkState } {
    const { ops } = this.#tensorflow;
    const size = this.#sizeOf(window);
    return this.#tensorflow.scope((keep) => {
      const pass = this.#forward(window, null);
      const targets = this.#tensorflow.copyIn(window.targets, [size.T * size.B]);
      const { losses } = ops.sparseSoftmaxCrossEntropyWithLogits(pass.logits, targets);
      const likeliest = this.#tensorflow.readIndices(
        ops.argMax(pass.logits, this.#constants.index(1)),
      );
      return {
        losses: this.#tensorflow.read(losses),
        isCorrect: Uint8Array.from(likeliest, (index, i) => (index === window.targets[i] ? 1 : 0)),
        state: this.#stateAfter(pass, size, keep),
      };
    });
  }

  #forward(window: Window, dropout: StepDropout | null): ForwardPass {
    const { weights, state } = window;
    const { ops } = this.#tensorflow;
    const { T, B } = this.#sizeOf(window);
    const indices = this.#tensorflow.copyIn(window.inputs, [T * B]);
    const windows: LayerWindow[] = [];
    const masks: (Tensor | null)[] = [];
    const rows = this.#inputLayer.forward(weights.embeddings, indices); // [T*B,E or V]
    const inputSize = this.#layers[0]?.inputSize ?? 0;
    let values = ops.reshape(rows, this.#constants.vector(T, B, inputSize)); // [T,B,I]
    this.#layers.forEach((layer, index) => {
      const layerState = state.layers[index];
      const layerWeights = weights.layers[index];
      assert(layerState && layerWeights, `layer ${index} has no state or no weights`);
      const operands = layer.operands(layerWeights);
      const layerWindow = layer.forward(operands, values, { state: layerState, T });
      const mask = this.#dropoutMask(index, { T, B }, dropout);
      values = layerWindow.activations.hidden; // [T,B,H]
      if (mask !== null) values = ops.mul(values, mask);
      windows.push(layerWindow);
      masks.push(mask);
    });
    const H = this.#layers.at(-1)?.hiddenSize ?? 0;
    const outputs = ops.reshape(values, this.#constants.vector(T * B, H));
    const logits = ops.biasAdd(ops.matMul(outputs, weights.dense.kernel), weights.dense.bias);
    return { indices, windows, masks, outputs, logits };
  }

  /** Back through one layer: writes its gradients, gives those of what came into it. */
  #backward(
    index: number,
    {
      pass,
      weights,
      writer,
      fromAbove,
    }: { pass: ForwardPass; weights: Weights; writer: GradientWriter; fromAbove: Tensor },
    { T, B }: WindowSize,
  ): Tensor /* [T*B,I] */ {
    const { ops } = this.#tensorflow;
    const layer = this.#layers[index];
    const window = pass.windows[index];
    const layerWeights = weights.layers[index];
    assert(layer && window && layerWeights, `there is no layer ${index}`);
    const operands = layer.operands(layerWeights);
    const mask = pass.masks[index] ?? null;
    const name = `lstm_${index}`;

    let hiddenGradients = ops.reshape(fromAbove, this.#constants.vector(T, B, layer.hiddenSize));
    if (mask !== null) hiddenGradients = ops.mul(hiddenGradients, mask);
    const gateGradients = layer.gateGradients(operands, window, { hiddenGradients, T, B });
    writer.write(`${name}/bias`, ops.biasAddGrad(gateGradients));
    const recurrent = layer.recurrentKernelGradient(window, gateGradients, { T, B });
    writer.write(`${name}/kernel`, recurrent, layer.inputSize);

    if (index > 0) {
      writer.write(`${name}/kernel`, layer.inputKernelGradient(window, gateGradients, { T, B }));
      return layer.inputGradients(operands, gateGradients);
    }
    const { inputKernel, embeddings } = this.#inputLayer.gradients(
      { embeddings: weights.embeddings, layer, operands },
      { window, indices: pass.indices, gateGradients },
      { T, B },
    );
    writer.write(`${name}/kernel`, inputKernel);
    if (embeddings !== null) writer.write('embedding/embeddings', embeddings);
    return gateGradients;
  }

  #dropoutMask(layer: number, { T, B }: WindowSize, dropout: StepDropout | null): Tensor | null {
    const rate = this.#configuration.dropout;
    if (dropout === null || rate === 0) return null;
    const H = this.#layers[layer]?.hiddenSize ?? 0;
    const elements = T * B * H;
    let memory = this.#maskMemory[layer] ?? new Float32Array(0);
    if (memory.length < elements) {
      memory = allocateShared(elements);
      this.#maskMemory[layer] = memory;
    }
    const mask = memory.subarray(0, elements);
    fillDropoutMask(mask, rate, { key: { ...dropout, layer }, size: { T, B, H } });
    // Lent until the step's scope ends; the next step fills it anew.
    return this.#tensorflow.lend(mask, [T, B, H]);
  }

  #stateAfter(pass: ForwardPass, size: WindowSize, keep: Keep): NetworkState {
    const layers = pass.windows.map((window, index) => {
      const { hidden, cell } = (this.#layers[index] as LstmLayer).stateAfter(window, size);
      return { hidden: keep(hidden), cell: keep(cell) };
    });
    return { layers, batchSize: size.B };
  }

  #sizeOf({ inputs, targets, batchSize, sequenceLength, state }: Window): WindowSize {
    const elements = batchSize * sequenceLength;
    assert(
      inputs.length === elements && targets.length === elements && state.batchSize === batchSize,
      `a window of ${sequenceLength} steps of ${batchSize} streams does not fit ` +
        `${inputs.length} inputs, ${targets.length} targets and a state of ${state.batchSize}`,
    );
    return { T: sequenceLength, B: batchSize };
  }
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
