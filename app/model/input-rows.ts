// What the first LSTM layer's gates get from each character: its row of the embedding times the kernel's
// input rows, plus the bias. A row is made when its character is first read. One stream's sampling uses it.

import type { ModelConfiguration } from '../contract/model.ts';
import type { ParameterLayout } from './parameters.ts';
import { entryOf } from './weights.ts';

/** Rows [4H] by character; keeps its own copy of the parameters that it needs. */
export class InputRows {
  readonly #embeddings: Float32Array | null; // [V,E], null for one-hot
  readonly #inputKernel: Float32Array; // [E or V, 4H]
  readonly #bias: Float32Array; // [4H]
  readonly #rows = new Map<number, Float32Array>();

  constructor(
    { embedding }: ModelConfiguration,
    vocabularySize: number,
    { layout, parameters }: { layout: ParameterLayout; parameters: Float32Array },
  ) {
    const copyOf = (name: string) => {
      const { offset, size } = entryOf(layout, name);
      return parameters.slice(offset, offset + size);
    };
    const inputSize = embedding === 'one-hot' ? vocabularySize : embedding;
    this.#embeddings = embedding === 'one-hot' ? null : copyOf('embedding/embeddings');
    this.#bias = copyOf('lstm_0/bias');
    this.#inputKernel = copyOf('lstm_0/kernel').subarray(0, inputSize * this.#bias.length);
  }

  /** The row [4H] of a character, to be read alone. */
  of(index: number): Float32Array {
    const known = this.#rows.get(index);
    if (known) return known;
    const row = this.#bias.slice(); // [4H]
    if (this.#embeddings === null) {
      this.#add(row, { inputRow: index, factor: 1 });
    } else {
      const E = this.#inputKernel.length / row.length;
      const embedding = this.#embeddings.subarray(index * E, (index + 1) * E);
      embedding.forEach((factor, inputRow) => this.#add(row, { inputRow, factor }));
    }
    this.#rows.set(index, row);
    return row;
  }

  #add(row: Float32Array, { inputRow, factor }: { inputRow: number; factor: number }): void {
    const weights = this.#inputKernel.subarray(inputRow * row.length, (inputRow + 1) * row.length);
    weights.forEach((weight, i) => (row[i] = (row[i] ?? 0) + factor * weight));
  }
}
