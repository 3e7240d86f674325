// Finds the documents, paragraphs and lines in a corpus' ids and gives each a hash of what a reader reads: without
// regard to case and to how much space there is, so that a paragraph wrapped anew is the same one. One polynomial
// hash runs through the text; that of any stretch follows from its two ends.

import type { CharacterCount } from '../../contract/corpus.ts';
import { endIndex, specialEntries } from '../vocabulary/vocabulary.ts';

/** Two odd multipliers of the polynomials, from the hash functions of Fowler, Noll, Vo and of Knuth. */
const firstBase = 0x01000193;
const secondBase = 0x9e3779b1;

const space = -1;
const lineEnd = -2;
const documentEnd = -3;

/** A stretch of the ids: a document, a paragraph, or a line of a paragraph that has several. */
export interface Stretch {
  start: number;
  /** Just after its last character that is no space. */
  end: number;
  first: number;
  second: number;
}

export interface ScannedParagraph extends Stretch {
  /** Its lines, where it has several. */
  lines: readonly Stretch[];
}

/** Hears of each document at its end, after its paragraphs. */
export interface StretchListener {
  paragraph(paragraph: ScannedParagraph): void;
  document(document: Stretch): void;
}

/** What each id is to the scan, by id: a folded character, or one of the marks above. */
export function foldAlphabet(alphabet: readonly CharacterCount[]): Int32Array {
  const folded = new Int32Array(alphabet.length + specialEntries.length).fill(space);
  folded[endIndex] = documentEnd;
  alphabet.forEach(({ character }, at) => {
    const isSpace = /^\s$/u.test(character);
    const plain = isSpace ? space : (character.toLowerCase().codePointAt(0) ?? 0) + 1;
    folded[at + specialEntries.length] = character === '\n' ? lineEnd : plain;
  });
  return folded;
}

interface Mark {
  at: number;
  first: number;
  second: number;
  count: number;
}

/** Scans a range of ids that is given piece by piece. */
export class StretchScanner {
  readonly #folded: Int32Array;
  readonly #listener: StretchListener;
  #first = 0;
  #second = 0;
  /** Characters in the hash, runs of spaces as one. */
  #count = 0;
  /** Just after the last character that is no space. */
  #end = 0;
  #isSpacePending = false;
  #line: Mark | null = null;
  #paragraph: Mark | null = null;
  #document: Mark | null = null;
  #lines: Stretch[] = [];

  constructor(folded: Int32Array, listener: StretchListener) {
    this.#folded = folded;
    this.#listener = listener;
  }

  /** Goes on with the ids from position `start` on. */
  push(ids: Int32Array, start: number): void {
    const folded = this.#folded;
    for (let at = 0; at < ids.length; at++) {
      const code = folded[ids[at] ?? 0] ?? space;
      if (code > 0) {
        if (this.#isSpacePending) this.#mix(1);
        this.#isSpacePending = false;
        if (this.#line === null) this.#open(start + at);
        this.#mix(code);
        this.#end = start + at + 1;
        continue;
      }
      this.#isSpacePending = true;
      if (code === space) continue;
      if (this.#line === null) this.#endParagraph();
      this.#endLine();
      if (code === documentEnd) this.finish();
    }
  }

  /** Ends the document that is open. */
  finish(): void {
    this.#endLine();
    this.#endParagraph();
    if (this.#document !== null) this.#listener.document(this.#since(this.#document));
    this.#document = null;
  }

  #mix(code: number): void {
    this.#first = (Math.imul(this.#first, firstBase) + code) | 0;
    this.#second = (Math.imul(this.#second, secondBase) + code) | 0;
    this.#count++;
  }

  #open(at: number): void {
    const mark = { at, first: this.#first, second: this.#second, count: this.#count };
    this.#line = mark;
    this.#paragraph ??= mark;
    this.#document ??= mark;
  }

  #endLine(): void {
    if (this.#line !== null) this.#lines.push(this.#since(this.#line));
    this.#line = null;
  }

  #endParagraph(): void {
    if (this.#paragraph === null) return;
    const lines = this.#lines.length > 1 ? this.#lines : [];
    this.#listener.paragraph({ ...this.#since(this.#paragraph), lines });
    this.#paragraph = null;
    this.#lines = [];
  }

  /** H(xy) = H(x)·B^|y| + H(y), so H(y) is known from H(xy) and H(x). */
  #since({ at, first, second, count }: Mark): Stretch {
    const length = this.#count - count;
    const hashOf = (now: number, before: number, base: number) =>
      scatter((now - Math.imul(before, power(base, length))) ^ length);
    return {
      start: at,
      end: this.#end,
      first: hashOf(this.#first, first, firstBase),
      second: hashOf(this.#second, second, secondBase),
    };
  }
}

function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

/** Spreads what lies in the low bits, since a polynomial modulo 2^32 does not: the finaliser of MurmurHash3. */
function scatter(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
