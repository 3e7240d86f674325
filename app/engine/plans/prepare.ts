// What must be known before a run can begin: the fitted batch, the replicas, the size; and the refusal of what this
// machine cannot hold. Writes nothing.

import type { ModelConfiguration, Recipe } from '../../contract/model.ts';
import type { Adjustment } from '../../contract/training.ts';
import { fitBatch } from '../../corpus/windows/fit-batch.ts';
import type { Vocabulary } from '../../corpus/vocabulary/vocabulary.ts';
import type { ProductArithmetic } from '../../model/matrix.ts';
import { layOutParameters } from '../../model/parameters.ts';
import { chooseReplicas } from '../../training/choose-replicas.ts';
import type { TrainingText } from '../../training/replica-job.ts';
import type { Settings } from './complete-request.ts';
import type { CorpusText } from '../texts/corpus-text.ts';
import type { Machine } from './machine.ts';
import { settleArithmetic } from './settle-arithmetic.ts';
import { estimateMemory, refuseTooLarge } from './memory-estimate.ts';

/** A run that is ready to start. */
export interface PreparedRun {
  configuration: ModelConfiguration;
  /** As it will be used: batch and length fitted to the text, `replicas` a number, the arithmetic settled. */
  recipe: Recipe & { replicas: number; arithmetic: ProductArithmetic };
  vocabulary: Vocabulary;
  text: TrainingText;
  /** How often each vocabulary entry is to be expected in the training part; all above zero. */
  counts: Float64Array;
  /** Share of the training part that counts as `<unk>`. */
  unknownShare: number;
  /** The same of what validates and tests. */
  unknownOutside: number;
  parameters: number;
  /** Largest resident size of the engine process that is to be expected. */
  memoryBytes: number;
  adjustments: Adjustment[];
  /** True where bfloat16 was asked for and this machine gains nothing from it. */
  lacksBfloat16: boolean;
}

/** Fits settings to a corpus and a machine; refuses what cannot be trained, with the numbers. */
export async function prepareRun(
  machine: Machine,
  corpusText: CorpusText,
  { configuration, recipe }: Settings,
): Promise<PreparedRun> {
  const { text, vocabulary, counts, characters, unknownShare, unknownOutside } = corpusText;
  const fitted = fitBatch(characters, recipe);
  const parameters = layOutParameters(configuration, vocabulary.size).count;
  const { arithmetic, isRefused } = settleArithmetic(machine, recipe, configuration);
  const vocabularySize = vocabulary.size;
  const sizes = { configuration, vocabularySize, parameters, ...fitted };
  const most = recipe.replicas === 'auto' ? machine.cores : recipe.replicas;
  const atMost = Math.min(most, fitted.batchSize);
  refuseTooLarge(estimateMemory({ ...sizes, replicas: atMost }), machine.memoryBytes);
  const replicas =
    recipe.replicas === 'auto'
      ? await chooseReplicas(machine.cores, fitted.batchSize, (count) =>
          machine.speeds.secondsPerStep({ ...sizes, arithmetic, replicas: count }),
        )
      : atMost;
  const used = { ...recipe, ...fitted, replicas, arithmetic };
  return {
    configuration,
    recipe: used,
    vocabulary,
    text,
    counts,
    unknownShare,
    unknownOutside,
    parameters,
    memoryBytes: estimateMemory({ ...sizes, replicas }),
    adjustments: adjustmentsOf(recipe, used),
    lacksBfloat16: isRefused,
  };
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
