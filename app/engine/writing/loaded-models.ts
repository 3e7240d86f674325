// Models ready to write with: configuration, vocabulary and weights, the last few kept in memory.

import type { ModelConfiguration, Normalisation, Recipe } from '../../contract/model.ts';
import { prepareCleaning } from '../../corpus/cleaning/corpus-cleaner.ts';
import { Vocabulary } from '../../corpus/vocabulary/vocabulary.ts';
import type { Models } from '../../library/interfaces.ts';
import type { RunQueue } from '../runs/run-queue.ts';

export interface LoadedModel {
  configuration: ModelConfiguration;
  /** How it was trained to read decides how it is scored and how it writes. */
  recipe: Recipe;
  vocabulary: Vocabulary;
  /** How texts for it are cleaned; what that needs is loaded. */
  normalisation: Normalisation;
  parameters: Float32Array;
}

/** Two, so that going back and forth between models to compare them reads nothing. */
const modelsKept = 2;

export class LoadedModels {
  readonly #models: Models;
  readonly #queue: RunQueue;
  readonly #kept = new Map<string, LoadedModel>();

  constructor(models: Models, queue: RunQueue) {
    this.#models = models;
    this.#queue = queue;
  }

  /** The newest snapshot of a model that is training, else its best weights. */
  async load(id: string): Promise<LoadedModel> {
    const record = await this.#models.read(id);
    const snapshot = await this.#queue.ofModel(id)?.snapshot();
    const key = `${id} ${record.trainedAt ?? ''}`;
    const kept = this.#kept.get(key);
    if (kept && !snapshot) return kept;
    await prepareCleaning(record.normalisation);
    const model = {
      configuration: record.configuration,
      recipe: record.recipe,
      vocabulary: Vocabulary.fromCharacters(record.vocabulary),
      normalisation: record.normalisation,
      parameters: snapshot ?? (await this.#models.readWeights(id)),
    };
    if (!snapshot) this.#keep(key, model);
    return model;
  }

  #keep(key: string, model: LoadedModel): void {
    this.#kept.set(key, model);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > modelsKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}
