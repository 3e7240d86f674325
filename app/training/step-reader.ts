// Reads the rows of one replica's part of a batch, step by step, from disk. Knows where an epoch begins anew and
// which steps start from a zero state; knows nothing of networks.

import { WindowReader } from '../corpus/windows/batches.ts';
import { openIdFile, type IdFile } from '../corpus/id-file.ts';
import { StridedReader } from '../corpus/windows/strided-windows.ts';
import type { TrainingText } from './replica-job.ts';
import type { Shuffle } from './shuffle.ts';
import { epochOrder, epochRange, stepsPerEpoch, type WindowRecipe } from './windows.ts';

/** Rows of the whole batch that a replica has. */
export interface Rows {
  first: number;
  count: number;
}

/** One replica's rows of every step; steps may be asked for in any order. */
export interface StepReader {
  readonly stepsPerEpoch: number;
  /** Fills [T*b] each, time-major. */
  read(step: number, inputs: Int32Array, targets: Int32Array): void;
  /** True where the step's windows do not go on from the step before. */
  startsAnew(step: number): boolean;
  close(): void;
}

/** Opens the reader that a recipe asks for. */
export function openStepReader(text: TrainingText, recipe: WindowRecipe, rows: Rows): StepReader {
  return recipe.windows === 'streams'
    ? new StreamSteps(text, recipe, rows)
    : new StridedSteps(text, recipe, rows);
}

/** Contiguous streams; every epoch reads from its own offset. */
class StreamSteps implements StepReader {
  readonly stepsPerEpoch: number;
  readonly #text: TrainingText;
  readonly #recipe: WindowRecipe;
  readonly #rows: Rows;
  readonly #ids: IdFile;
  #epoch = -1;
  #reader: WindowReader | null = null;

  constructor(text: TrainingText, recipe: WindowRecipe, rows: Rows) {
    this.#text = text;
    this.#recipe = recipe;
    this.#rows = rows;
    this.#ids = openIdFile(text.idsPath);
    this.stepsPerEpoch = stepsPerEpoch(text.train, recipe);
  }

  read(step: number, inputs: Int32Array, targets: Int32Array): void {
    const { first, count } = this.#rows;
    const reader = this.#open(Math.floor(step / this.stepsPerEpoch));
    reader.read(step % this.stepsPerEpoch, first, first + count, inputs, targets);
  }

  startsAnew(step: number): boolean {
    return step % this.stepsPerEpoch === 0;
  }

  close(): void {
    this.#ids.close();
  }

  #open(epoch: number): WindowReader {
    if (this.#reader === null || epoch !== this.#epoch) {
      const { batchSize, sequenceLength } = this.#recipe;
      this.#epoch = epoch;
      this.#reader = new WindowReader({
        ids: this.#ids,
        remap: this.#text.remap,
        range: epochRange(this.#text.train, this.#recipe, epoch),
        streams: batchSize,
        sequenceLength,
        shift: 0,
      });
    }
    return this.#reader;
  }
}

/** Windows of their own, each epoch in another order. */
class StridedSteps implements StepReader {
  readonly stepsPerEpoch: number;
  readonly #text: TrainingText;
  readonly #recipe: WindowRecipe;
  readonly #rows: Rows;
  readonly #ids: IdFile;
  readonly #reader: StridedReader;
  #epoch = -1;
  #order: Shuffle = (place) => place;

  constructor(text: TrainingText, recipe: WindowRecipe, rows: Rows) {
    const { idsPath, remap, train } = text;
    const { sequenceLength, stride } = recipe;
    this.#text = text;
    this.#recipe = recipe;
    this.#rows = rows;
    this.#ids = openIdFile(idsPath, sequenceLength + 1);
    this.#reader = new StridedReader({
      ids: this.#ids,
      remap,
      range: train,
      sequenceLength,
      stride,
    });
    this.stepsPerEpoch = stepsPerEpoch(train, recipe);
  }

  read(step: number, inputs: Int32Array, targets: Int32Array): void {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#order = epochOrder(this.#text.train, this.#recipe, epoch);
    }
    const { first, count } = this.#rows;
    const place = (step % this.stepsPerEpoch) * this.#recipe.batchSize + first;
    const windows = Array.from({ length: count }, (_, row) => this.#order(place + row));
    this.#reader.read(windows, inputs, targets);
  }

  startsAnew(): boolean {
    return true;
  }

  close(): void {
    this.#ids.close();
  }
}
