// Reads one document as a stream of clean text. A gigabyte passes through in pieces and never becomes
// one string. Knows nothing of alphabets or of where the text goes.

import { createHash, type Hash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { EngineError } from '../contract/errors.ts';
import { guessEncoding, refuseBinaryBytes, sampleBytes } from './binary.ts';
import { TextCleaner } from './clean.ts';
import {
  cancelledError,
  loneSurrogateError,
  notUtf8Error,
  unreadableError,
} from './corpus-errors.ts';
import type { Cleaning, TextInput } from './text-input.ts';
import { Utf8Decoder } from './utf8.ts';

/** Bytes read at a time: large enough to be fast, small enough to leave the event loop alone for ms only. */
export const pieceBytes = 262_144;

/** What is known of a document once it has been read to its end. */
export interface ReadDocument {
  sizeBytes: number;
  /** Of its bytes as they came, `sha256:<hex>`. */
  hash: string;
  cleaning: Cleaning;
}

export interface ReadTextOptions {
  signal?: AbortSignal | undefined;
  /** Called with the size of each piece. */
  onBytes?: ((bytes: number) => void) | undefined;
}

/** Yields clean text in pieces and returns what was learned of the document. */
export async function* readText(
  input: TextInput,
  options: ReadTextOptions = {},
): AsyncGenerator<string, ReadDocument> {
  const cleaner = new TextCleaner();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const pieces =
    input.kind === 'file' ? readFilePieces(input, hash) : readPastedPieces(input, hash);
  for await (const { text, bytes } of pieces) {
    if (options.signal?.aborted) throw cancelledError();
    sizeBytes += bytes;
    const clean = cleaner.push(text);
    if (clean !== '') yield clean;
    options.onBytes?.(bytes);
  }
  const rest = cleaner.finish();
  if (rest !== '') yield rest;
  return { sizeBytes, hash: `sha256:${hash.digest('hex')}`, cleaning: cleaner.cleaning };
}

/** The size of a document in bytes, for progress; a file must be a regular one. */
export async function measureInput(input: TextInput): Promise<number> {
  if (input.kind === 'text') return Buffer.byteLength(input.text);
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
  return status.size;
}

interface Piece {
  text: string;
  bytes: number;
}

async function* readFilePieces(
  input: TextInput & { kind: 'file' },
  hash: Hash,
): AsyncGenerator<Piece> {
  await measureInput(input);
  let file: FileHandle | null = null;
  try {
    file = await open(input.path, 'r');
    yield* decodeFile(file, input.name, hash);
  } catch (error) {
    throw error instanceof EngineError ? error : unreadableError(input.name, error);
  } finally {
    await file?.close();
  }
}

async function* decodeFile(file: FileHandle, name: string, hash: Hash): AsyncGenerator<Piece> {
  const decoder = new Utf8Decoder();
  const buffer = Buffer.allocUnsafe(pieceBytes);
  let guess: string | null = null;
  for (let isFirst = true; ; isFirst = false) {
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, null);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    if (isFirst) {
      guess = guessEncoding(chunk);
      if (guess === null) refuseBinaryBytes(name, chunk.subarray(0, sampleBytes));
    }
    hash.update(chunk);
    const text = decoder.push(chunk);
    if (text === null) {
      if (guess === null) refuseBinaryBytes(name, chunk);
      throw notUtf8Error(name, decoder.errorOffset, guess);
    }
    yield { text, bytes: bytesRead };
  }
  if (decoder.finish() === null) throw notUtf8Error(name, decoder.errorOffset, guess);
}

async function* readPastedPieces(
  input: TextInput & { kind: 'text' },
  hash: Hash,
): AsyncGenerator<Piece> {
  const { name, text } = input;
  const lone = /\p{Surrogate}/u.exec(text);
  if (lone !== null) throw loneSurrogateError(name, lone.index);
  for (let at = 0; at < text.length;) {
    let end = Math.min(text.length, at + pieceBytes);
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last <= 0xdbff) end++;
    const bytes = Buffer.from(text.slice(at, end));
    hash.update(bytes);
    yield { text: text.slice(at, end), bytes: bytes.length };
    at = end;
    // Lets the event loop breathe between pieces of a long paste.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
