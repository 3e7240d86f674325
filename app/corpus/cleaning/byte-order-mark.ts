// Leaves out the byte order mark at a document's beginning. Marks inside are another step's.

import type { CleaningStage } from './stage.ts';

const byteOrderMark = '\uFEFF';

export class ByteOrderMarkRemover implements CleaningStage {
  changes = 0;
  #hasBegun = false;

  push(text: string): string {
    if (this.#hasBegun || text === '') return text;
    this.#hasBegun = true;
    if (!text.startsWith(byteOrderMark)) return text;
    this.changes++;
    return text.slice(byteOrderMark.length);
  }

  finish(): string {
    this.#hasBegun = false;
    return '';
  }
}
