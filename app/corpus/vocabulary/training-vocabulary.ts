// Derives a model's vocabulary from a corpus: the characters of the training part by falling count, as far as a
// cut-off takes them. Where characters fall out, <unk> stands for them in training too: it is learnt as a class like
// any other, since what follows it and how often it comes is worth knowing; app/sampling never writes it all the same.

import type { VocabularyCutoff } from '../../contract/corpus.ts';
import { inFallingOrder, type TrainingCount } from './training-counts.ts';
import { endIndex, specialEntries, unknownIndex, Vocabulary } from './vocabulary.ts';
import { measureCutoff, nothingKeptError } from './vocabulary-cutoff.ts';

export interface TrainingVocabulary {
  vocabulary: Vocabulary;
  /** Corpus id to vocabulary index; characters without a place give 0. */
  remap: Int32Array;
  /** How often each entry stands in the training part, by vocabulary index; 0 for `<end>`. */
  counts: Float64Array;
  /** Share of the characters that count as `<unk>`, in the training part and outside of it. */
  unknownShare: { inside: number; outside: number };
}

/**
 * `counts` are those of every character of the corpus. Characters in `known` have a place whatever the cut-off says;
 * those that it leaves out, or that training never sees, follow after the others.
 */
export function deriveTrainingVocabulary(
  counts: readonly TrainingCount[],
  cutoff: VocabularyCutoff,
  known: readonly string[] = [],
): TrainingVocabulary {
  const falling = inFallingOrder(counts);
  const { size } = measureCutoff(
    falling.map(({ inside }) => inside),
    cutoff,
  );
  if (size === 0) throw nothingKeptError(cutoff.minimumCount, falling[0]?.inside ?? 0);
  const kept = falling.slice(0, size).map(({ character, inside }): [string, number] => {
    return [character, inside];
  });
  const vocabulary = Vocabulary.fromCounts(kept).with(known);

  const remap = new Int32Array(counts.length + specialEntries.length);
  remap[endIndex] = endIndex;
  const countsByIndex = new Float64Array(vocabulary.size);
  const characters = { inside: 0, outside: 0 };
  const unknown = { inside: 0, outside: 0 };
  for (const { character, id, inside, outside } of counts) {
    const index = vocabulary.indexOf(character);
    remap[id] = index;
    countsByIndex[index] = (countsByIndex[index] ?? 0) + inside;
    characters.inside += inside;
    characters.outside += outside;
    if (index !== unknownIndex) continue;
    unknown.inside += inside;
    unknown.outside += outside;
  }
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    vocabulary,
    remap,
    counts: countsByIndex,
    unknownShare: {
      inside: share(unknown.inside, characters.inside),
      outside: share(unknown.outside, characters.outside),
    },
  };
}
