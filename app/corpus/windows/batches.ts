// Cuts a range of a corpus into B contiguous streams and reads them window by window, time-major.
// The state carried from window to window fits because stream s goes on where its last window ended.

import { assert } from '../../contract/errors.ts';
import type { IdFile } from '../id-file.ts';
import type { Range } from '../splitting/splits.ts';

export interface WindowOptions {
  ids: IdFile;
  /** Corpus id to vocabulary index. */
  remap: Int32Array;
  range: Range;
  /** B, the number of streams. */
  streams: number;
  /** T, the length of a window. */
  sequenceLength: number;
  /** Characters left out at the range's start, so that windows differ from pass to pass. */
  shift: number;
}

/** Ids a stream reads ahead; windows of ordinary length then cost one disk read in dozens. */
const readAhead = 4096;

/** Number of windows that each stream has; 0 when the range is too short. */
export function countWindows(options: Omit<WindowOptions, 'ids' | 'remap'>): number {
  return Math.max(0, Math.floor(streamLength(options) / options.sequenceLength));
}

/** The last character of the range is only ever a target. */
function streamLength({ range, streams, shift }: Omit<WindowOptions, 'ids' | 'remap'>): number {
  return Math.floor((range.end - range.start - shift - 1) / streams);
}

/** Reads windows of all streams or of some; each reader belongs to one thread. */
export class WindowReader {
  /** Windows in one pass over the range. */
  readonly windows: number;
  readonly #options: WindowOptions;
  readonly #streamLength: number;
  readonly #streams = new Map<number, StreamBuffer>();

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#streamLength = streamLength(options);
    this.windows = countWindows(options);
  }

  /**
   * Fills `inputs` and `targets`, [T,b] with b = lastStream - firstStream (the last one not included);
   * targets are the characters one later.
   */
  read(
    window: number,
    firstStream: number,
    lastStream: number,
    inputs: Int32Array,
    targets: Int32Array,
  ): void {
    const { sequenceLength: T, remap } = this.#options;
    const b = lastStream - firstStream;
    assert(window >= 0 && window < this.windows, `window ${window} of ${this.windows}`);
    assert(inputs.length === T * b && targets.length === T * b, `windows hold ${T}*${b} indices`);
    for (let stream = firstStream; stream < lastStream; stream++) {
      const buffer = this.#stream(stream);
      const ids = buffer.take(window * T, T + 1);
      for (let t = 0, at = stream - firstStream; t < T; t++, at += b) {
        inputs[at] = remap[ids[t] ?? 0] ?? 0;
        targets[at] = remap[ids[t + 1] ?? 0] ?? 0;
      }
    }
  }

  #stream(stream: number): StreamBuffer {
    let buffer = this.#streams.get(stream);
    if (buffer === undefined) {
      const { range, shift, ids, streams, sequenceLength } = this.#options;
      assert(stream >= 0 && stream < streams, `stream ${stream} of ${streams}`);
      const start = range.start + shift + stream * this.#streamLength;
      // One more than the stream: its last target is the next stream's first character.
      const end = start + this.#streamLength + 1;
      buffer = new StreamBuffer(ids, start, end, Math.max(readAhead, sequenceLength + 1));
      this.#streams.set(stream, buffer);
    }
    return buffer;
  }
}

/** One stream's ids around its current place. */
class StreamBuffer {
  readonly #ids: IdFile;
  readonly #start: number;
  readonly #end: number;
  readonly #buffer: Int32Array;
  #bufferStart = 0;
  #bufferLength = 0;

  constructor(ids: IdFile, start: number, end: number, capacity: number) {
    this.#ids = ids;
    this.#start = start;
    this.#end = end;
    this.#buffer = new Int32Array(Math.min(capacity, end - start));
  }

  /** The ids from `offset` within the stream on; valid until the next call. */
  take(offset: number, count: number): Int32Array {
    const start = this.#start + offset;
    const isHeld =
      start >= this.#bufferStart && start + count <= this.#bufferStart + this.#bufferLength;
    if (!isHeld) {
      const length = Math.min(this.#buffer.length, this.#end - start);
      this.#ids.read(start, this.#buffer.subarray(0, length));
      this.#bufferStart = start;
      this.#bufferLength = length;
    }
    const from = start - this.#bufferStart;
    return this.#buffer.subarray(from, from + count);
  }
}
