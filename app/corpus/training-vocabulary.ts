// Derives a model's vocabulary from a corpus: the characters of the training part by falling count.
// Reads only what lies outside the training part, since the whole corpus has been counted at import.

import type { CharacterCount } from '../contract/corpus.ts';
import type { IdFile } from './id-file.ts';
import type { Range } from './splits.ts';
import { endIndex, specialEntries, unknownIndex, Vocabulary } from './vocabulary.ts';

export interface TrainingVocabulary {
  vocabulary: Vocabulary;
  /** Corpus id to vocabulary index; characters that training never sees give 0. */
  remap: Int32Array;
  /** How often each entry stands in the training part, by vocabulary index; 0 for `<unk>` and `<end>`. */
  counts: Float64Array;
  /** Share of the characters outside the training part that count as `<unk>`. */
  unknownShare: number;
}

/** Ids counted at a time. */
const blockLength = 65_536;

/**
 * `alphabet` holds every character of the corpus with its count, in the order of their ids (the first
 * has id 2). Characters in `known` that training never sees follow after those that it sees.
 */
export function deriveTrainingVocabulary(
  ids: IdFile,
  alphabet: readonly CharacterCount[],
  train: Range,
  known: readonly string[] = [],
): TrainingVocabulary {
  const first = specialEntries.length;
  const outside = new Float64Array(alphabet.length + first);
  countInto(outside, ids, { start: 0, end: train.start });
  countInto(outside, ids, { start: train.end, end: ids.length });

  const counts = alphabet.map(({ character, count }, at): [string, number] => [
    character,
    count - (outside[at + first] ?? 0),
  ]);
  const vocabulary = Vocabulary.fromCounts(counts).with(known);

  const remap = new Int32Array(alphabet.length + first);
  remap[endIndex] = endIndex;
  const countsByIndex = new Float64Array(vocabulary.size);
  for (const [character, count] of counts) {
    const index = vocabulary.indexOf(character);
    if (index !== unknownIndex) countsByIndex[index] = count;
  }
  let characters = 0;
  let unknown = 0;
  alphabet.forEach(({ character }, at) => {
    const id = at + first;
    const index = vocabulary.indexOf(character);
    remap[id] = index;
    characters += outside[id] ?? 0;
    if (index === unknownIndex) unknown += outside[id] ?? 0;
  });
  return {
    vocabulary,
    remap,
    counts: countsByIndex,
    unknownShare: characters === 0 ? 0 : unknown / characters,
  };
}

function countInto(counts: Float64Array, ids: IdFile, range: Range): void {
  const block = new Int32Array(blockLength);
  for (let at = range.start; at < range.end; at += blockLength) {
    const part = block.subarray(0, Math.min(blockLength, range.end - at));
    ids.read(at, part);
    for (const id of part) counts[id] = (counts[id] ?? 0) + 1;
  }
}
