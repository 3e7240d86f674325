// The whole network: characters → embedding or one-hot → recurrent layers → head → logits, forward and backward
// over one window of T steps and B streams, time-major. Nats at every position, or at the last of the window alone.
// Knows nothing of text, of batches' making or of optimisers; parameters and gradients are flat buffers.

import { assert } from '../contract/errors.ts';
import type { ModelConfiguration } from '../contract/model.ts';
import { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import { allocateShared } from '../tensor/shared-memory.ts';
import type { Keep, TensorFlow } from '../tensor/tensorflow.ts';
import { createLayers } from './cells.ts';
import { fillDropoutMask } from './dropout.ts';
import { CharacterInput, ValueInput, type LayerInput } from './input-layer.ts';
import { Products, type Matrix, type ProductArithmetic } from './matrix.ts';
import { OutputLayer } from './output-layer.ts';
import { layOutParameters, type ParameterLayout } from './parameters.ts';
import type { LayerPass, RecurrentLayer, WindowSize } from './recurrent-layer.ts';
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

/** What else a network is made with. */
export interface NetworkOptions {
  vocabularySize: number;
  /** What its products are taken in: bfloat16 is for training alone, and coarser. */
  arithmetic?: ProductArithmetic;
}

/** One window: the characters, what follows each, and the state before it. */
export interface Window {
  weights: Weights;
  inputs: Int32Array; // [T*B], time-major
  targets: Int32Array; // [T*B], inputs one character later, even where only the last count
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
  /** Factor on the gradients of the summed loss: 1 / (counted positions * all streams) gives the mean's. */
  gradientScale: number;
  dropout: StepDropout | null;
  /** Written whole in the layout, padding zero. */
  gradients: Float32Array;
}

/** What a step tells besides its gradients: sums over the counted positions. */
export interface StepResult {
  /** Nats. */
  lossSum: number;
  /** What was made smaller; the same as `lossSum` where that is the cross-entropy. */
  optimisedLossSum: number;
  state: NetworkState;
}

/** How good a window's predictions are, at each counted position: [T*B], or [B] where only the last count. */
export interface WindowScore {
  /** Nats. */
  losses: Float32Array;
  /** What training makes smaller, where that is another loss. */
  optimisedLosses: Float32Array | null;
  /** Whether the likeliest character was the right one. */
  isCorrect: Uint8Array;
  /** Whether the right one was among the five likeliest. */
  isInTopFive: Uint8Array;
  state: NetworkState;
}

/** A forward pass over a window, up to the last layer's outputs. */
interface ForwardPass {
  layers: LayerPass[];
  /** Dropout masks on the layers' outputs, [T*B,H] each, or null. */
  masks: (Tensor | null)[];
  outputs: Tensor; // [N,H], the last layer's hidden states after dropout, where they count
}

/** A network's shape and its passes; weights and states come with each call. */
export class Network {
  readonly layout: ParameterLayout;
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #configuration: ModelConfiguration;
  readonly #vocabularySize: number;
  readonly #products: Products;
  readonly #layers: RecurrentLayer[];
  readonly #output: OutputLayer;
  /** Memory for each layer's dropout mask, kept from step to step. */
  readonly #maskMemory: Float32Array[];

  constructor(
    tensorflow: TensorFlow,
    configuration: ModelConfiguration,
    { vocabularySize, arithmetic = 'float32' }: NetworkOptions,
  ) {
    const products = new Products(tensorflow, arithmetic);
    this.#products = products;
    this.layout = layOutParameters(configuration, vocabularySize);
    this.#tensorflow = tensorflow;
    this.#constants = new Constants(tensorflow);
    this.#configuration = configuration;
    this.#vocabularySize = vocabularySize;
    this.#layers = createLayers(tensorflow, this.#constants, { configuration, vocabularySize });
    const output = { ...configuration, vocabularySize, products };
    this.#output = new OutputLayer(tensorflow, this.#constants, output);
    this.#maskMemory = configuration.layers.map(() => new Float32Array(0));
  }

  /** Tensors over the flat buffer; they must be released before it is written. */
  lend(parameters: Float32Array): Weights {
    return openWeights(this.#tensorflow, { layout: this.layout, parameters }, 'lend');
  }

  /** The state before the first character of each stream. */
  initialState(batchSize: number): NetworkState {
    return this.createState(zeroStates(this.#configuration, batchSize));
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
  lossAndGradients(step: TrainingStep): StepResult {
    const { weights, gradients, gradientScale } = step;
    const size = this.#sizeOf(step);
    const writer = new GradientWriter(this.#tensorflow, this.layout, gradients);
    return this.#tensorflow.scope((keep) => {
      // forward, and the loss where it counts
      const pass = this.#forward(step, step.dropout);
      const output = this.#output.forward(weights, pass.outputs);
      const answer = { targets: this.#counted(step.targets, size), scale: gradientScale };
      const loss = this.#output.differentiate(weights, output, answer);

      // back through the head, then through the recurrent layers, the topmost first
      const gradient = this.#output.backward(weights, output, loss, writer);
      this.#backward(pass, { outputGradients: gradient, writer }, size);
      writer.clearPadding();
      return {
        lossSum: sumOf(loss.losses),
        optimisedLossSum: sumOf(loss.optimisedLosses ?? loss.losses),
        state: this.#stateAfter(pass, size, keep),
      };
    });
  }

  /** Forward only: the losses, and whether the likeliest characters were right. */
  score(window: Window): WindowScore {
    const size = this.#sizeOf(window);
    return this.#tensorflow.scope((keep) => {
      const pass = this.#forward(window, null);
      const output = this.#output.forward(window.weights, pass.outputs);
      const targets = this.#counted(window.targets, size);
      const scores = this.#output.score(window.weights, output, targets);
      return { ...scores, state: this.#stateAfter(pass, size, keep) };
    });
  }

  #forward(window: Window, dropout: StepDropout | null): ForwardPass {
    const { weights, state } = window;
    const { ops } = this.#tensorflow;
    const size = this.#sizeOf(window);
    const passes: LayerPass[] = [];
    const masks: (Tensor | null)[] = [];
    let input: LayerInput = new CharacterInput(this.#tensorflow, this.#constants, {
      products: this.#products,
      indices: window.inputs,
      embeddings:
        this.#configuration.embedding === 'one-hot' ? null : weights.of('embedding/embeddings'),
      vocabularySize: this.#vocabularySize,
    });
    let values: Matrix | null = null; // [T*B,H]
    this.#layers.forEach((layer, index) => {
      const layerState = state.layers[index];
      assert(layerState, `layer ${index} has no state`);
      const pass = layer.forward(weights, input, { state: layerState, size });
      const mask = this.#dropoutMask(index, size, dropout);
      values = mask === null ? pass.hidden : this.#products.ofWide(ops.mul(pass.hidden.wide, mask));
      input = new ValueInput(this.#tensorflow, this.#products, values);
      passes.push(pass);
      masks.push(mask);
    });
    assert(values !== null, 'a network has layers');
    return { layers: passes, masks, outputs: this.#countedRows((values as Matrix).wide, size) };
  }

  /** Back through all recurrent layers; each frees what it leaves behind. */
  #backward(
    { layers, masks }: ForwardPass,
    { outputGradients, writer }: { outputGradients: Tensor /* [N,H] */; writer: GradientWriter },
    size: WindowSize,
  ): void {
    const { ops } = this.#tensorflow;
    let fromAbove: Tensor | null = this.#allRows(outputGradients, size); // [T*B,H]
    for (let index = layers.length - 1; index >= 0 && fromAbove !== null; index--) {
      const above: Tensor = fromAbove;
      fromAbove = this.#tensorflow.scope((keep) => {
        const mask = masks[index] ?? null;
        const hiddenGradients = mask === null ? above : ops.mul(above, mask);
        const below = (layers[index] as LayerPass).backward(hiddenGradients, writer);
        return below === null ? null : keep(below);
      });
    }
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
    return this.#tensorflow.lend(mask, [T * B, H]);
  }

  /** The targets of counted positions. */
  #counted(targets: Int32Array, { T, B }: WindowSize): Int32Array {
    return this.#configuration.targets === 'last' ? targets.subarray((T - 1) * B) : targets;
  }

  /** The rows of counted positions: all [T*B,H], or the last step's [B,H]. */
  #countedRows(rows: Tensor, { T, B }: WindowSize): Tensor {
    if (this.#configuration.targets === 'every') return rows;
    const constants = this.#constants;
    const H = this.#configuration.layers.at(-1) ?? 0;
    return this.#tensorflow.ops.slice(
      rows,
      constants.vector((T - 1) * B, 0),
      constants.vector(B, H),
    );
  }

  /** Gradients of counted rows as those of all: nothing comes from the others. */
  #allRows(gradients: Tensor, { T, B }: WindowSize): Tensor /* [T*B,H] */ {
    if (this.#configuration.targets === 'every' || T === 1) return gradients;
    const H = this.#configuration.layers.at(-1) ?? 0;
    const before = this.#constants.zeros((T - 1) * B, H);
    return this.#tensorflow.ops.concat([before, gradients], this.#constants.index(0));
  }

  #stateAfter(pass: ForwardPass, size: WindowSize, keep: Keep): NetworkState {
    const layers = pass.layers.map((layer) => {
      const { hidden, cell } = layer.stateAfter();
      return { hidden: keep(hidden), cell: cell === null ? null : keep(cell) };
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
