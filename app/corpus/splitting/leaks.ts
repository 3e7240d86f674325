// What stands in the training part and in a held-out part too: documents, paragraphs and long lines. A model that has
// learnt them by heart looks better on them than it is. Three readings of the ids: the held-out parts' stretches are
// remembered, the training part's looked up, those that were found counted and named.

import type { CharacterCount, CorpusSplits, DocumentNote } from '../../contract/corpus.ts';
import type { IdFile } from '../id-file.ts';
import type { Range, Splits } from './splits.ts';
import { StretchSet } from './stretch-set.ts';
import {
  foldAlphabet,
  StretchScanner,
  type ScannedParagraph,
  type Stretch,
  type StretchListener,
} from './stretches.ts';
import { endIndex, specialEntries } from '../vocabulary/vocabulary.ts';

/** Shorter stretches recur in any text without having been copied. */
const leastCharacters = 60;

const mostExamples = 5;
const openingCharacters = 80;

/** Ids read at a time; after so many pieces whoever waits for the engine gets a turn, some 10 ms. */
const pieceLength = 65_536;
const piecesPerTurn = 8;

export interface LeakSource {
  ids: IdFile;
  alphabet: readonly CharacterCount[];
  documentEnds: readonly number[] | null;
}

export type Leaks = CorpusSplits['leaks'];

/** Counts what the held-out parts share with the training part; `nameOf` gives a document's name by its number. */
export async function findLeaks(
  source: LeakSource,
  { train, validation, test }: Splits,
  nameOf: (document: number) => string,
): Promise<Leaks> {
  const folded = foldAlphabet(source.alphabet);
  const scan = async (range: Range, listener: StretchListener) => {
    const scanner = new StretchScanner(folded, listener);
    await eachPiece(source.ids, range, (ids, start) => scanner.push(ids, start));
    scanner.finish();
  };
  const set = new StretchSet();
  const remember = forEachStretch((stretch) => set.add(stretch));
  await scan(validation, remember);
  await scan(test, remember);
  await scan(
    train,
    forEachStretch((stretch) => set.find(stretch)),
  );
  const count = new LeakCount(source, set, nameOf);
  await scan(validation, count);
  await scan(test, count);
  return count.leaks;
}

/** Hears of documents, and of the paragraphs and lines that are long enough, alike. */
function forEachStretch(take: (stretch: Stretch) => void): StretchListener {
  return {
    paragraph(paragraph) {
      for (const stretch of [paragraph, ...paragraph.lines]) if (isLong(stretch)) take(stretch);
    },
    document: take,
  };
}

function isLong({ start, end }: Stretch): boolean {
  return end - start >= leastCharacters;
}

class LeakCount implements StretchListener {
  readonly leaks: Leaks = { documents: 0, paragraphs: 0, characters: 0, examples: [] };
  readonly #source: LeakSource;
  readonly #set: StretchSet;
  readonly #nameOf: (document: number) => string;
  /** Of the document that is being read: only where it is not found as a whole do its paragraphs count. */
  #paragraphs: Stretch[] = [];

  constructor(source: LeakSource, set: StretchSet, nameOf: (document: number) => string) {
    this.#source = source;
    this.#set = set;
    this.#nameOf = nameOf;
  }

  paragraph(paragraph: ScannedParagraph): void {
    const isFound = (stretch: Stretch) => isLong(stretch) && this.#set.isFound(stretch);
    if (isFound(paragraph)) this.#paragraphs.push(paragraph);
    else this.#paragraphs.push(...paragraph.lines.filter(isFound));
  }

  document(document: Stretch): void {
    const { leaks } = this;
    const isWhole = this.#set.isFound(document);
    const found = isWhole ? [document] : this.#paragraphs;
    if (isWhole) leaks.documents++;
    else leaks.paragraphs += found.length;
    for (const stretch of found) {
      leaks.characters += stretch.end - stretch.start;
      if (leaks.examples.length < mostExamples) leaks.examples.push(this.#noteOf(stretch));
    }
    this.#paragraphs = [];
  }

  #noteOf({ start, end }: Stretch): DocumentNote {
    const { ids, alphabet, documentEnds } = this.#source;
    const opening = new Int32Array(Math.min(openingCharacters, end - start));
    ids.read(start, opening);
    const before = documentEnds?.findIndex((documentEnd) => documentEnd > start) ?? 0;
    return {
      name: this.#nameOf(Math.max(0, before)),
      characters: end - start,
      opening: Array.from(opening, (id) => {
        return id === endIndex ? '' : (alphabet[id - specialEntries.length]?.character ?? '');
      }).join(''),
    };
  }
}

async function eachPiece(
  ids: IdFile,
  range: Range,
  take: (ids: Int32Array, start: number) => void,
): Promise<void> {
  const buffer = new Int32Array(pieceLength);
  let pieces = 0;
  for (let start = range.start; start < range.end; start += pieceLength) {
    const part = buffer.subarray(0, Math.min(pieceLength, range.end - start));
    ids.read(start, part);
    take(part, start);
    if (++pieces % piecesPerTurn === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
