// Decoding, strict and in pieces: the same text wherever the stream is cut, and an account of every lost byte.

import { describe, expect, test } from 'vitest';
import { encodings, type Encoding } from '../../../app/contract/corpus.ts';
import { CountingDecoder } from '../../../app/corpus/encodings/counting-decoder.ts';

/** The same words in bytes that Python's codecs made. */
const samples: Record<Encoding, { text: string; hex: string }> = {
  'utf-8': { text: 'é中😀', hex: 'c3a9e4b8adf09f9880' },
  'utf-16le': { text: 'é中😀', hex: 'e9002d4e3dd800de' },
  'utf-16be': { text: 'é中😀', hex: '00e94e2dd83dde00' },
  gb18030: { text: 'a中é😀€', hex: '61d6d0a8a69439fc36a2e3' },
  big5: { text: 'a中文，', hex: '61a4a4a4e5a141' },
  shift_jis: { text: 'aソ、ｱ漢', hex: '61835c8141b18abf' },
  'euc-jp': { text: 'aソｱ漢丂', hex: '61a5bd8eb1b4c18fb0a1' },
  'euc-kr': { text: 'a한똠', hex: '61c7d18c63' },
  'windows-1250': { text: 'Łódź „', hex: 'a3f3649f2084' },
  'windows-1251': { text: 'Ёж №', hex: 'a8e620b9' },
  'windows-1252': { text: '“é” €', hex: '93e9942080' },
  'koi8-r': { text: 'Ёж ─', hex: 'b3d62080' },
};

describe('decoding whole streams', () => {
  test.each(encodings)('reads %s', (encoding) => {
    const { text, hex } = samples[encoding];
    expect(decode(encoding, hex)).toEqual({ text, undecodable: 0, at: [] });
  });

  test('leaves a byte order mark in the text', () => {
    expect(decode('utf-8', 'efbbbf61').text).toBe('\uFEFFa');
    expect(decode('utf-16le', 'fffe6100').text).toBe('\uFEFFa');
    expect(decode('utf-16be', 'feff0061').text).toBe('\uFEFFa');
    expect(decode('gb18030', '8431953361').text).toBe('\uFEFFa');
  });

  test('gives a letter and its accent for the pairs of Big5 that stand for both', () => {
    expect(decode('big5', '8862').text).toBe('Ê\u0304');
  });
});

describe('counting what cannot be read', () => {
  test.each<[Encoding, string, string, number[], number]>([
    ['utf-8', '61c0af62', 'ab', [1], 2],
    ['utf-8', '61eda08062', 'ab', [1], 3],
    ['utf-8', '61e4b862ff', 'ab', [1, 4], 3],
    ['utf-16le', '00d861003dd8', 'a', [0, 4], 4],
    ['utf-16le', '00dc6100', 'a', [0], 2],
    ['utf-16be', 'd8000061', 'a', [0], 2],
    ['utf-16be', '006100', 'a', [2], 1],
    ['gb18030', '61ff62', 'ab', [1], 1],
    ['gb18030', '81308130fe39fe3962', '\u008099b', [4, 6], 2],
    ['big5', '61a1ff62', 'ab', [1], 2],
    ['big5', '61a42062', 'a b', [1], 1],
    ['big5', 'a3fe62', 'b', [0], 2],
    ['shift_jis', '61fd8562', 'ab', [1], 2],
    ['euc-jp', '618fa1a162', 'ab', [1], 3],
    ['euc-kr', '61c9a162', 'ab', [1], 2],
    ['windows-1250', '618162', 'ab', [1], 1],
    ['windows-1251', '619862', 'ab', [1], 1],
    ['windows-1252', '61819d62', 'ab', [1], 2],
  ])('%s %s', (encoding, hex, text, at, undecodable) => {
    expect(decode(encoding, hex)).toEqual({ text, undecodable, at });
  });

  test.each<[Encoding, string, number]>([
    ['utf-8', 'e4b8', 2],
    ['utf-16le', '6100e9', 1],
    ['gb18030', '61d6', 1],
    ['shift_jis', '6183', 1],
    ['euc-jp', '618fb0', 2],
  ])('counts what a file in %s that was cut off ends with', (encoding, hex, undecodable) => {
    expect(decode(encoding, hex).undecodable).toBe(undecodable);
  });

  test('puts the mark once for a stretch, also where a piece ends in it', () => {
    const decoder = new CountingDecoder('utf-8', '[?]');
    const pieces = ['61ff', 'fefd', '62ff'].map((hex) => decoder.push(Buffer.from(hex, 'hex')));
    expect(pieces.join('') + decoder.finish()).toBe('a[?]b[?]');
    expect(decoder.undecodable).toBe(4);
    expect(decoder.undecodableAt).toEqual([1, 5]);
  });

  test('remembers the first twenty places', () => {
    const decoder = new CountingDecoder('windows-1252');
    for (let i = 0; i < 30; i++) decoder.push(Uint8Array.of(0x61, 0x81));
    expect(decoder.undecodable).toBe(30);
    expect(decoder.undecodableAt).toEqual(Array.from({ length: 20 }, (_, i) => i * 2 + 1));
  });
});

describe('streams cut anywhere', () => {
  const broken = 'ff61e4b8f09f98d800a48f81308130fe';

  test.each(encodings)('%s gives the same text', (encoding) => {
    const hex = samples[encoding].hex + broken + samples[encoding].hex;
    const bytes = Buffer.from(hex, 'hex');
    const whole = decode(encoding, hex, '�');
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(decodePieces(encoding, [bytes.subarray(0, cut), bytes.subarray(cut)], '�')).toEqual(
        whole,
      );
    }
    const single = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(decodePieces(encoding, single, '�')).toEqual(whole);
  });

  test.each<Encoding>(['utf-8', 'utf-16le', 'utf-16be', 'gb18030'])(
    'no piece of %s ends within a surrogate pair',
    (encoding) => {
      const decoder = new CountingDecoder(encoding);
      const pieces = [...Buffer.from(samples[encoding].hex, 'hex')].map((byte) =>
        decoder.push(Uint8Array.of(byte)),
      );
      expect(pieces.join('')).toContain('😀');
      expect(pieces.every((piece) => !/[\uD800-\uDBFF]$/.test(piece))).toBe(true);
    },
  );
});

function decode(encoding: Encoding, hex: string, mark?: string) {
  return decodePieces(encoding, [Buffer.from(hex, 'hex')], mark);
}

function decodePieces(encoding: Encoding, pieces: readonly Uint8Array[], mark?: string) {
  const decoder = new CountingDecoder(encoding, mark);
  const text = pieces.map((piece) => decoder.push(piece)).join('') + decoder.finish();
  return { text, undecodable: decoder.undecodable, at: decoder.undecodableAt };
}
