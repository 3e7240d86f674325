// What the first layer's sums over the input are for each character: its row of the embedding times the kernel's
// input rows, plus the bias, a block of P for each gate. A row is made when its character is first read.
// One stream's sampling uses it.

import type { ModelConfiguration } from '../../contract/model.ts';
import { gateCounts, type StepperSource } from './stepper-layer.ts';
import { roundUp } from './stepper-memory.ts';
import { entryOf } from '../weights.ts';

/** Rows [gates·P] by character; keeps its own copy of the parameters that it needs. */
export class InputRows {
  readonly #embeddings: Float32Array | null; // [V,E], null for one-hot
  readonly #inputKernel: Float32Array; // [E or V, gates·H]
  readonly #bias: Float32Array; // [gates·H]
  readonly #H: number;
  readonly #rows = new Map<number, Float32Array>();

  constructor(
    { cell, layers, embedding }: ModelConfiguration,
    vocabularySize: number,
    { layout, parameters }: StepperSource,
  ) {
    const copyOf = (name: string, length?: number) => {
      const { offset, size } = entryOf(layout, name);
      return parameters.slice(offset, offset + (length ?? size));
    };
    this.#H = layers[0] ?? 0;
    const columns = gateCounts[cell] * this.#H;
    const inputSize = embedding === 'one-hot' ? vocabularySize : embedding;
    this.#embeddings = embedding === 'one-hot' ? null : copyOf('embedding/embeddings');
    // An LSTM's kernel goes on with the recurrent rows, a GRU's bias with the recurrent one.
    this.#inputKernel = copyOf(`${cell}_0/kernel`, inputSize * columns);
    this.#bias = copyOf(`${cell}_0/bias`, columns);
  }

  /** The row [gates·P] of a character, to be read alone. */
  of(index: number): Float32Array {
    const known = this.#rows.get(index);
    if (known) return known;
    const row = this.#inBlocks(this.#sumsOf(index));
    this.#rows.set(index, row);
    return row;
  }

  #sumsOf(index: number): Float32Array {
    const sums = this.#bias.slice(); // [gates·H]
    if (this.#embeddings === null) {
      this.#add(sums, { inputRow: index, factor: 1 });
      return sums;
    }
    const E = this.#inputKernel.length / sums.length;
    const embedding = this.#embeddings.subarray(index * E, (index + 1) * E);
    embedding.forEach((factor, inputRow) => this.#add(sums, { inputRow, factor }));
    return sums;
  }

  #add(sums: Float32Array, { inputRow, factor }: { inputRow: number; factor: number }): void {
    const kernel = this.#inputKernel;
    const start = inputRow * sums.length;
    // A plain loop: a callback for each weight takes ten times as long, and Chinese has a new character in every line.
    for (let i = 0; i < sums.length; i++) {
      sums[i] = (sums[i] as number) + factor * (kernel[start + i] as number);
    }
  }

  #inBlocks(sums: Float32Array): Float32Array {
    const H = this.#H;
    const P = roundUp(H, 8);
    const blocks = new Float32Array((sums.length / H) * P);
    for (let gate = 0; gate * H < sums.length; gate++) {
      blocks.set(sums.subarray(gate * H, (gate + 1) * H), gate * P);
    }
    return blocks;
  }
}
