// Counts the characters of a text as it passes: how often each occurs, and how many lines there are.

import type { CharacterCount } from '../contract/corpus.ts';
import { isControl } from './binary.ts';

const codePoints = 0x11_0000;
const lineFeed = 0x0a;

/** Counts over any number of documents. */
export class CharacterTally {
  /** Code points so far. */
  characters = 0;
  readonly #counts = new Uint32Array(codePoints);
  #unfinishedLines = 0;
  #lastCodePoint = lineFeed;

  /** Adds well-formed text. */
  add(text: string): void {
    const counts = this.#counts;
    let codePoint = this.#lastCodePoint;
    let pairs = 0;
    for (let at = 0; at < text.length; at++) {
      codePoint = text.charCodeAt(at);
      if (codePoint >= 0xd800 && codePoint <= 0xdbff) {
        codePoint = 0x10000 + ((codePoint - 0xd800) << 10) + (text.charCodeAt(++at) - 0xdc00);
        pairs++;
      }
      counts[codePoint] = (counts[codePoint] ?? 0) + 1;
    }
    this.characters += text.length - pairs;
    this.#lastCodePoint = codePoint;
  }

  /** Says that the next text belongs to another document. */
  endDocument(): void {
    if (this.#lastCodePoint !== lineFeed) this.#unfinishedLines++;
    this.#lastCodePoint = lineFeed;
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
