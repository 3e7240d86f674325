// Makes a text canonical while it streams by: byte order mark removed, line ends LF, NFC.
// Everything else stays as it is: nothing is stripped in silence.

import type { Normalisation } from '../contract/model.ts';
import { StreamNormaliser } from './normalise.ts';
import type { Cleaning } from './text-input.ts';

/** What every corpus goes through, as models record it. */
export const normalisation: Normalisation = {
  lineEnds: 'lf',
  form: 'NFC',
  byteOrderMark: 'removed',
};

const byteOrderMark = '\uFEFF';

/** Cleans one document that comes in pieces; what it changed is counted. */
export class TextCleaner {
  readonly #normaliser = new StreamNormaliser();
  #hasBegun = false;
  /** A CR at the end of a piece waits for the LF that may follow. */
  #waitsForLf = false;
  #lineEnds = 0;
  #byteOrderMarks = 0;

  get cleaning(): Cleaning {
    return {
      lineEnds: this.#lineEnds,
      byteOrderMarks: this.#byteOrderMarks,
      composed: this.#normaliser.composed,
    };
  }

  /** What is certain once this piece is known; may lag a few characters behind. */
  push(piece: string): string {
    return this.#normaliser.push(this.#convertLineEnds(this.#removeMark(piece)));
  }

  /** The rest. */
  finish(): string {
    const last = this.#waitsForLf ? this.#toLf('\r') : '';
    this.#waitsForLf = false;
    return this.#normaliser.push(last) + this.#normaliser.finish();
  }

  #removeMark(piece: string): string {
    if (this.#hasBegun || piece === '') return piece;
    this.#hasBegun = true;
    if (!piece.startsWith(byteOrderMark)) return piece;
    this.#byteOrderMarks++;
    return piece.slice(byteOrderMark.length);
  }

  #convertLineEnds(piece: string): string {
    if (piece === '') return piece;
    let text = this.#waitsForLf ? `\r${piece}` : piece;
    this.#waitsForLf = text.endsWith('\r');
    if (this.#waitsForLf) text = text.slice(0, -1);
    return text.includes('\r') ? this.#toLf(text) : text;
  }

  #toLf(text: string): string {
    return text.replace(/\r\n?/g, () => {
      this.#lineEnds++;
      return '\n';
    });
  }
}

/** Cleans a text that is at hand as a whole, such as a prompt. */
export function cleanText(text: string): string {
  const cleaner = new TextCleaner();
  return cleaner.push(text) + cleaner.finish();
}
