// A zip file as named streams of bytes, within limits that no book or letter reaches and every bomb does. Knows
// nothing of what is inside; nothing is written to disk, and a zip inside a zip is bytes like any other.

import { open, stat, type FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { EngineError } from '../../../contract/errors.ts';
import { megabytesInWords } from '../../../contract/megabytes.ts';
import { cancelledError, unreadableError } from '../../corpus-errors.ts';
import { encryptedError, hostileError } from './container-errors.ts';
import { damagedError } from '../source-errors.ts';
import type { SourceFile } from '../source-piece.ts';
import { ZipFileReader } from './zip-file-reader.ts';

/** Ten times what the largest e-books have. */
const maximumEntries = 20_000;
/** Names, comments and extra fields of all entries are held in memory. */
const maximumDirectoryBytes = 16 * 2 ** 20;
/** Over everything that is read: ten thousand books, and still less than half a minute. */
const maximumInflatedBytes = 2 ** 30;
/** Markup shrinks to a tenth or a thirtieth; bombs to a thousandth, which is the most that deflate can do. */
const maximumRatio = 200;
/** Below this a high ratio harms nobody: an empty table repeats itself too. */
const ratioFreeBytes = 16 * 2 ** 20;

const stored = 0;
const deflated = 8;

/** A zip file that has been opened and whose directory has been found safe. */
export class ZipArchive {
  readonly #source: SourceFile;
  readonly #file: FileHandle;
  readonly #reader: ZipFileReader;
  readonly #entries = new Map<string, Entry>();
  readonly #signal: AbortSignal | undefined;
  #zip: ZipFile | null = null;
  #storedBytes = 0;
  #inflatedBytes = 0;

  private constructor(source: SourceFile, file: FileHandle, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#file = file;
    this.#reader = new ZipFileReader(file);
    this.#signal = signal;
  }

  /** Opens a file and reads its directory; to be closed by who opened it. */
  static async open(source: SourceFile, signal: AbortSignal | undefined): Promise<ZipArchive> {
    const archive = new ZipArchive(source, await openRegularFile(source), signal);
    try {
      await archive.#guard(() => archive.#readDirectory());
      return archive;
    } catch (error) {
      await archive.close();
      throw error;
    }
  }

  /** Bytes of the file that have been unpacked so far. */
  get doneBytes(): number {
    return Math.min(this.#storedBytes, this.#source.sizeBytes);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Unpacks an entry piece by piece; its size and its checksum are compared at the end. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw damagedError(this.#source.name, `"${name}" is missing in it`);
    const size = entry.uncompressedSize;
    let bytes = 0;
    let checksum = 0;
    const pieces = this.#unpack(entry);
    try {
      for (;;) {
        const next = await this.#guard(() => pieces.next());
        if (next.done === true) break;
        const piece = next.value;
        if (this.#signal?.aborted) throw cancelledError();
        bytes += piece.length;
        if (bytes > size) throw damagedError(this.#source.name, `"${name}" is longer than it says`);
        this.#inflatedBytes += piece.length;
        this.#refuseBomb();
        checksum = crc32(piece, checksum);
        yield piece;
      }
    } finally {
      // Whoever reads no further must not leave the inflating behind.
      await pieces.return(undefined);
    }
    if (bytes === size && checksum === entry.crc32) return;
    throw damagedError(this.#source.name, `"${name}" is not what was packed`);
  }

  /** Unpacks an entry that is needed at once and is small in every honest file. */
  async readWhole(name: string, maximumBytes: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of this.read(name)) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > maximumBytes) {
        throw hostileError(this.#source.name, `"${name}" has more than ${maximumBytes} bytes`);
      }
    }
    return Buffer.concat(pieces);
  }

  async close(): Promise<void> {
    this.#zip?.close();
    this.#zip = null;
    await this.#file.close();
  }

  async #readDirectory(): Promise<void> {
    const { size } = await this.#file.stat();
    const options = { autoClose: false, strictFileNames: true, validateEntrySizes: true };
    this.#zip = await fromRandomAccessReaderPromise(this.#reader, size, options);
    if (this.#zip.entryCount > maximumEntries) {
      throw hostileError(this.#source.name, `it has ${this.#zip.entryCount} files inside`);
    }
    let bytes = 0;
    for await (const entry of this.#zip.eachEntry()) {
      if (this.#signal?.aborted) throw cancelledError();
      bytes += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
      if (bytes > maximumDirectoryBytes) {
        throw hostileError(this.#source.name, 'the names of the files inside fill megabytes');
      }
      this.#entries.set(entry.fileName, entry);
    }
  }

  async *#unpack(entry: Entry): AsyncGenerator<Buffer> {
    const { name } = this.#source;
    if (entry.isEncrypted()) throw encryptedError(name, `"${entry.fileName}" needs a password`);
    const method = entry.compressionMethod;
    if (this.#zip === null || (method !== stored && method !== deflated)) {
      throw damagedError(name, `"${entry.fileName}" is packed in an unknown way (${method})`);
    }
    const header = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = this.#countStored(header.fileDataStart, entry.compressedSize);
    if (method === stored) {
      yield* packed;
      return;
    }
    const inflate = createInflateRaw({ chunkSize: 65_536 });
    // An error on the way destroys `inflate` with it, and so comes out of the loop over it.
    yield* pipeline(Readable.from(packed), inflate, () => undefined) as AsyncIterable<Buffer>;
  }

  async *#countStored(start: number, length: number): AsyncGenerator<Buffer> {
    for await (const piece of this.#reader.range(start, length)) {
      this.#storedBytes += piece.length;
      yield piece;
    }
  }

  #refuseBomb(): void {
    const bytes = this.#inflatedBytes;
    const isDense = bytes > ratioFreeBytes && bytes > maximumRatio * this.#storedBytes;
    if (!isDense && bytes <= maximumInflatedBytes) return;
    const unpacked = megabytesInWords(bytes / 2 ** 20, 'available');
    throw hostileError(
      this.#source.name,
      `${this.#storedBytes} bytes of it unpack to more than ${unpacked} (a zip bomb)`,
    );
  }

  /** Says in our words what yauzl, zlib and the file system say in theirs. */
  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof EngineError ? error : describe(this.#source.name, error);
    }
  }
}

async function openRegularFile({ path, name }: SourceFile): Promise<FileHandle> {
  try {
    // Opening a pipe or a device could wait for ever.
    if ((await stat(path)).isFile()) return await open(path, 'r');
  } catch (cause) {
    throw unreadableError(name, cause);
  }
  throw unreadableError(name, 'it is not a file');
}

function describe(name: string, error: unknown): EngineError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'syscall' in error) return unreadableError(name, error);
  if (/^(invalid characters in fileName|absolute path|invalid relative path)/.test(message)) {
    return hostileError(name, 'a file inside has a name that leads out of it');
  }
  if (message.startsWith('strong encryption')) {
    return encryptedError(name, 'the whole container needs a password');
  }
  return damagedError(name, `its zip container ${zipDamage(message)}`, error);
}

/** What is wrong with a container, by what yauzl or zlib says of it. */
function zipDamage(message: string): string {
  if (message.startsWith('End of central directory record signature not found')) {
    return 'has no end: the file is cut off, or it is not a zip file at all';
  }
  if (/^(unexpected (EOF|end of file)|file data overflows)/.test(message)) return 'is cut off';
  if (message.startsWith('multi-disk')) return 'is one part of several';
  return 'is damaged';
}
