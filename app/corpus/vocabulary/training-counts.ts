// How often each character of a corpus stands in its training part. Reads only what lies outside of it, since the
// whole corpus has been counted at import.

import type { CharacterCount } from '../../contract/corpus.ts';
import type { IdFile } from '../id-file.ts';
import type { Range } from '../splitting/splits.ts';
import { specialEntries } from './vocabulary.ts';

/** A character with what it counts in each part. */
export interface TrainingCount {
  character: string;
  /** Place in the corpus' own alphabet. */
  id: number;
  inside: number;
  outside: number;
}

/** Ids counted at a time. */
const blockLength = 65_536;

/** `alphabet` holds every character of the corpus with its count, in the order of their ids (the first has id 2). */
export function countTrainingPart(
  ids: IdFile,
  alphabet: readonly CharacterCount[],
  train: Range,
): TrainingCount[] {
  const first = specialEntries.length;
  const outside = new Float64Array(alphabet.length + first);
  countInto(outside, ids, { start: 0, end: train.start });
  countInto(outside, ids, { start: train.end, end: ids.length });
  return alphabet.map(({ character, count }, at) => {
    const id = at + first;
    const without = outside[id] ?? 0;
    return { character, id, inside: count - without, outside: without };
  });
}

/** Those of the training part by falling count, ties by code point. */
export function inFallingOrder(counts: readonly TrainingCount[]): TrainingCount[] {
  return counts
    .filter(({ inside }) => inside > 0)
    .sort(
      (first, second) =>
        second.inside - first.inside ||
        (first.character.codePointAt(0) ?? 0) - (second.character.codePointAt(0) ?? 0),
    );
}

function countInto(counts: Float64Array, ids: IdFile, range: Range): void {
  const block = new Int32Array(blockLength);
  for (let at = range.start; at < range.end; at += blockLength) {
    const part = block.subarray(0, Math.min(blockLength, range.end - at));
    ids.read(at, part);
    for (const id of part) counts[id] = (counts[id] ?? 0) + 1;
  }
}
