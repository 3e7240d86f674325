// Windows of their own at every so many characters of a range, read one by one from any place. Nothing is held in
// memory that grows with the text. Knows nothing of the order in which they are read.

import { assert } from '../../contract/errors.ts';
import type { IdFile } from '../id-file.ts';
import type { Range } from '../splitting/splits.ts';

export interface StridedOptions {
  range: Range;
  /** T, the length of a window. */
  sequenceLength: number;
  /** Characters from the start of one window to that of the next. */
  stride: number;
}

/** How many windows a range holds, each with the character that follows it. */
export function countStridedWindows({ range, sequenceLength, stride }: StridedOptions): number {
  const starts = range.end - range.start - sequenceLength;
  return starts <= 0 ? 0 : Math.floor((starts - 1) / stride) + 1;
}

/** Reads windows; each reader belongs to one thread. */
export class StridedReader {
  readonly windows: number;
  readonly #options: StridedOptions & { ids: IdFile; remap: Int32Array };
  readonly #window: Int32Array;

  constructor(options: StridedOptions & { ids: IdFile; remap: Int32Array }) {
    this.#options = options;
    this.#window = new Int32Array(options.sequenceLength + 1);
    this.windows = countStridedWindows(options);
  }

  /**
   * Fills column b of `inputs` and `targets`, [T,B] time-major, with the window that is numbered `windows[b]`;
   * targets are the characters one later.
   */
  read(windows: readonly number[], inputs: Int32Array, targets: Int32Array): void {
    const { sequenceLength: T, stride, range, ids, remap } = this.#options;
    const B = windows.length;
    assert(inputs.length === T * B && targets.length === T * B, `windows hold ${T}*${B} indices`);
    windows.forEach((window, b) => {
      assert(window >= 0 && window < this.windows, `window ${window} of ${this.windows}`);
      ids.read(range.start + window * stride, this.#window);
      for (let t = 0, at = b; t < T; t++, at += B) {
        inputs[at] = remap[this.#window[t] ?? 0] ?? 0;
        targets[at] = remap[this.#window[t + 1] ?? 0] ?? 0;
      }
    });
  }
}
