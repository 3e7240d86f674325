import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../../app/contract/cleaning.ts';
import { isNormalisationBoundary, StreamNormaliser } from '../../../app/corpus/cleaning/compose.ts';
import { cleanWhole, CorpusCleaner } from '../../../app/corpus/cleaning/corpus-cleaner.ts';
import { cleanNaively, hardTexts } from '../fixtures.ts';
import { alike, expectSameHoweverCut } from './pieces.ts';

const cleanText = (text: string) => cleanWhole(text, defaultCleaning);

function cleanInPieces(pieces: readonly string[]): { text: string; cleaner: CorpusCleaner } {
  const cleaner = new CorpusCleaner(defaultCleaning);
  const text = pieces.map((piece) => cleaner.push(piece)).join('') + cleaner.endDocument();
  return { text, cleaner };
}

describe('cleaning by default, in pieces,', () => {
  test.each(Object.entries(hardTexts))(
    'equals cleaning %s as a whole, wherever it is cut',
    (_, text) => {
      const expected = cleanNaively(text);
      expect(cleanText(text)).toBe(expected);
      for (let cut = 0; cut <= text.length; cut++) {
        expect(cleanInPieces([text.slice(0, cut), text.slice(cut)]).text).toBe(expected);
      }
      expect(cleanInPieces([...text]).text).toBe(expected);
    },
  );

  test('equals cleaning any text as a whole', () => {
    const character = fc.oneof(
      fc.constantFrom('\r', '\n', '\uFEFF', 'e', 'o', '\u0301', '\u0323', '\u0302', '가', '\u1100'),
      fc.constantFrom(
        '\u1161',
        '\u11a8',
        '\u0958',
        '\u212b',
        '\ud834\udd58\ud834\udd65',
        '𝅗𝅥',
        '字',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(character).map((part) => part.join(''))), (pieces) => {
        expect(cleanInPieces(pieces).text).toBe(cleanNaively(pieces.join('')));
      }),
      { numRuns: 1000 },
    );
  });

  test('equals cleaning a long text as a whole, over the borders of its slices', () => {
    const text = 'Vie\u0302\u0323t 𝅗𝅥𝅮 ра́з e\u0301👍🏽\r\n'.repeat(3000);
    expect(cleanText(text)).toBe(cleanNaively(text));
    expect(cleanText(`x${text}`)).toBe(cleanNaively(`x${text}`));
  });

  test('counts what it changed', () => {
    const { cleaner } = cleanInPieces(['\uFEFFe', '\u0301 and \u212b\r', '\nplain\rline\n', 'é']);
    expect(cleaner.counts()).toEqual([
      { step: 'byteOrderMark', changes: 1 },
      { step: 'lineEnds', changes: 2 },
      { step: 'form', changes: 2 },
    ]);
  });

  test('removes a byte order mark at the beginning alone', () => {
    expect(cleanInPieces(['', '\uFEFFa', '\uFEFFb']).text).toBe('a\uFEFFb');
  });

  test('goes through an endless stack of marks in bounded memory', () => {
    const normaliser = new StreamNormaliser();
    let length = 0;
    for (let piece = 0; piece < 4; piece++)
      length += normaliser.push('\u0301'.repeat(10_000)).length;
    expect(length).toBeGreaterThan(39_000 - 1024);
    expect(length + normaliser.finish().length).toBe(40_000);
  });
});

describe('a boundary of normalisation', () => {
  test('never stands before a code point that joins or moves', () => {
    // Whatever occurs after the first place of some decomposition may join with what stands before it.
    const joining = new Set<number>();
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
      const character = String.fromCodePoint(codePoint);
      const decomposed = character.normalize('NFD');
      if (decomposed === character) continue;
      for (const [at, part] of [...decomposed].entries()) {
        if (at > 0) joining.add(part.codePointAt(0)!);
      }
    }
    expect(joining.size).toBeGreaterThan(50);
    for (const codePoint of joining) expect(isNormalisationBoundary(codePoint)).toBe(false);
  });

  test('stands before ordinary letters, ideographs and syllables', () => {
    for (const character of ['a', '\n', 'é', 'ж', '字', '한', '🙂', 'क', '\u1112']) {
      expect(isNormalisationBoundary(character.codePointAt(0)!)).toBe(true);
    }
  });
});

describe('composing to NFKC', () => {
  test('replaces what is another way to write the same', () => {
    const stage = new StreamNormaliser('NFKC');
    expect(alike(stage, ['ﬁne ｱ', 'ﾞ…', ' ㄱ', 'ㅏ x²'])).toBe(
      'fine \u30a2\u3099... 가 x2'.normalize(),
    );
    expect(stage.changes).toBe(5);
  });

  test('gives the same wherever a text is cut', () => {
    const parts = [
      'ﾞ',
      'ﾟ',
      'ｶ',
      'ㄱ',
      'ㅏ',
      'ﾡ',
      'ﾂ',
      '\u0301',
      'ﬁ',
      '²',
      'e',
      '\u00a0',
      '㌀',
      '\u{1d15e}',
    ];
    const text = fc.array(
      fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary', maxLength: 1 })),
    );
    expectSameHoweverCut(
      () => new StreamNormaliser('NFKC'),
      text.map((letters) => letters.join('')),
      (whole) => whole.normalize('NFKC'),
    );
  });
});
