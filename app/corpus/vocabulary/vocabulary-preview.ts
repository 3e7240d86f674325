// What a cut-off would leave of a corpus' characters: how many, how much of the text, and what falls out, each with
// a place it stands in. Counts and places are taken once; a cut-off is then answered from them, fast enough for a
// slider. Knows no requests.

import type { CharacterCount, VocabularyCutoff, VocabularyPreview } from '../../contract/corpus.ts';
import { openIdFile, type IdFile } from '../id-file.ts';
import type { Range } from '../splitting/splits.ts';
import { countTrainingPart, inFallingOrder, type TrainingCount } from './training-counts.ts';
import { endIndex, specialEntries } from './vocabulary.ts';
import { measureCutoff } from './vocabulary-cutoff.ts';

/** What every cut-off of one training part is answered from. */
export interface CountedTraining {
  /** The training part's characters by falling count. */
  falling: readonly TrainingCount[];
  /** Where each id first stands in the training part; -1 where it was not looked for so far in. */
  firstPlaces: Float64Array;
  train: Range;
}

/** Characters that are shown of those that fall out. */
const shownAtMost = 200;

/** Characters on each side of one that is shown. */
const contextLength = 12;

/** How far into the training part places are looked for: a fifth of a second; most characters come long before. */
const placesWithin = 32_000_000;

/** Ids looked at together. */
const blockLength = 65_536;

/** Counts a training part and finds its characters' first places, in one pass over the ids each. */
export function countForPreview(
  ids: IdFile,
  alphabet: readonly CharacterCount[],
  train: Range,
): CountedTraining {
  return {
    falling: inFallingOrder(countTrainingPart(ids, alphabet, train)),
    firstPlaces: findFirstPlaces(ids, alphabet.length + specialEntries.length, train),
    train,
  };
}

/** Answers one cut-off. */
export function previewVocabulary(
  { falling, firstPlaces, train }: CountedTraining,
  { idsPath, alphabet }: { idsPath: string; alphabet: readonly CharacterCount[] },
  cutoff: VocabularyCutoff,
): VocabularyPreview {
  const { size, covered, total } = measureCutoff(
    falling.map(({ inside }) => inside),
    cutoff,
  );
  const shown = falling.slice(size, size + shownAtMost);
  const ids = openIdFile(idsPath, 2 * contextLength + 1);
  try {
    return {
      size,
      coverage: total === 0 ? 1 : covered / total,
      dropped: shown.map(({ character, inside, id }) => ({
        character,
        count: inside,
        context: contextAt(ids, alphabet, { place: firstPlaces[id] ?? -1, train }),
      })),
      droppedCount: falling.length - size,
    };
  } finally {
    ids.close();
  }
}

function findFirstPlaces(ids: IdFile, size: number, train: Range): Float64Array {
  const places = new Float64Array(size).fill(-1);
  const block = new Int32Array(blockLength);
  const end = Math.min(train.end, train.start + placesWithin);
  for (let at = train.start; at < end; at += blockLength) {
    const part = block.subarray(0, Math.min(blockLength, end - at));
    ids.read(at, part);
    for (let place = 0; place < part.length; place++) {
      const id = part[place] ?? 0;
      if (places[id] === -1) places[id] = at + place;
    }
  }
  return places;
}

/** The text around a place on one line; empty where no place is known. */
function contextAt(
  ids: IdFile,
  alphabet: readonly CharacterCount[],
  { place, train }: { place: number; train: Range },
): string {
  if (place < 0) return '';
  const start = Math.max(train.start, place - contextLength);
  const around = new Int32Array(Math.min(train.end, place + contextLength + 1) - start);
  ids.read(start, around);
  const characters = Array.from(around, (id) =>
    id === endIndex ? ' ' : (alphabet[id - specialEntries.length]?.character ?? ''),
  );
  return characters.join('').replace(/\s+/g, ' ').trim();
}
