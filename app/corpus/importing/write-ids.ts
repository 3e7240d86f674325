// The second pass: turns the kept text into ids, once the alphabet and its order are known.

import { open } from 'node:fs/promises';
import type { CharacterCount } from '../../contract/corpus.ts';
import { assert } from '../../contract/errors.ts';
import { cancelledError, unreadableError } from '../corpus-errors.ts';
import { documentEndsOf } from './document-list.ts';
import { bytesPerIdFor, encodeIdHeader, idArrays, type BytesPerId } from '../id-file.ts';
import { readAhead } from '../read-ahead.ts';
import type { ReadingOptions } from './text-input.ts';
import { endIndex, specialEntries } from '../vocabulary/vocabulary.ts';
import { WriteBehind } from './write-behind.ts';

/** Bytes read at a time: worked through within a few milliseconds. */
const pieceBytes = 524_288;

/** Where no end mark is ever to come: more characters than any text has. */
const endless = Number.MAX_SAFE_INTEGER;

export interface IdTask extends Pick<ReadingOptions, 'signal' | 'onProgress'> {
  /** The kept text: UTF-8, known to be well-formed. */
  textPath: string;
  alphabet: readonly CharacterCount[];
  /** Characters of each document that has any; an end mark follows each where there are several. */
  documents: readonly number[];
  /** Takes the file's bytes, piece by piece. */
  write: (bytes: Uint8Array) => Promise<void>;
}

/** Writes header and ids; returns the positions just after each document, null for a single one. */
export async function writeIds(task: IdTask): Promise<number[] | null> {
  const { alphabet, documents, write } = task;
  const hasEnds = documents.length > 1;
  const characters = documents.reduce((sum, length) => sum + length, 0);
  const length = characters + (hasEnds ? documents.length : 0);
  const bytesPerId = bytesPerIdFor(alphabet.length + specialEntries.length);
  await write(encodeIdHeader(length, bytesPerId));

  const encoder = new IdEncoder(alphabet, hasEnds ? documents : [], bytesPerId);
  const file = await open(task.textPath, 'r').catch((cause: unknown) => {
    throw unreadableError(task.textPath, cause);
  });
  try {
    const { size } = await file.stat();
    const behind = new WriteBehind(write);
    let done = 0;
    for await (const bytes of readAhead(file, pieceBytes)) {
      if (task.signal?.aborted) throw cancelledError();
      await behind.write(encoder.encode(bytes));
      done += bytes.length;
      task.onProgress?.(done, size);
    }
    await behind.finish();
  } finally {
    await file.close();
  }
  assert(encoder.written === length, `${encoder.written} ids were written, expected ${length}`);
  return documentEndsOf(documents);
}

/** Turns well-formed UTF-8 into ids; a sequence may be split between two calls. */
class IdEncoder {
  written = 0;
  readonly #ids = new Uint32Array(0x11_0000);
  /** Two in turn: one is being written while the other is filled. */
  #output: Uint8Array | Uint16Array | Uint32Array;
  #other: Uint8Array | Uint16Array | Uint32Array;
  readonly #documents: readonly number[];
  #document = 0;
  /** Characters left in the current document; never 0 where documents have no end marks. */
  #left: number;
  #codePoint = 0;
  #missingBytes = 0;

  constructor(
    alphabet: readonly CharacterCount[],
    documents: readonly number[],
    bytesPerId: BytesPerId,
  ) {
    alphabet.forEach(({ character }, at) => {
      this.#ids[character.codePointAt(0) ?? 0] = at + specialEntries.length;
    });
    // A byte gives at most a character and an end mark.
    const capacity = 2 * pieceBytes;
    this.#output = new idArrays[bytesPerId](capacity);
    this.#other = new idArrays[bytesPerId](capacity);
    this.#documents = documents;
    this.#left = documents[0] ?? endless;
  }

  /** The ids' bytes; valid until the call after the next one. */
  encode(bytes: Uint8Array): Uint8Array {
    const output = this.#output;
    const ids = this.#ids;
    let codePoint = this.#codePoint;
    let missing = this.#missingBytes;
    let left = this.#left;
    let length = 0;
    for (let at = 0; at < bytes.length;) {
      // A run of ASCII, which is all of many a text: a byte is a character.
      const start = at;
      const end = Math.min(bytes.length, at + left);
      for (let byte = 0; at < end && (byte = bytes[at] ?? 0) < 0x80; at++) {
        output[length++] = ids[byte] ?? 0;
      }
      left -= at - start;
      while (left > 0 && at < bytes.length) {
        const byte = bytes[at] ?? 0;
        if (byte < 0x80) break;
        at++;
        if (byte >= 0xc0) {
          missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
          codePoint = byte & (0x3f >> missing);
        } else {
          codePoint = (codePoint << 6) | (byte & 0x3f);
          if (--missing > 0) continue;
          output[length++] = ids[codePoint] ?? 0;
          left--;
        }
      }
      if (left === 0) {
        output[length++] = endIndex;
        left = this.#documents[++this.#document] ?? endless;
      }
    }
    this.#codePoint = codePoint;
    this.#missingBytes = missing;
    this.#left = left;
    this.written += length;
    this.#output = this.#other;
    this.#other = output;
    return new Uint8Array(output.buffer, 0, length * output.BYTES_PER_ELEMENT);
  }
}
