// A corpus of the library as training sees it: its parts, its vocabulary and how often each character is to be
// expected. Depends on a recipe's shares and cut-off alone, so one reading serves a plan and the run that follows it.

import type { VocabularyCutoff } from '../../contract/corpus.ts';
import { openIdFile } from '../../corpus/id-file.ts';
import { splitCorpus, type SplitShares } from '../../corpus/splitting/splits.ts';
import { countTrainingPart } from '../../corpus/vocabulary/training-counts.ts';
import { deriveTrainingVocabulary } from '../../corpus/vocabulary/training-vocabulary.ts';
import { endIndex, type Vocabulary } from '../../corpus/vocabulary/vocabulary.ts';
import type { OpenedCorpus } from '../../library/interfaces.ts';
import type { TrainingText } from '../../training/replica-job.ts';

export interface CorpusText {
  text: TrainingText;
  vocabulary: Vocabulary;
  /** How often each vocabulary entry is to be expected in the training part; all above zero. */
  counts: Float64Array;
  /** Characters of the training part. */
  characters: number;
  /** Share of them that count as `<unk>`. */
  unknownShare: number;
  /** The same of what validates and tests. */
  unknownOutside: number;
}

/** Half a character: what was never seen, `<unk>` mostly among it, is rare, not impossible, and is to have a finite loss. */
const countOfUnknown = 0.5;

/** Where a text is one document, its end was never seen in millions of characters and is never to be written. */
const shareOfUnseenEnd = 1e-13;

/** Reads a corpus; characters in `known` have a place in the vocabulary even where the training part lacks them. */
export function readCorpusText(
  { record, idsPath }: OpenedCorpus,
  shares: SplitShares & VocabularyCutoff,
  known: readonly string[] = [],
): CorpusText {
  const ids = openIdFile(idsPath);
  try {
    const splits = splitCorpus(ids.length, record.documentEnds, shares);
    const { train } = splits;
    const partCounts = countTrainingPart(ids, record.alphabet, train);
    const derived = deriveTrainingVocabulary(partCounts, shares, known);
    const { vocabulary, remap, counts, unknownShare } = derived;
    const characters = train.end - train.start;
    counts.forEach((count, index) => {
      if (count === 0) counts[index] = countOfUnknown;
    });
    const ends = record.documentEnds?.filter((end) => end <= train.end).length ?? 0;
    counts[endIndex] = ends || shareOfUnseenEnd * characters;
    return {
      text: { idsPath, remap, ...splits },
      vocabulary,
      counts,
      characters,
      unknownShare: unknownShare.inside,
      unknownOutside: unknownShare.outside,
    };
  } finally {
    ids.close();
  }
}
