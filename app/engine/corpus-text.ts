// A corpus of the library as training sees it: its parts, its vocabulary and how often each character is to be
// expected. Depends on the shares of a recipe alone, so one reading serves a plan and the run that follows it.

import { openIdFile } from '../corpus/id-file.ts';
import { splitCorpus, type SplitShares } from '../corpus/splits.ts';
import { deriveTrainingVocabulary } from '../corpus/training-vocabulary.ts';
import { endIndex, unknownIndex, type Vocabulary } from '../corpus/vocabulary.ts';
import type { OpenedCorpus } from '../library/interfaces.ts';
import type { TrainingText } from '../training/replica-job.ts';

export interface CorpusText {
  text: TrainingText;
  vocabulary: Vocabulary;
  /** How often each vocabulary entry is to be expected in the training part; all above zero. */
  counts: Float64Array;
  /** Characters of the training part. */
  characters: number;
}

/** Half a character: what was never seen is rare, not impossible, and is to have a finite loss. */
const countOfUnknown = 0.5;

/** Where a text is one document, its end was never seen in millions of characters and is never to be written. */
const shareOfUnseenEnd = 1e-13;

/** Reads a corpus; characters in `known` have a place in the vocabulary even where the training part lacks them. */
export function readCorpusText(
  { record, idsPath }: OpenedCorpus,
  shares: SplitShares,
  known: readonly string[] = [],
): CorpusText {
  const ids = openIdFile(idsPath);
  try {
    const splits = splitCorpus(ids.length, record.documentEnds, shares);
    const { train } = splits;
    const derived = deriveTrainingVocabulary(ids, record.alphabet, train, known);
    const { vocabulary, remap, counts } = derived;
    const characters = train.end - train.start;
    counts.forEach((count, index) => {
      if (count === 0) counts[index] = countOfUnknown;
    });
    const ends = record.documentEnds?.filter((end) => end <= train.end).length ?? 0;
    counts[unknownIndex] = countOfUnknown;
    counts[endIndex] = ends || shareOfUnseenEnd * characters;
    return { text: { idsPath, remap, ...splits }, vocabulary, counts, characters };
  } finally {
    ids.close();
  }
}
