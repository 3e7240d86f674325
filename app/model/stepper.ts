// A network that reads one character at a time for one stream: what sampling asks for. It carries its own
// state and keeps its own copy of the weights, in 16-bit fixed point (step-kernel.ts), so its logits are
// the network's to about 1e-3. Knows nothing of text, of temperatures or of training; needs no TensorFlow.

import { assert } from '../contract/errors.ts';
import type { ModelConfiguration } from '../contract/model.ts';
import { fixedHidden, packMatrix } from './fixed-point.ts';
import { InputRows } from './input-rows.ts';
import { layOutParameters, type ParameterLayout } from './parameters.ts';
import type { RecurrentState } from './state.ts';
import { createStepKernel, type StepKernel } from './step-kernel.ts';
import { entryOf } from './weights.ts';

/** A network with one stream's state. */
export interface Stepper {
  /** Reads a character; gives the logits [V] of the next one, valid until the next call. */
  feed(index: number): Float32Array;
  /** Reads several characters, at least one; gives the logits after the last. */
  feedAll(indices: Int32Array): Float32Array;
  /** Goes back to the state before the first character. */
  reset(): void;
  readState(): RecurrentState[];
  writeState(states: readonly RecurrentState[]): void;
  /** Lets go of the weights; nothing else may be called afterwards. */
  dispose(): void;
}

/** Opens a stepper over a copy of the parameters. */
export function createStepper(
  configuration: ModelConfiguration,
  vocabularySize: number,
  parameters: Float32Array,
): Stepper {
  const layout = layOutParameters(configuration, vocabularySize);
  return new FixedPointStepper(configuration, vocabularySize, { layout, parameters });
}

/**
 * Places in the kernel's memory, in bytes. P is H rounded up to a multiple of 8; gates are four blocks of P.
 * The fixed-point hidden states of all layers stand one after the other, so that the vector which a layer
 * reads (those of the layer below, then its own) is one piece.
 */
interface LayerPlace {
  H: number;
  P: number;
  weights: number; // [4P, columns] packed
  scales: number; // [4P]
  base: number; // [4P], what is added: the bias, or in the first layer the character's row
  gates: number; // [4P]
  vector: number;
  columns: number;
  fixedHidden: number; // [P]
  hidden: number; // [P]
  cell: number; // [P]
}

/** The output's place: logits = hidden·kernel + bias, V rounded up to a multiple of 4. */
interface OutputPlace {
  rows: number;
  weights: number;
  scales: number;
  base: number;
  vector: number;
  columns: number;
  logits: number;
}

class FixedPointStepper implements Stepper {
  readonly #vocabularySize: number;
  readonly #layers: readonly LayerPlace[];
  readonly #output: OutputPlace;
  #inputRows: InputRows | null;
  #kernel: StepKernel | null;
  #memory: ArrayBuffer;

  constructor(
    configuration: ModelConfiguration,
    vocabularySize: number,
    source: { layout: ParameterLayout; parameters: Float32Array },
  ) {
    const { layers, output, bytes } = planMemory(configuration.layers, vocabularySize);
    const { kernel, memory } = createStepKernel(bytes);
    this.#vocabularySize = vocabularySize;
    this.#layers = layers;
    this.#output = output;
    this.#kernel = kernel;
    this.#memory = memory;
    this.#inputRows = new InputRows(configuration, vocabularySize, source);
    layers.forEach((_, index) => this.#packLayer(index, source));
    this.#packOutput(source);
  }

  feed(index: number): Float32Array {
    this.#advance(index);
    return this.#logits();
  }

  feedAll(indices: Int32Array): Float32Array {
    assert(indices.length > 0, 'a stepper needs at least one character to go on from');
    for (const index of indices) this.#advance(index);
    return this.#logits();
  }

  reset(): void {
    for (const { hidden, cell, fixedHidden: fixed, P } of this.#layers) {
      this.#floats(hidden, P).fill(0);
      this.#floats(cell, P).fill(0);
      this.#int16s(fixed, P).fill(0);
    }
  }

  readState(): RecurrentState[] {
    return this.#layers.map(({ hidden, cell, H }) => ({
      hidden: this.#floats(hidden, H).slice(),
      cell: this.#floats(cell, H).slice(),
    }));
  }

  writeState(states: readonly RecurrentState[]): void {
    this.#layers.forEach(({ hidden, cell, fixedHidden: fixed, H }, layer) => {
      const state = states[layer];
      assert(
        state?.hidden.length === H && state.cell.length === H,
        `layer ${layer} has ${H} units`,
      );
      this.#floats(hidden, H).set(state.hidden);
      this.#floats(cell, H).set(state.cell);
      this.#int16s(fixed, H).set(fixedHidden(state.hidden));
    });
  }

  dispose(): void {
    this.#kernel = null;
    this.#inputRows = null;
    this.#memory = new ArrayBuffer(0);
  }

  #advance(index: number): void {
    assert(this.#kernel && this.#inputRows, 'the stepper was disposed of');
    const first = this.#layers[0];
    if (first) this.#writeGates(first, this.#inputRows.of(index));
    for (const layer of this.#layers) {
      const { weights, vector, columns, scales, base, gates, P } = layer;
      const gatesEnd = gates + 16 * P;
      this.#kernel.multiply(weights, vector, 2 * columns, scales, base, gates, gatesEnd);
      this.#kernel.advance(gates, 4 * P, layer.cell, layer.hidden, layer.fixedHidden);
    }
  }

  #logits(): Float32Array {
    assert(this.#kernel, 'the stepper was disposed of');
    const { weights, vector, columns, scales, base, logits, rows } = this.#output;
    const logitsEnd = logits + 4 * rows;
    this.#kernel.multiply(weights, vector, 2 * columns, scales, base, logits, logitsEnd);
    return this.#floats(logits, this.#vocabularySize);
  }

  #packLayer(
    index: number,
    { layout, parameters }: { layout: ParameterLayout; parameters: Float32Array },
  ): void {
    const layer = this.#layers[index] as LayerPlace;
    const below = this.#layers[index - 1] ?? { H: 0, P: 0 };
    const { H, P, columns } = layer;
    const kernel = entryOf(layout, `lstm_${index}/kernel`); // [I+H,4H]
    const firstRecurrentRow = (kernel.shape[0] ?? 0) - H;
    const matrix = packMatrix(4 * P, columns, (row, values) => {
      const unit = row % P;
      if (unit >= H) return;
      const column = kernel.offset + Math.floor(row / P) * H + unit;
      const weightOf = (kernelRow: number) => parameters[column + kernelRow * 4 * H] as number;
      for (let k = 0; k < below.H; k++) values[k] = weightOf(k);
      for (let k = 0; k < H; k++) values[below.P + k] = weightOf(firstRecurrentRow + k);
    });
    this.#int16s(layer.weights, 4 * P * columns).set(matrix.weights);
    this.#floats(layer.scales, 4 * P).set(matrix.scales);
    const bias = entryOf(layout, `lstm_${index}/bias`);
    this.#writeGates(layer, parameters.subarray(bias.offset, bias.offset + bias.size));
  }

  #packOutput({ layout, parameters }: { layout: ParameterLayout; parameters: Float32Array }): void {
    const { rows, columns, weights, scales, base } = this.#output;
    const V = this.#vocabularySize;
    const kernel = entryOf(layout, 'dense/kernel'); // [H,V]
    const [H = 0] = kernel.shape;
    const matrix = packMatrix(rows, columns, (row, values) => {
      if (row >= V) return;
      for (let k = 0; k < H; k++) values[k] = parameters[kernel.offset + k * V + row] as number;
    });
    this.#int16s(weights, rows * columns).set(matrix.weights);
    this.#floats(scales, rows).set(matrix.scales);
    const bias = entryOf(layout, 'dense/bias');
    this.#floats(base, V).set(parameters.subarray(bias.offset, bias.offset + V));
  }

  /** Writes [4H] into a layer's base, each gate into its block. */
  #writeGates({ base, H, P }: LayerPlace, values: Float32Array): void {
    const blocks = this.#floats(base, 4 * P);
    for (let gate = 0; gate < 4; gate++) {
      blocks.set(values.subarray(gate * H, (gate + 1) * H), gate * P);
    }
  }

  #floats(place: number, length: number): Float32Array {
    return new Float32Array(this.#memory, place, length);
  }

  #int16s(place: number, length: number): Int16Array {
    return new Int16Array(this.#memory, place, length);
  }
}

/** Gives everything its place in one memory, each at a multiple of 16 bytes. */
function planMemory(
  layerSizes: readonly number[],
  vocabularySize: number,
): { layers: LayerPlace[]; output: OutputPlace; bytes: number } {
  let bytes = 0;
  const take = (size: number): number => {
    const place = bytes;
    bytes += roundUp(size, 16);
    return place;
  };
  const vectors = layerSizes.map((H) => take(2 * roundUp(H, 8)));
  const layers = layerSizes.map((H, index) => {
    const P = roundUp(H, 8);
    const belowP = roundUp(layerSizes[index - 1] ?? 0, 8);
    const columns = belowP + P;
    return {
      ...{ H, P, columns },
      vector: vectors[Math.max(0, index - 1)] ?? 0,
      fixedHidden: vectors[index] ?? 0,
      weights: take(2 * 4 * P * columns),
      scales: take(4 * 4 * P),
      base: take(4 * 4 * P),
      gates: take(4 * 4 * P),
      hidden: take(4 * P),
      cell: take(4 * P),
    };
  });
  const rows = roundUp(vocabularySize, 4);
  const columns = layers.at(-1)?.P ?? 0;
  const output = {
    ...{ rows, columns },
    vector: vectors.at(-1) ?? 0,
    weights: take(2 * rows * columns),
    scales: take(4 * rows),
    base: take(4 * rows),
    logits: take(4 * rows),
  };
  return { layers, output, bytes };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
