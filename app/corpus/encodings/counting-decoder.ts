// Bytes to text in any encoding that Charloom reads, in pieces, with an account of what could not be read.
// Knows nothing of where the bytes come from or of how the encoding was found.

import type { Encoding } from '../../contract/corpus.ts';
import { LegacyDecoder } from './legacy-decoder.ts';
import { type PieceDecoder, UndecodableLog } from './undecodable-log.ts';
import { Utf16Decoder } from './utf16-decoder.ts';
import { Utf8Decoder } from './utf8-decoder.ts';

/**
 * Decodes a stream strictly. A leading byte order mark stays in the text as U+FEFF; no piece of text ends within
 * a surrogate pair. `mark` stands for each stretch of undecodable bytes.
 */
export class CountingDecoder {
  readonly #log: UndecodableLog;
  readonly #decoder: PieceDecoder;

  constructor(encoding: Encoding, mark = '') {
    this.#log = new UndecodableLog(mark);
    this.#decoder = pieceDecoder(encoding, this.#log);
  }

  /** Text of the bytes so far that has not been given yet. */
  push(bytes: Uint8Array): string {
    return this.#decoder.decode(bytes, false);
  }

  /** What is left at the end of the stream. */
  finish(): string {
    return this.#decoder.decode(new Uint8Array(0), true);
  }

  /** Bytes that are no character, so far. */
  get undecodable(): number {
    return this.#log.bytes;
  }

  /** Where the first stretches of undecodable bytes begin, at most 20. */
  get undecodableAt(): readonly number[] {
    return this.#log.offsets;
  }
}

function pieceDecoder(encoding: Encoding, log: UndecodableLog): PieceDecoder {
  switch (encoding) {
    case 'utf-8':
      return new Utf8Decoder(log);
    case 'utf-16le':
      return new Utf16Decoder(log, false);
    case 'utf-16be':
      return new Utf16Decoder(log, true);
    default:
      return new LegacyDecoder(log, encoding);
  }
}
