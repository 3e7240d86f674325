// What tells whether a source is still what it was: its size, its time and the hash of its bytes.

import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { EngineError } from '../../contract/errors.ts';
import { cancelledError, unreadableError } from '../corpus-errors.ts';
import { readAhead } from '../read-ahead.ts';
import type { CorpusInput, TextInput } from './text-input.ts';

export interface SourceMark {
  sizeBytes: number;
  /** Null for a pasted text. */
  modifiedMs: number | null;
  /** `sha256:<hex>`. */
  hash: string;
}

export interface MarkOptions {
  signal?: AbortSignal | undefined;
  /** Called with the bytes so far. */
  onBytes?: ((bytes: number) => void) | undefined;
}

/** Bytes read at a time. */
const pieceBytes = 1_048_576;

/** Reads a source once for its hash. */
export async function markSource(input: TextInput, options: MarkOptions): Promise<SourceMark> {
  const hash = createHash('sha256');
  const { sizeBytes, modifiedMs } = await measureSource(input);
  if (input.kind === 'text') hash.update(input.text);
  else await readInto(input, (bytes) => void hash.update(bytes), options);
  return { sizeBytes, modifiedMs, hash: `sha256:${hash.digest('hex')}` };
}

/** A source's size and time; a file must be a regular one. */
export async function measureSource(
  input: TextInput,
): Promise<Pick<SourceMark, 'sizeBytes' | 'modifiedMs'>> {
  if (input.kind === 'text') return { sizeBytes: Buffer.byteLength(input.text), modifiedMs: null };
  let status;
  try {
    status = await stat(input.path);
  } catch (cause) {
    throw unreadableError(input.name, cause);
  }
  // Opening a pipe or a device could wait for ever.
  if (!status.isFile()) {
    throw unreadableError(input.name, status.isDirectory() ? 'it is a folder' : 'it is not a file');
  }
  return { sizeBytes: status.size, modifiedMs: status.mtimeMs };
}

/** Bytes of all inputs together. */
export async function measureAll(inputs: readonly CorpusInput[]): Promise<number> {
  let totalBytes = 0;
  for (const input of inputs) totalBytes += await bytesOf(input);
  return totalBytes;
}

/** Bytes that are read of an input. */
export async function bytesOf(input: CorpusInput): Promise<number> {
  if (input.kind === 'kept') return input.endByte - input.startByte;
  return (await measureSource(input)).sizeBytes;
}

async function readInto(
  input: TextInput & { kind: 'file' },
  take: (bytes: Uint8Array) => void,
  { signal, onBytes }: MarkOptions,
): Promise<void> {
  let file = null;
  try {
    file = await open(input.path, 'r');
    let done = 0;
    for await (const bytes of readAhead(file, pieceBytes)) {
      if (signal?.aborted) throw cancelledError();
      take(bytes);
      done += bytes.length;
      onBytes?.(done);
    }
  } catch (error) {
    throw error instanceof EngineError ? error : unreadableError(input.name, error);
  } finally {
    await file?.close();
  }
}
