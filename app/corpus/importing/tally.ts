// Counts the characters of a text as it passes in UTF-8: how often each occurs, and how many lines there are.

import type { CharacterCount } from '../../contract/corpus.ts';
import { isControl } from '../binary.ts';

const codePoints = 0x11_0000;
const lineFeed = 0x0a;

/** Counts over any number of documents. */
export class CharacterTally {
  /** Code points so far. */
  characters = 0;
  readonly #counts = new Uint32Array(codePoints);
  #unfinishedLines = 0;
  #lastByte = lineFeed;

  /** Adds well-formed UTF-8 that ends with a whole character. */
  add(bytes: Uint8Array): void {
    const counts = this.#counts;
    const { length } = bytes;
    let continued = 0;
    for (let at = 0; at < length; at++) {
      let codePoint = bytes[at] ?? 0;
      if (codePoint >= 0x80) {
        // The lead byte says how many follow; 0x3f >> 1, 2 or 3 masks what it holds of the character.
        let following = codePoint < 0xe0 ? 1 : codePoint < 0xf0 ? 2 : 3;
        continued += following;
        codePoint &= 0x3f >> following;
        for (; following > 0; following--) {
          codePoint = (codePoint << 6) | ((bytes[++at] ?? 0) & 0x3f);
        }
      }
      counts[codePoint] = (counts[codePoint] ?? 0) + 1;
    }
    this.characters += length - continued;
    this.#lastByte = bytes[length - 1] ?? this.#lastByte;
  }

  /** Says that the next text belongs to another document. */
  endDocument(): void {
    if (this.#lastByte !== lineFeed) this.#unfinishedLines++;
    this.#lastByte = lineFeed;
  }

  /** Lines of the documents that have ended; a last line without its line end counts. */
  get lines(): number {
    return (this.#counts[lineFeed] ?? 0) + this.#unfinishedLines;
  }

  get nul(): number {
    return this.#counts[0] ?? 0;
  }

  /** Control characters, NUL included. */
  get control(): number {
    let control = 0;
    for (let codePoint = 0; codePoint < 0x80; codePoint++) {
      if (isControl(codePoint)) control += this.#counts[codePoint] ?? 0;
    }
    return control;
  }

  /** Every character that occurs by falling count, ties by code point. */
  alphabet(): CharacterCount[] {
    const present: { codePoint: number; count: number }[] = [];
    this.#counts.forEach((count, codePoint) => {
      if (count > 0) present.push({ codePoint, count });
    });
    present.sort(
      (first, second) => second.count - first.count || first.codePoint - second.codePoint,
    );
    return present.map(({ codePoint, count }) => ({
      character: String.fromCodePoint(codePoint),
      count,
    }));
  }
}
