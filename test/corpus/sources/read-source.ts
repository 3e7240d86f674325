// Reads a source to its end, from a file or from bytes, and puts its pieces together.

import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SourceReading } from '../../../app/contract/corpus.ts';
import { toWireError } from '../../../app/contract/errors.ts';
import type {
  FormatReader,
  SourceFacts,
  SourcePiece,
} from '../../../app/corpus/sources/source-piece.ts';
import { temporaryFolder } from '../fixtures.ts';

export interface ReadSource {
  text: string;
  pieces: SourcePiece[];
  facts: SourceFacts;
}

export interface ReadingOptions {
  reading?: SourceReading;
  signal?: AbortSignal;
}

export async function readFileWith(
  reader: FormatReader,
  path: string,
  { reading = {}, signal }: ReadingOptions = {},
): Promise<ReadSource> {
  const { size } = await stat(path);
  const pieces = reader({ path, name: basename(path), sizeBytes: size }, { reading, signal });
  const read: SourcePiece[] = [];
  for (;;) {
    const { done, value } = await pieces.next();
    if (done === true) {
      return { text: read.map(({ text }) => text).join(''), pieces: read, facts: value };
    }
    read.push(value);
  }
}

/** Reads bytes as if they were a file. */
export async function readBytesWith(
  reader: FormatReader,
  bytes: string | Uint8Array,
  options: ReadingOptions = {},
): Promise<ReadSource> {
  const path = join(await temporaryFolder(), 'source');
  await writeFile(path, bytes);
  return await readFileWith(reader, path, options);
}

/** The code of the error that reading bytes ends with, and its message; null where it succeeds. */
export async function failureOf(
  reader: FormatReader,
  bytes: string | Uint8Array,
): Promise<{ code: string; message: string } | null> {
  try {
    await readBytesWith(reader, bytes);
    return null;
  } catch (error) {
    const { code, message } = toWireError(error);
    return { code, message };
  }
}
