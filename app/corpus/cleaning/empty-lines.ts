// Runs of empty lines become one. A line that holds blanks alone is as empty as one without.

import type { LineEditor } from './line-stream.ts';

export class EmptyLineReducer implements LineEditor {
  changes = 0;
  #isAfterEmpty = false;

  line(text: string): string {
    const isEmpty = text.length === 1 ? text === '\n' : isBlank.test(text);
    const isDropped = isEmpty && this.#isAfterEmpty;
    this.#isAfterEmpty = isEmpty;
    if (isDropped) this.changes++;
    return isDropped ? '' : text;
  }

  part(text: string): string {
    this.#isAfterEmpty = false;
    return text;
  }

  end(): string {
    this.#isAfterEmpty = false;
    return '';
  }
}

const isBlank = /^\s+$/;
