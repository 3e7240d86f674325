// Takes a readable passage from anywhere in a corpus, by its ids.

import type { CharacterCount, CorpusExcerpt } from '../contract/corpus.ts';
import type { IdFile } from './id-file.ts';
import { endIndex, specialEntries } from './vocabulary/vocabulary.ts';

/** About a page on a screen. */
const excerptCharacters = 1200;

/** How far back a line's start is looked for; longer lines are cut where they are. */
const lookBackCharacters = 400;

export interface ExcerptSource {
  ids: IdFile;
  alphabet: readonly CharacterCount[];
  documentEnds: readonly number[] | null;
}

/** The passage at `position`, 0 for the beginning and 1 for the end, from a line's start on. */
export function readExcerpt(source: ExcerptSource, position: number): CorpusExcerpt {
  const { ids, alphabet, documentEnds } = source;
  const aim = Math.floor(position * Math.max(0, ids.length - excerptCharacters));
  const lineFeed =
    specialEntries.length + alphabet.findIndex(({ character }) => character === '\n');
  const start = lineStart(ids, aim, lineFeed);
  const passage = new Int32Array(Math.min(aim + excerptCharacters, ids.length) - start);
  ids.read(start, passage);
  let text = '';
  for (const id of passage) {
    text += id === endIndex ? '\n' : (alphabet[id - specialEntries.length]?.character ?? '');
  }
  const endsBefore = documentEnds?.filter((end) => end <= start).length ?? 0;
  return { text, offset: start - endsBefore };
}

/** The place after the last line end, or document end, before `aim`; `aim` itself when none is near. */
function lineStart(ids: IdFile, aim: number, lineFeed: number): number {
  const from = Math.max(0, aim - lookBackCharacters);
  const before = new Int32Array(aim - from);
  ids.read(from, before);
  for (let at = before.length - 1; at >= 0; at--) {
    if (before[at] === lineFeed || before[at] === endIndex) return from + at + 1;
  }
  return from === 0 ? 0 : aim;
}
