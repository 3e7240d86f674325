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
import { endIndex, unknownIndex, type Vocabulary } from '../corpus/vocabulary.ts';
import type { OpenedCorpus } from '../library/interfaces.ts';
import { layOutParameters } from '../model/parameters.ts';
import { chooseReplicas } from '../training/choose-replicas.ts';
import type { TrainingText } from '../training/replica-job.ts';
import { timeSteps } from '../training/time-steps.ts';

/** A run that is ready to start. */
export interface PreparedRun {
  configuration: ModelConfiguration;
  /** As it will be used: batch and length fitted to the text, `replicas` a number. */
  recipe: Recipe & { replicas: number };
  vocabulary: Vocabulary;
  text: TrainingText;
  /** How often each vocabulary entry is to be expected in the training part; all above zero. */
  counts: Float64Array;
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
export async function prepareRun(
  replicaScript: string,
  corpus: OpenedCorpus,
  configuration: ModelConfiguration,
  recipe: Recipe,
): Promise<PreparedRun> {
  const { vocabulary, remap, counts, splits, fitted } = readCorpus(corpus, recipe);
  const parameters = layOutParameters(configuration, vocabulary.size).count;
  refuseTooLarge(parameters, configuration, { ...recipe, ...fitted });
  const size = vocabulary.size;
  const replicas = await countReplicas(replicaScript, configuration, size, {
    ...recipe,
    ...fitted,
  });
  const used = { ...recipe, ...fitted, replicas };
  return {
    configuration,
    recipe: used,
    vocabulary,
    text: { idsPath: corpus.idsPath, remap, ...splits },
    counts,
    parameters,
    adjustments: adjustmentsOf(recipe, used),
  };
}

/** Half a character: what was never seen is rare, not impossible, and is to have a finite loss. */
const countOfUnknown = 0.5;

/** Where a text is one document, its end was never seen in millions of characters and is never to be written. */
const shareOfUnseenEnd = 1e-13;

function readCorpus(corpus: OpenedCorpus, recipe: Recipe) {
  const ids = openIdFile(corpus.idsPath);
  try {
    const splits = splitCorpus(ids.length, corpus.record.documentEnds, recipe);
    const fitted = fitBatch(
      splits.train.end - splits.train.start,
      recipe.batchSize,
      recipe.sequenceLength,
    );
    const { vocabulary, remap, counts } = deriveTrainingVocabulary(
      ids,
      corpus.record.alphabet,
      splits.train,
    );
    const ends = corpus.record.documentEnds?.filter((end) => end <= splits.train.end).length ?? 0;
    counts[unknownIndex] = countOfUnknown;
    counts[endIndex] = ends || shareOfUnseenEnd * (splits.train.end - splits.train.start);
    return { vocabulary, remap, counts, splits, fitted };
  } finally {
    ids.close();
  }
}

/** Steps that are timed for each count, after two that warm caches. */
const timedSteps = 4;
const warmUpSteps = 2;

/** The number that was asked for, or the fastest; each replica needs a stream. */
async function countReplicas(
  replicaScript: string,
  configuration: ModelConfiguration,
  vocabularySize: number,
  { replicas, batchSize, sequenceLength }: Recipe,
): Promise<number> {
  if (replicas !== 'auto') return Math.min(replicas, batchSize);
  return chooseReplicas(availableParallelism(), batchSize, async (count) => {
    const { stepMs } = await timeSteps({
      replicaScript,
      configuration,
      vocabularySize,
      batchSize,
      sequenceLength,
      replicas: count,
      steps: timedSteps,
      warmUp: warmUpSteps,
    });
    return Math.min(...stepMs);
  });
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
  { batchSize, sequenceLength, replicas: asked }: Recipe,
): void {
  const replicas = asked === 'auto' ? availableParallelism() : asked;
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
