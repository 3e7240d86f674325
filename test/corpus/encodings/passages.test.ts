// Detection measured: 300 passages of prose that no table was counted from, encoded by the iconv command.
// make-passages.mjs cut them, texts.mjs says out of what, README.md under which licences.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodings, type Encoding } from '../../../app/contract/corpus.ts';
import { CountingDecoder } from '../../../app/corpus/encodings/counting-decoder.ts';
import { EncodingDetector } from '../../../app/corpus/encodings/encoding-detector.ts';

interface Passage {
  encoding: Encoding;
  language: string;
  author: string;
  hash: string;
  bytes: Uint8Array;
}

/** Right by name, or because the text is the same: where encodings agree on all of a passage's bytes. */
type Verdict = 'by name' | 'by text' | 'wrong';

const kilobyte = 1024;
let passages: Passage[];
let verdicts: { passage: Passage; verdict: Verdict }[];

beforeAll(() => {
  passages = readPassages();
  verdicts = passages.map((passage) => judge(passage));
});

describe('300 passages', () => {
  test('are of eight kinds, by two authors each at least', () => {
    expect(passages).toHaveLength(300);
    const languages = new Map<string, Set<string>>();
    for (const { language, author } of passages) {
      languages.set(language, (languages.get(language) ?? new Set()).add(author));
    }
    expect([...languages.keys()].sort()).toEqual([
      'de',
      'en',
      'ja',
      'ko',
      'pl',
      'ru',
      'zh-Hans',
      'zh-Hant',
    ]);
    for (const authors of languages.values()) expect(authors.size).toBeGreaterThanOrEqual(2);
  });

  test('are right in 98 of 100 from 1 KB up, in 90 of 100 below', () => {
    const [large, small] = [true, false].map((isLarge) =>
      verdicts.filter(({ passage }) => passage.bytes.length >= kilobyte === isLarge),
    );
    expect(shareRight(large ?? [])).toBeGreaterThanOrEqual(0.98);
    expect(shareRight(small ?? [])).toBeGreaterThanOrEqual(0.9);
  });

  test('make this table', () => {
    const rows = encodings.map((encoding) => {
      const mine = verdicts.filter(({ passage }) => passage.encoding === encoding);
      const small = mine.filter(({ passage }) => passage.bytes.length < kilobyte);
      const large = mine.filter(({ passage }) => passage.bytes.length >= kilobyte);
      return `${encoding.padEnd(14)}${cell(small).padEnd(22)}${cell(large)}`;
    });
    expect(`\n${['encoding      below 1 KB            from 1 KB', ...rows].join('\n')}\n`)
      .toMatchInlineSnapshot(`
      "
      encoding      below 1 KB            from 1 KB
      utf-8         13 of 13              11 of 11
      utf-16le      11 of 11              13 of 13
      utf-16be      12 of 12              12 of 12
      gb18030       13 of 13              14 of 14
      big5          13 of 13              14 of 14
      shift_jis     11 of 11              13 of 13
      euc-jp        12 of 12              12 of 12
      euc-kr        13 of 13              13 of 13
      windows-1250  13 of 13 (2 by text)  15 of 15 (2 by text)
      windows-1251  11 of 11              12 of 12
      windows-1252  13 of 13 (1 by text)  13 of 13
      koi8-r        11 of 11              12 of 12
      "
    `);
  });

  test('are decoded to the text that iconv was given', () => {
    const different = passages.filter((passage) => {
      const decoded = decode(passage.bytes, passage.encoding);
      return decoded.undecodable > 0 || hashOf(decoded.text) !== passage.hash;
    });
    expect(different.map(({ encoding, bytes }) => `${encoding}, ${bytes.length} bytes`)).toEqual(
      [],
    );
  });
});

function readPassages(): Passage[] {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url));
  const bytes = brotliDecompressSync(read('passages.bin.br'));
  const [, ...rows] = read('passages.tsv').toString().trimEnd().split('\n');
  let at = 0;
  return rows.map((row) => {
    const [encoding = '', , language = '', author = '', , length = '', hash = ''] = row.split('\t');
    const start = at;
    at += Number(length);
    return {
      encoding: encoding as Encoding,
      language,
      author,
      hash,
      bytes: bytes.subarray(start, at),
    };
  });
}

function judge(passage: Passage): { passage: Passage; verdict: Verdict } {
  const detector = new EncodingDetector();
  detector.push(passage.bytes);
  const guess = detector.guesses()[0]?.encoding;
  if (guess === undefined) return { passage, verdict: 'wrong' };
  if (guess === passage.encoding) return { passage, verdict: 'by name' };
  const isSame = decode(passage.bytes, guess).text === decode(passage.bytes, passage.encoding).text;
  return { passage, verdict: isSame ? 'by text' : 'wrong' };
}

function cell(of: readonly { verdict: Verdict }[]): string {
  const byText = of.filter(({ verdict }) => verdict === 'by text').length;
  const right = of.filter(({ verdict }) => verdict !== 'wrong').length;
  const note = byText > 0 ? ` (${byText} by text)` : '';
  return `${right} of ${of.length}${note}`;
}

function shareRight(of: readonly { verdict: Verdict }[]): number {
  return of.filter(({ verdict }) => verdict !== 'wrong').length / of.length;
}

function decode(bytes: Uint8Array, encoding: Encoding): { text: string; undecodable: number } {
  const decoder = new CountingDecoder(encoding);
  const text = decoder.push(bytes) + decoder.finish();
  return { text, undecodable: decoder.undecodable };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
