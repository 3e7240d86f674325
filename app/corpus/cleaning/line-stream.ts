// Lines of a stream, one after the other, for the steps that work on lines. A line longer than a bound is no line
// to any of them: it comes in parts and passes as it is.

import type { CleaningStage } from './stage.ts';

/** Units of a line at most, its end included: a page of print has 3,000, a paragraph on one line seldom 20,000. */
export const maximumLine = 65_536;

export interface LineEditor {
  readonly changes: number;
  /** What a line becomes, or what may be said in its place by now; it ends in LF but for a document's last one. */
  line(text: string): string;
  /** A part of a line that is too long; what the editor held back has to come before it. */
  part(text: string): string;
  /** What the editor held back, at the document's end. */
  end(): string;
}

/** Lets an editor work on every line of a stream. */
export class LineStream implements CleaningStage {
  readonly #editor: LineEditor;
  #held = '';
  #isInLongLine = false;

  constructor(editor: LineEditor) {
    this.#editor = editor;
  }

  get changes(): number {
    return this.#editor.changes;
  }

  push(piece: string): string {
    const text = this.#held === '' ? piece : this.#held + piece;
    let edited = '';
    let start = 0;
    for (let end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', start) + 1) {
      edited += this.#take(text.slice(start, end));
      start = end;
    }
    this.#held = text.slice(start);
    if (this.#isInLongLine || this.#held.length > maximumLine) {
      this.#isInLongLine = true;
      edited += this.#held === '' ? '' : this.#editor.part(this.#held);
      this.#held = '';
    }
    return edited;
  }

  finish(): string {
    const last = this.#held === '' ? '' : this.#take(this.#held);
    this.#held = '';
    this.#isInLongLine = false;
    return last + this.#editor.end();
  }

  #take(line: string): string {
    const isPart = this.#isInLongLine || line.length > maximumLine;
    this.#isInLongLine = false;
    return isPart ? this.#editor.part(line) : this.#editor.line(line);
  }
}
