// Reads a part of a corpus' own text again, document by document: for a corpus made of others, and for sources that
// cannot be read again.

import { open } from 'node:fs/promises';
import { cancelledError, unreadableError } from '../corpus-errors.ts';
import type { SourcePiece } from '../sources/source-piece.ts';
import type { KeptInput } from './text-input.ts';
import { Utf8Decoder } from '../utf8.ts';

/** Bytes read at a time. */
const pieceBytes = 262_144;

/** Yields the text in pieces, each of one document alone. */
export async function* readKept(
  input: KeptInput,
  signal: AbortSignal | undefined,
): AsyncGenerator<SourcePiece, void> {
  const { path, startByte, endByte } = input;
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadableError(input.name, cause);
  });
  const cutter = new DocumentCutter(input.documents);
  const decoder = new Utf8Decoder();
  try {
    const buffer = Buffer.allocUnsafe(pieceBytes);
    for (let at = startByte; at < endByte;) {
      if (signal?.aborted) throw cancelledError();
      const { bytesRead } = await file.read(buffer, 0, Math.min(pieceBytes, endByte - at), at);
      const text = bytesRead === 0 ? null : decoder.push(buffer.subarray(0, bytesRead));
      if (text === null)
        throw unreadableError(input.name, 'the text that is kept of it is damaged');
      at += bytesRead;
      for (const piece of cutter.cut(text)) yield { ...piece, doneBytes: at - startByte };
    }
  } finally {
    await file.close();
  }
}

/** Bytes of each of a text's parts, by their characters. */
export async function measureParts(path: string, lengths: readonly number[]): Promise<number[]> {
  const sizes = lengths.map(() => 0);
  const file = await open(path, 'r');
  try {
    const buffer = new Uint8Array(pieceBytes);
    let part = -1;
    let left = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, null);
      if (bytesRead === 0) return sizes;
      for (const byte of buffer.subarray(0, bytesRead)) {
        const isFirstOfCharacter = (byte & 0xc0) !== 0x80;
        if (isFirstOfCharacter) {
          while (left === 0 && part < lengths.length) left = lengths[++part] ?? 0;
          left--;
        }
        sizes[part] = (sizes[part] ?? 0) + 1;
      }
    }
  } finally {
    await file.close();
  }
}

class DocumentCutter {
  readonly #documents: KeptInput['documents'];
  #document = -1;
  /** Characters of the document that are still to come. */
  #left = 0;

  constructor(documents: KeptInput['documents']) {
    this.#documents = documents;
  }

  *cut(text: string): Generator<Pick<SourcePiece, 'text' | 'document'>> {
    for (let at = 0; at < text.length;) {
      const begins = this.#left === 0;
      if (begins) this.#left = this.#documents[++this.#document]?.characters ?? Infinity;
      const start = at;
      for (; at < text.length && this.#left > 0; this.#left--) {
        at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      }
      const piece = { text: text.slice(start, at) };
      yield begins ? { ...piece, document: this.#documents[this.#document]?.name ?? '' } : piece;
    }
  }
}
