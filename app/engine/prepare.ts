// What must be known before a run can begin: the splits, the fitted batch, the vocabulary, the replicas.
// Reads a corpus of the library; writes nothing.

import { availableParallelism, totalmem } from 'node:os';
import { defaultConfiguration, defaultRecipe } from '../contract/defaults.ts';
import { EngineError } from '../contract/errors.ts';
import type { ModelConfiguration, Recipe } from '../contract/model.ts';
import type { Adjustment, TrainingRequest } from '../contract/training.ts';
import { fitBatch } from '../corpus/fit-batch.ts';
import { openIdFile } from '../corpus/id-file.ts';
import { splitCorpus } from '../corpus/splits.ts';
import { deriveTrainingVocabulary } from '../corpus/training-vocabulary.ts';
import type { Vocabulary } from '../corpus/vocabulary.ts';
import type { OpenedCorpus } from '../library/interfaces.ts';
import { layOutParameters } from '../model/parameters.ts';
import type { TrainingText } from '../training/replica-job.ts';

/** A run that is ready to start. */
export interface PreparedRun {
  configuration: ModelConfiguration;
  /** As it will be used: batch and length fitted to the text, `replicas` a number. */
  recipe: Recipe & { replicas: number };
  vocabulary: Vocabulary;
  text: TrainingText;
  parameters: number;
  adjustments: Adjustment[];
}

/** Fills in the defaults; a request for minutes takes the place of the default epochs. */
export function completeRequest(request: TrainingRequest): {
  configuration: ModelConfiguration;
  recipe: Recipe;
} {
  const recipe = { ...defaultRecipe, ...request.recipe };
  if (request.recipe?.minutes && !request.recipe.epochs) recipe.epochs = null;
  return { configuration: { ...defaultConfiguration, ...request.configuration }, recipe };
}

/** Fits a configuration and a recipe to a corpus; refuses what cannot be trained, with the numbers. */
export function prepareRun(
  corpus: OpenedCorpus,
  configuration: ModelConfiguration,
  recipe: Recipe,
): PreparedRun {
  const ids = openIdFile(corpus.idsPath);
  try {
    const splits = splitCorpus(ids.length, corpus.record.documentEnds, recipe);
    const fitted = fitBatch(
      splits.train.end - splits.train.start,
      recipe.batchSize,
      recipe.sequenceLength,
    );
    const { vocabulary, remap } = deriveTrainingVocabulary(
      ids,
      corpus.record.alphabet,
      splits.train,
    );
    const replicas = chooseReplicas(recipe.replicas, fitted.batchSize);
    const parameters = layOutParameters(configuration, vocabulary.size).count;
    const used = { ...recipe, ...fitted, replicas };
    refuseTooLarge(parameters, configuration, used);
    return {
      configuration,
      recipe: used,
      vocabulary,
      text: { idsPath: corpus.idsPath, remap, ...splits },
      parameters,
      adjustments: adjustmentsOf(recipe, used),
    };
  } finally {
    ids.close();
  }
}

/** As many as there are cores, unless there are fewer streams: each replica needs one. */
function chooseReplicas(asked: number | 'auto', batchSize: number): number {
  return Math.min(asked === 'auto' ? availableParallelism() : asked, batchSize);
}

function adjustmentsOf(asked: Recipe, used: PreparedRun['recipe']): Adjustment[] {
  const adjustments: Adjustment[] = [];
  for (const field of ['batchSize', 'sequenceLength', 'replicas'] as const) {
    const wanted = asked[field];
    if (wanted !== 'auto' && wanted !== used[field]) {
      adjustments.push({ field, asked: wanted, used: used[field] });
    }
  }
  return adjustments;
}

/** Share of the machine's memory that a run may plan to take. */
const memoryShare = 0.8;

/**
 * Refuses before allocation what this machine cannot hold: per parameter three live and three copied
 * numbers, the best and one gradient a replica; per character of a step some twenty activations a unit.
 */
function refuseTooLarge(
  parameters: number,
  { layers }: ModelConfiguration,
  { batchSize, sequenceLength, replicas }: PreparedRun['recipe'],
): void {
  const units = layers.reduce((sum, size) => sum + size, 0);
  const neededBytes =
    4 * (parameters * (9 + 2 * replicas) + 20 * units * batchSize * sequenceLength);
  const availableBytes = memoryShare * totalmem();
  if (neededBytes <= availableBytes) return;
  const needed = Math.ceil(neededBytes / 2 ** 20);
  const available = Math.floor(availableBytes / 2 ** 20);
  throw new EngineError(
    'out-of-memory',
    `Training this model would take about ${needed} MB of memory; this computer can give ${available} MB. Choose smaller layers, a smaller batch or a shorter sequence.`,
    { details: { neededMegabytes: needed, availableMegabytes: available } },
  );
}
