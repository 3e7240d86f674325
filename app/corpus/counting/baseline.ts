// The counting baseline of a corpus: how well a Kneser-Ney model that has counted the training part foretells the
// validation part, order by order. Reads as a network is scored (training/evaluation.ts): front to back, from the
// part's own first character, which is context alone; what stands before the part is another text.

import type { CharacterCount, CountingBaseline, VocabularyCutoff } from '../../contract/corpus.ts';
import { EngineError } from '../../contract/errors.ts';
import { openIdFile, type IdFile } from '../id-file.ts';
import { splitCorpus, type SplitShares } from '../splitting/splits.ts';
import { countTrainingPart } from '../vocabulary/training-counts.ts';
import { deriveTrainingVocabulary } from '../vocabulary/training-vocabulary.ts';
import { sortByContext } from './context-order.ts';
import {
  defaultLimits,
  readCountedText,
  type CountedLimits,
  type CountedParts,
  type CountedText,
} from './counted-text.ts';
import { lossesByOrder } from './kneser-ney.ts';

/** Raised when the same text would get another figure: remembered ones are counted anew. */
export const algorithmVersion = 1;

/** What is counted, in plain values that may cross a thread border. */
export interface CountingJob {
  idsPath: string;
  alphabet: CharacterCount[];
  documentEnds: number[] | null;
  shares: SplitShares;
  cutoff: VocabularyCutoff;
}

/** Counts and foretells. Takes seconds, two minutes and up to 1.6 GB on the largest corpora. */
export function countBaseline(
  job: CountingJob,
  limits: CountedLimits = defaultLimits,
): CountingBaseline {
  const startedAt = performance.now();
  const { text, reduction } = readJob(job, limits);
  const losses = lossesByOrder(sortByContext(text), text.vocabularySize);
  const loss = Math.min(...losses);
  return {
    order: losses.indexOf(loss) + 1,
    loss,
    bitsPerCharacter: loss / Math.LN2,
    losses,
    reduction,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** The file is closed before the long work begins: its corpus may go meanwhile. */
function readJob(
  job: CountingJob,
  limits: CountedLimits,
): { text: CountedText; reduction: CountingBaseline['reduction'] } {
  const ids = openIdFile(job.idsPath);
  try {
    const parts = partsOf(ids, job);
    const text = readCountedText(ids, parts, limits);
    return { text, reduction: reductionOf(parts, limits) };
  } finally {
    ids.close();
  }
}

function reductionOf(
  { train, validation }: CountedParts,
  limits: CountedLimits,
): CountingBaseline['reduction'] {
  const [trained, validated] = [train.end - train.start, validation.end - validation.start];
  const [counted, foretold] = [
    Math.min(trained, limits.counted),
    Math.min(validated, limits.foretold),
  ];
  return counted === trained && foretold === validated ? null : { counted, foretold };
}

function partsOf(
  ids: IdFile,
  { alphabet, documentEnds, shares, cutoff }: CountingJob,
): CountedParts {
  const { train, validation } = splitCorpus(ids.length, documentEnds, shares);
  const characters = validation.end - validation.start;
  if (characters < 2) {
    throw new EngineError(
      'corpus-too-short',
      `The validation part has ${characters} characters; counting needs at least 2 to be measured on. ` +
        'Raise the validation share or add text.',
      { details: { characters, minimum: 2 } },
    );
  }
  const counts = countTrainingPart(ids, alphabet, train);
  const { vocabulary, remap } = deriveTrainingVocabulary(counts, cutoff);
  return { train, validation, remap, vocabularySize: vocabulary.size };
}
