// Logs of one JSON object a line, appended while a run goes on and read while it does.
// A crash may leave the last line torn: it is skipped when read and closed off before the next is written.

import { dirname } from 'node:path';
import { isMissing, writingError } from './failures.ts';
import type { FileSystem } from './file-system.ts';
import type { JsonValue } from './interfaces.ts';

const lineFeed = 0x0a;
const pieceBytes = 262_144;

/** Longer than any line we write; what is longer is no line. */
const longestLineBytes = 1_048_576;

/** Appends to logs; remembers which of them are known to end with a whole line. */
export class LineAppender {
  readonly #fileSystem: FileSystem;
  readonly #whole = new Set<string>();

  constructor(fileSystem: FileSystem) {
    this.#fileSystem = fileSystem;
  }

  async append(path: string, entry: object): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      const isTorn = !this.#whole.has(path) && (await this.#endsTorn(path));
      // Until it has succeeded, the file may end in the middle of this line.
      this.#whole.delete(path);
      const file = await this.#fileSystem.openForWriting(path, 'a');
      try {
        await file.write(isTorn ? Buffer.concat([Buffer.from('\n'), line]) : line);
      } finally {
        await file.close();
      }
      this.#whole.add(path);
    } catch (error) {
      const intent = { what: 'a log', folder: dirname(path), neededBytes: line.length };
      throw await writingError(this.#fileSystem, error, intent);
    }
  }

  async #endsTorn(path: string): Promise<boolean> {
    let file;
    try {
      file = await this.#fileSystem.openForReading(path);
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
    try {
      if (file.sizeBytes === 0) return false;
      const last = new Uint8Array(1);
      await file.read(file.sizeBytes - 1, last);
      return last[0] !== lineFeed;
    } finally {
      await file.close();
    }
  }
}

/** Every whole line's value in order; torn or damaged lines are left out, a missing file has none. */
export async function* readLines(fileSystem: FileSystem, path: string): AsyncGenerator<JsonValue> {
  let file;
  try {
    file = await fileSystem.openForReading(path);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  try {
    let rest = Buffer.alloc(0);
    for (let at = 0; at < file.sizeBytes; at += pieceBytes) {
      const piece = Buffer.alloc(Math.min(pieceBytes, file.sizeBytes - at));
      await file.read(at, piece);
      const bytes = Buffer.concat([rest, piece]);
      let start = 0;
      for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
        const value = parseLine(bytes.toString('utf8', start, end));
        if (value !== undefined) yield value;
        start = end + 1;
      }
      rest = bytes.subarray(start);
      if (rest.length > longestLineBytes) rest = Buffer.alloc(0);
    }
  } finally {
    await file.close();
  }
}

function parseLine(line: string): JsonValue | undefined {
  try {
    return JSON.parse(line) as JsonValue;
  } catch {
    return undefined;
  }
}
