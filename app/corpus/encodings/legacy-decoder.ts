// The encodings that came before Unicode, by their tables: strict, and as fast as a look-up per character.
// Where a second byte does not fit, it is read anew if it is ASCII, as the WHATWG's decoders do.

import { type LegacyEncoding, type LegacyTables, legacyTables } from './legacy-tables.ts';
import { asBuffer, joinBytes, type PieceDecoder, type UndecodableLog } from './undecodable-log.ts';

/** Decodes a legacy encoding; a character that a piece cuts waits for the next one. */
export class LegacyDecoder implements PieceDecoder {
  readonly #log: UndecodableLog;
  readonly #tables: LegacyTables;
  #units = new Uint16Array(0);
  #rest = new Uint8Array(0);
  #offset = 0;

  constructor(log: UndecodableLog, encoding: LegacyEncoding) {
    this.#log = log;
    this.#tables = legacyTables(encoding);
  }

  decode(bytes: Uint8Array, atEnd: boolean): string {
    const all = joinBytes(this.#rest, bytes);
    if (this.#units.length < all.length) this.#units = new Uint16Array(all.length);
    const units = this.#units;
    const { singles, leads, pairs } = this.#tables;
    let text = '';
    let filled = 0;
    let at = 0;
    while (at < all.length) {
      const byte = all[at] ?? 0;
      const single = byte < 0x80 ? byte : (singles[byte] ?? 0);
      if (byte < 0x80 || single !== 0) {
        units[filled++] = single;
        at += 1;
        continue;
      }
      if (leads[byte] === 1) {
        if (at + 1 >= all.length && !atEnd) break;
        const pair = pairs[(byte << 8) | (all[at + 1] ?? 0)] ?? 0;
        if (pair !== 0) {
          if (pair > 0xffff) units[filled++] = pair >>> 16;
          units[filled++] = pair & 0xffff;
          at += 2;
          continue;
        }
      }
      const long = this.#longCharacter(all, at, atEnd);
      if (long === 'wait') break;
      if (long.units > 0xffff) units[filled++] = long.units >>> 16;
      if (long.units > 0) units[filled++] = long.units & 0xffff;
      else {
        text += toText(units, filled) + this.#log.note(this.#offset + at, long.length);
        filled = 0;
      }
      at += long.length;
    }
    // A copy: the next piece may come in the same memory.
    this.#rest = new Uint8Array(all.subarray(at));
    this.#offset += at;
    return text + toText(units, filled);
  }

  /** A character of three or four bytes, or 0 units for bytes that are none. */
  #longCharacter(
    bytes: Uint8Array,
    at: number,
    atEnd: boolean,
  ): { units: number; length: number } | 'wait' {
    const { leads, triples, quads } = this.#tables;
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    if (leads[first] !== 1) return { units: 0, length: 1 };
    if (triples !== null && first === 0x8f && second >= 0xa1 && second <= 0xfe) {
      if (at + 2 >= bytes.length && !atEnd) return 'wait';
      const units = triples[(second << 8) | (bytes[at + 2] ?? 0)] ?? 0;
      if (units !== 0) return { units, length: 3 };
    } else if (quads !== null && isQuadDigit(second)) {
      if (at + 3 >= bytes.length && !atEnd) return 'wait';
      const units = quadUnits(bytes.subarray(at, at + 4), quads);
      return units === 0 ? { units, length: 1 } : { units, length: 4 };
    }
    const takesSecond = second >= 0x80 && at + 1 < bytes.length;
    return { units: 0, length: takesSecond ? 2 : 1 };
  }
}

function quadUnits(bytes: Uint8Array, quads: Uint32Array): number {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  if (third < 0x81 || third > 0xfe || !isQuadDigit(fourth)) return 0;
  const number = (((first - 0x81) * 10 + second - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30;
  if (number < quads.length) return quads[number] ?? 0;
  // From 0x90308130 on the other sixteen planes stand in order.
  const codePoint = number - 189_000 + 0x1_0000;
  if (codePoint < 0x1_0000 || codePoint > 0x10_ffff) return 0;
  const pair = String.fromCodePoint(codePoint);
  return pair.charCodeAt(0) * 0x1_0000 + pair.charCodeAt(1);
}

function isQuadDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function toText(units: Uint16Array, length: number): string {
  return asBuffer(new Uint8Array(units.buffer, 0, length * 2)).toString('utf16le');
}
