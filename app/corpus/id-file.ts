// The file of ids: one number per character, little-endian, after a header that says how wide they are.
// Reads are synchronous and by position, so that a worker thread can take windows from any place of a
// gigabyte that stays on disk. Knows nothing of which character an id stands for.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { EngineError } from '../contract/errors.ts';

/** Header: 8 bytes of name, version, bytes per id, 6 bytes zero, the number of ids as a 64-bit integer. */
const magic = 'charlids';
const version = 1;
export const idHeaderBytes = 24;

/** Read at a time where ids are read in rising order; one disk read costs about as much. */
const readAheadBytes = 65_536;

/** Files up to this size are read once and held where reads come in any order: a few megabytes, whatever the text. */
const heldBytesAtMost = 4 * 1_048_576;

/** As few as the largest id needs: the ids of most scripts then take no more of the disk than the text. */
export type BytesPerId = 1 | 2 | 4;

/** The array types whose elements are ids of so many bytes. */
export const idArrays = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;

/** How wide ids below `count` have to be. */
export function bytesPerIdFor(count: number): BytesPerId {
  return count <= 0x100 ? 1 : count <= 0x1_0000 ? 2 : 4;
}

/** Ids of a corpus by position; one per thread, since it has a buffer of its own. */
export interface IdFile {
  /** Number of ids, document ends included. */
  readonly length: number;
  /** Fills the whole target from position `start` on. */
  read(start: number, target: Int32Array): void;
  close(): void;
}

/**
 * Opens a file of ids after checking its header against its size. With `scattered`, reads come in any order and
 * take so many ids each: nothing beyond them is read from a large file, and a small one is held whole.
 */
export function openIdFile(path: string, scattered: number | null = null): IdFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (cause) {
    throw damaged(path, 'it cannot be opened', cause);
  }
  try {
    const { length, bytesPerId } = readHeader(path, descriptor);
    const bytes = length * bytesPerId;
    const isHeld = bytes <= heldBytesAtMost;
    const perRead = scattered === null ? readAheadBytes : isHeld ? bytes : scattered * bytesPerId;
    return new BufferedIdFile({ path, descriptor, bufferBytes: perRead }, length, bytesPerId);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The bytes that stand before `length` ids. */
export function encodeIdHeader(length: number, bytesPerId: BytesPerId): Uint8Array {
  const header = Buffer.alloc(idHeaderBytes);
  header.write(magic, 'latin1');
  header.writeUInt8(version, 8);
  header.writeUInt8(bytesPerId, 9);
  header.writeBigUInt64LE(BigInt(length), 16);
  return header;
}

function readHeader(path: string, descriptor: number): { length: number; bytesPerId: BytesPerId } {
  const header = Buffer.alloc(idHeaderBytes);
  const read = readSync(descriptor, header, 0, idHeaderBytes, 0);
  if (read < idHeaderBytes || header.toString('latin1', 0, 8) !== magic) {
    throw damaged(path, 'it does not begin as a file of ids does');
  }
  if (header.readUInt8(8) !== version) {
    throw damaged(path, `it has version ${header.readUInt8(8)}, expected ${version}`);
  }
  const bytesPerId = header.readUInt8(9);
  if (bytesPerId !== 1 && bytesPerId !== 2 && bytesPerId !== 4) {
    throw damaged(path, `it has ${bytesPerId} bytes per id, expected 1, 2 or 4`);
  }
  const length = Number(header.readBigUInt64LE(16));
  const { size } = fstatSync(descriptor);
  if (size !== idHeaderBytes + length * bytesPerId) {
    const expected = idHeaderBytes + length * bytesPerId;
    throw damaged(path, `it has ${size} bytes, expected ${expected}`);
  }
  return { length, bytesPerId };
}

class BufferedIdFile implements IdFile {
  readonly length: number;
  readonly #path: string;
  readonly #bytesPerId: BytesPerId;
  #descriptor: number | null;
  readonly #buffer: Uint8Array<ArrayBuffer>;
  /** Position of the buffer's first id, and how many ids it holds. */
  #bufferStart = 0;
  #bufferLength = 0;

  constructor(
    { path, descriptor, bufferBytes }: { path: string; descriptor: number; bufferBytes: number },
    length: number,
    bytesPerId: BytesPerId,
  ) {
    this.#path = path;
    this.#descriptor = descriptor;
    this.#buffer = new Uint8Array(Math.max(bytesPerId, bufferBytes));
    this.length = length;
    this.#bytesPerId = bytesPerId;
  }

  read(start: number, target: Int32Array): void {
    const end = start + target.length;
    if (start < 0 || end > this.length) {
      throw new RangeError(`ids ${start} to ${end} lie outside a file of ${this.length}`);
    }
    for (let at = start; at < end;) {
      if (at < this.#bufferStart || at >= this.#bufferStart + this.#bufferLength) this.#fill(at);
      const from = at - this.#bufferStart;
      const count = Math.min(end - at, this.#bufferLength - from);
      const ids = this.#view();
      target.set(ids.subarray(from, from + count), at - start);
      at += count;
    }
  }

  close(): void {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  /** Every machine that TensorFlow runs on is little-endian, so the bytes are the numbers. */
  #view(): InstanceType<(typeof idArrays)[BytesPerId]> {
    return new idArrays[this.#bytesPerId](this.#buffer.buffer);
  }

  #fill(wantedStart: number): void {
    if (this.#descriptor === null) throw new Error(`${this.#path} is closed`);
    // Towards the end the buffer is still filled whole: a file that fits is then read only once.
    const perBuffer = this.#buffer.length / this.#bytesPerId;
    const start = Math.max(0, Math.min(wantedStart, this.length - perBuffer));
    const wanted = Math.min(this.#buffer.length, (this.length - start) * this.#bytesPerId);
    const position = idHeaderBytes + start * this.#bytesPerId;
    let read = 0;
    while (read < wanted) {
      const count = readSync(this.#descriptor, this.#buffer, read, wanted - read, position + read);
      if (count === 0) throw damaged(this.#path, 'it became shorter while it was read');
      read += count;
    }
    this.#bufferStart = start;
    this.#bufferLength = wanted / this.#bytesPerId;
  }
}

function damaged(path: string, problem: string, cause?: unknown): EngineError {
  return new EngineError(
    'corpus-changed',
    `The text's own file ${path} cannot be used: ${problem}. Remove the text from Charloom and import it again.`,
    { details: { path, problem }, cause },
  );
}
