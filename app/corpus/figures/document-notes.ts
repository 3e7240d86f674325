// How many documents a text has, and which are the longest and the shortest. Holds a few of them, however many come.

import type { DocumentFigures, DocumentNote } from '../../contract/corpus.ts';

/** Told of each end. */
const toldAtMost = 3;

/** UTF-16 units of a document that its opening is taken from, and characters that are shown. */
const openingUnits = 400;
const openingLength = 80;

/** Collects notes; documents without a character are none. */
export class DocumentNotes {
  #count = 0;
  /** The beginning of the document that is being read. */
  #opening = '';
  /** By falling length; those that came first stand first among equals. */
  #longest: DocumentNote[] = [];
  /** By rising length. */
  #shortest: DocumentNote[] = [];

  add(text: string): void {
    if (this.#opening.length < openingUnits) {
      this.#opening += text.slice(0, openingUnits - this.#opening.length);
    }
  }

  endDocument(name: string, characters: number): void {
    const beginning = this.#opening;
    this.#opening = '';
    if (characters === 0) return;
    this.#count++;
    const isLong = fits(this.#longest, (last) => characters > last);
    const isShort = fits(this.#shortest, (last) => characters < last);
    if (!isLong && !isShort) return;
    const note = { name, characters, opening: openingOf(beginning) };
    if (isLong) this.#longest = insert(this.#longest, note, (one, other) => other - one);
    if (isShort) this.#shortest = insert(this.#shortest, note, (one, other) => one - other);
  }

  finish(): DocumentFigures {
    return {
      count: this.#count,
      longest: this.#count > 1 ? this.#longest : [],
      shortest: this.#count > 1 ? this.#shortest : [],
    };
  }
}

/** True where there is room, or a document comes before the last one. */
function fits(notes: readonly DocumentNote[], isBefore: (last: number) => boolean): boolean {
  return notes.length < toldAtMost || isBefore(notes.at(-1)?.characters ?? 0);
}

function insert(
  notes: readonly DocumentNote[],
  note: DocumentNote,
  compare: (one: number, other: number) => number,
): DocumentNote[] {
  const sorted = [...notes, note].sort((one, other) => compare(one.characters, other.characters));
  return sorted.slice(0, toldAtMost);
}

/** The first words on one line. */
function openingOf(beginning: string): string {
  const characters = Array.from(beginning.replace(/\s+/g, ' ').trim());
  // The last unit taken may be half of a pair.
  return characters
    .slice(0, openingLength)
    .join('')
    .replace(/[\ud800-\udbff]$/, '');
}
