// Lets yauzl read a zip through a file handle that is ours. Its own way calls fs.read with positions as they stand
// in the file, and that throws out of a callback, past every handler, where a damaged file names one beyond 2^53.

import type { FileHandle } from 'node:fs/promises';
import { RandomAccessReader } from 'yauzl';

/** Bytes read at once, so that a directory of thousands of entries costs few reads. */
const windowBytes = 65_536;

/** The one class that inherits: yauzl takes its random access from subclasses alone. */
export class ZipFileReader extends RandomAccessReader {
  readonly #file: FileHandle;
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (!Number.isSafeInteger(position)) {
      callback(new Error('a position lies beyond every file'));
      return;
    }
    this.#slice(position, length).then(
      (bytes) => callback(null, bytes.copy(buffer, offset)),
      (error: Error) => callback(error),
    );
  }

  /** Yields the bytes of a range, fewer where the file ends before it. */
  async *range(start: number, length: number): AsyncGenerator<Buffer> {
    for (let at = start; at < start + length;) {
      const piece = Buffer.allocUnsafe(Math.min(windowBytes, start + length - at));
      const { bytesRead } = await this.#file.read(piece, 0, piece.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }

  async #slice(position: number, length: number): Promise<Buffer> {
    const start = position - this.#windowStart;
    if (start < 0 || start + length > this.#window.length) {
      const window = Buffer.allocUnsafe(Math.max(windowBytes, length));
      const { bytesRead } = await this.#file.read(window, 0, window.length, position);
      this.#window = window.subarray(0, bytesRead);
      this.#windowStart = position;
    }
    const from = position - this.#windowStart;
    return this.#window.subarray(from, from + length);
  }
}
