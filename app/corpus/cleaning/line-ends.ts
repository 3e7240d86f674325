// CRLF and CR become LF. Rarer characters that end a line (U+2028, U+0085 and the like) are control characters.

import type { CleaningStage } from './stage.ts';

export class LineEndConverter implements CleaningStage {
  changes = 0;
  /** A CR at the end of a piece waits for the LF that may follow. */
  #waitsForLf = false;

  push(piece: string): string {
    if (piece === '') return piece;
    let text = this.#waitsForLf ? `\r${piece}` : piece;
    this.#waitsForLf = text.endsWith('\r');
    if (this.#waitsForLf) text = text.slice(0, -1);
    return text.includes('\r') ? this.#convert(text) : text;
  }

  finish(): string {
    const rest = this.#waitsForLf ? this.#convert('\r') : '';
    this.#waitsForLf = false;
    return rest;
  }

  #convert(text: string): string {
    return text.replace(/\r\n?/g, () => {
      this.changes++;
      return '\n';
    });
  }
}
