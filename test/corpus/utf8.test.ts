import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstInvalidByte, Utf8Decoder } from '../../app/corpus/utf8.ts';
import { hardTexts } from './fixtures.ts';

function decodeInPieces(pieces: readonly Buffer[]): string | number {
  const decoder = new Utf8Decoder();
  let text = '';
  for (const piece of pieces) {
    const decoded = decoder.push(piece);
    if (decoded === null) return decoder.errorOffset;
    text += decoded;
  }
  const rest = decoder.finish();
  return rest === null ? decoder.errorOffset : text + rest;
}

function invalidAt(bytes: Buffer): number | null {
  const decoded = decodeInPieces([bytes]);
  return typeof decoded === 'number' ? decoded : null;
}

describe('strict UTF-8', () => {
  test.each(Object.entries(hardTexts))('gives back %s, wherever its bytes are cut', (_, text) => {
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(decodeInPieces([bytes.subarray(0, cut), bytes.subarray(cut)])).toBe(text);
    }
    expect(decodeInPieces([...bytes].map((byte) => Buffer.from([byte])))).toBe(text);
  });

  test.each([
    ['a continuation byte alone', [0x61, 0x80], 1],
    ['a cut sequence', [0x61, 0xe5, 0xad, 0x61], 1],
    ['an overlong slash', [0xc0, 0xaf], 0],
    ['an overlong three-byte form', [0xe0, 0x80, 0xaf], 0],
    ['a surrogate', [0x61, 0x62, 0xed, 0xa0, 0x80], 2],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['an impossible byte', [0x61, 0xff], 1],
    ['an end within a character', [0x61, 0xf0, 0x9f, 0x99], 1],
  ])('finds %s to the byte', (_, bytes, offset) => {
    expect(invalidAt(Buffer.from(bytes))).toBe(offset);
    const later = [Buffer.from('x'.repeat(1000)), Buffer.from(bytes)];
    expect(decodeInPieces(later)).toBe(1000 + offset);
  });

  test('agrees with TextDecoder on any bytes, in any pieces', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }).map((text) => new Uint8Array(Buffer.from(text))),
    );
    fc.assert(
      fc.property(fc.array(bytes), (pieces) => {
        const whole = Buffer.concat(pieces);
        let expected: string | null;
        try {
          expected = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(whole);
        } catch {
          expected = null;
        }
        const decoded = decodeInPieces(pieces.map((piece) => Buffer.from(piece)));
        expect(typeof decoded === 'number' ? null : decoded).toBe(expected);
        if (typeof decoded === 'number') expect(decoded).toBe(firstInvalidByte(whole));
      }),
      { numRuns: 2000 },
    );
  });
});
