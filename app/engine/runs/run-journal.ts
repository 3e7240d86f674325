// What a run writes to the library: one write after the other, beside the training and never in its way.
// A write that fails is told and does not end the run.

import { cpus } from 'node:os';
import type {
  ModelResults,
  ModelState,
  SamplePoint,
  ValidationPoint,
} from '../../contract/model.ts';
import type { Checkpoint, MetricsEntry, Models } from '../../library/interfaces.ts';

/** The writing side of one run of one model. */
export class RunJournal {
  readonly #models: Models;
  readonly #model: string;
  readonly #log: (line: string) => void;
  #writes: Promise<void> = Promise.resolve();

  constructor(models: Models, model: string, log: (line: string) => void) {
    this.#models = models;
    this.#model = model;
    this.#log = log;
  }

  /** Resolves when everything that was handed in so far is on disk, or has failed. */
  settled(): Promise<void> {
    return this.#writes;
  }

  metrics(entry: Exclude<MetricsEntry, { type: 'validation' }>): void {
    this.#write(() => this.#models.appendMetrics(this.#model, entry));
  }

  validation(point: ValidationPoint, isBest: boolean): void {
    this.#write(() =>
      this.#models.appendMetrics(this.#model, { type: 'validation', isBest, ...point }),
    );
  }

  sample(sample: SamplePoint): void {
    this.#write(() => this.#models.appendSample(this.#model, sample));
  }

  best(parameters: Float32Array, results: ModelResults): void {
    this.#write(async () => {
      await this.#models.writeBest(this.#model, parameters);
      await this.#models.update(this.#model, {
        results,
        trainedAt: new Date().toISOString(),
        // The processor alone: a model may be given away, and who trained it is nobody's business.
        machine: cpus()[0]?.model ?? null,
      });
    });
  }

  checkpoint(checkpoint: Checkpoint, onFailure: (message: string) => void): void {
    this.#write(() => this.#models.writeCheckpoint(this.#model, checkpoint), onFailure);
  }

  state(state: ModelState, results?: ModelResults): void {
    this.#write(() =>
      this.#models.update(this.#model, results === undefined ? { state } : { state, results }),
    );
  }

  #write(write: () => Promise<unknown>, onFailure?: (message: string) => void): void {
    this.#writes = this.#writes.then(write).then(
      () => undefined,
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        this.#log(`Writing the model ${this.#model} failed: ${message}`);
        onFailure?.(message);
      },
    );
  }
}
