// Leaves out what Project Gutenberg puts around a book: the header down to its marker with the credits behind, and
// everything from the end's marker on. Nothing is left out where there is no marker.

import {
  endsMarker,
  isCredit,
  isEnd,
  isLicenceEnd,
  isStart,
  isStartOfBook,
} from './gutenberg-markers.ts';
import type { LineEditor } from './line-stream.ts';

/** Units in which a header has to end, and a licence: the longest have 22,000. */
const longestHeader = 65_536;

/** Lines of a marker with a long title, and of a paragraph of credits, at most. */
const longestParagraph = { marker: 3, credits: 16 };

type Place = 'header' | 'marker' | 'opening' | 'credits' | 'book' | 'licence';

export class GutenbergRemover implements LineEditor {
  changes = 0;
  #place: Place = 'header';
  /** Lines that are a header or a licence, if a marker or the document's end says so. */
  #held: string[] = [];
  #heldUnits = 0;
  /** Lines of the marker or of the credits so far. */
  #paragraphLines = 0;

  line(text: string): string {
    switch (this.#place) {
      case 'header':
        if (isStart(text)) return this.#dropHeld(text);
        return this.#hold(text) ? '' : this.#releaseHeader();
      case 'licence':
        if (isStartOfBook(text)) return this.#dropHeld(text);
        return this.#hold(text) ? '' : this.#releaseLicence();
      case 'book':
        return this.#readBook(text);
      default:
        return this.#readOpening(text);
    }
  }

  part(text: string): string {
    const held = this.end();
    this.#place = 'book';
    return held + text;
  }

  end(): string {
    let rest = '';
    if (this.#place === 'header') rest = this.#releaseHeader();
    if (this.#place === 'licence') this.changes++;
    this.#clear();
    this.#place = 'header';
    return rest;
  }

  /** Holds a line; false once that is too much for what it was taken for. */
  #hold(text: string): boolean {
    this.#held.push(text);
    this.#heldUnits += text.length;
    return this.#heldUnits <= longestHeader;
  }

  #clear(): string[] {
    const held = this.#held;
    this.#held = [];
    this.#heldUnits = 0;
    return held;
  }

  /** A start was found: what was held was a header, or a licence and the next book's header. */
  #dropHeld(marker: string): string {
    this.#clear();
    this.changes++;
    this.#paragraphLines = 1;
    this.#place = endsMarker(marker) ? 'opening' : 'marker';
    return '';
  }

  /** There is no header. */
  #releaseHeader(): string {
    this.#place = 'book';
    return this.#reread(this.#clear());
  }

  /** More follows than a licence: what stands behind its last line is text; without one, all of it is. */
  #releaseLicence(): string {
    const held = this.#clear();
    const last = held.findLastIndex(isLicenceEnd);
    this.#place = 'book';
    if (last === -1) return held.join('');
    this.changes++;
    return this.#reread(held.slice(last + 1));
  }

  #reread(lines: readonly string[]): string {
    let text = '';
    for (const line of lines) text += this.line(line);
    return text;
  }

  #readBook(text: string): string {
    if (isStartOfBook(text)) return this.#dropHeld(text);
    if (!isEnd(text)) return text;
    this.#place = 'licence';
    this.#hold(text);
    return '';
  }

  /** Between the marker and the book's own first line. */
  #readOpening(text: string): string {
    const isEmpty = text.trim() === '';
    if (isEmpty || this.#isInParagraph()) {
      this.#paragraphLines++;
      if (isEmpty || (this.#place === 'marker' && /\*\s*$/.test(text))) this.#place = 'opening';
      return '';
    }
    if (isCredit(text)) {
      this.#place = 'credits';
      this.#paragraphLines = 1;
      return '';
    }
    this.#place = 'book';
    return this.#readBook(text);
  }

  #isInParagraph(): boolean {
    if (this.#place !== 'marker' && this.#place !== 'credits') return false;
    return this.#paragraphLines < longestParagraph[this.#place];
  }
}
