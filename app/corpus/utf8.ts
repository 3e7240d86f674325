// Strict UTF-8 over a stream of bytes: a sequence may be split between chunks, and what is not UTF-8 is
// found to the byte. Follows Unicode's table 3-7 of well-formed sequences.

import { isUtf8 } from 'node:buffer';

/** Decodes chunk by chunk; `null` from `push` and `finish` means not UTF-8, at `errorOffset`. */
export class Utf8Decoder {
  /** Bytes from the stream's start to the first that cannot belong to UTF-8. */
  errorOffset = 0;
  #tail = Buffer.alloc(0);
  #offset = 0;

  push(chunk: Buffer): string | null {
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    const whole = bytes.length - unfinishedBytes(bytes);
    const text = this.#decode(bytes.subarray(0, whole));
    // Copied: the caller reads its next chunk into the same memory.
    this.#tail = Buffer.from(bytes.subarray(whole));
    return text;
  }

  finish(): string | null {
    return this.#decode(this.#tail);
  }

  #decode(bytes: Buffer): string | null {
    if (!isUtf8(bytes)) {
      this.errorOffset = this.#offset + firstInvalidByte(bytes);
      return null;
    }
    this.#offset += bytes.length;
    return bytes.toString('utf8');
  }
}

/** Bytes at the end that begin a sequence which goes on in the next chunk. */
export function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Where the first ill-formed sequence begins; the length when there is none. */
export function firstInvalidByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = wellFormedLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

/** Length of the well-formed sequence at a place, 0 when there is none. */
function wellFormedLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  // The second byte excludes overlong forms, surrogates and what lies above U+10FFFF.
  const second = bytes[at + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  const length = sequenceLength(lead);
  for (let i = 2; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}
