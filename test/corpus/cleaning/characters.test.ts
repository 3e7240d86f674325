// The steps that work on characters: line ends, full-width forms, lower case, filters.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../../app/contract/errors.ts';
import { CharacterFilter } from '../../../app/corpus/cleaning/character-filter.ts';
import { FullWidthConverter } from '../../../app/corpus/cleaning/full-width.ts';
import { LineEndConverter } from '../../../app/corpus/cleaning/line-ends.ts';
import { LowerCaser } from '../../../app/corpus/cleaning/lower-case.ts';
import { alike, clean, expectIdempotent, expectSameHoweverCut, textsOf } from './pieces.ts';

describe('line ends', () => {
  test('become LF, each counted once, wherever the text is cut', () => {
    const make = () => new LineEndConverter();
    expect(clean(make(), 'a\r\nb\rc\n\r')).toEqual({ text: 'a\nb\nc\n\n', changes: 3 });
    const texts = textsOf('\r', '\n', 'a');
    expectSameHoweverCut(make, texts, (text) => text.replace(/\r\n?/g, '\n'));
    expectIdempotent(make, texts);
  });

  test('of one document do not join with those of the next', () => {
    const stage = new LineEndConverter();
    expect(alike(stage, ['a\r']) + alike(stage, ['\nb'])).toBe('a\n\nb');
  });
});

describe('full-width forms', () => {
  test('become plain ones; kana and what has no twin stay', () => {
    const stage = new FullWidthConverter();
    expect(clean(stage, 'ＡＢＣ　１２３，（￥）。「ｶﾅ」')).toEqual({
      text: 'ABC 123,(¥)。「ｶﾅ」',
      changes: 11,
    });
  });

  test('are those that NFKC replaces by characters of Latin-1, the macron apart', () => {
    for (let codePoint = 0x2000; codePoint <= 0xffff; codePoint++) {
      const character = String.fromCharCode(codePoint);
      const plain = character.normalize('NFKC');
      const isFullWidth = /^[\u3000\uff01-\uff5e\uffe0-\uffe6]$/.test(character);
      const text = clean(new FullWidthConverter(), character).text;
      if (!isFullWidth) expect(text).toBe(character);
      else if (character !== '\uffe3') expect(text).toBe(plain);
    }
  });
});

describe('lower case', () => {
  const make = () => new LowerCaser('NFC');
  const parts = ['Σ', 'Α', 'α', "'", '\u0301', ' ', 'İ', 'T', '\u0308', 'Ab', '𝒜', '𐐀', 'ʰ', 'ß'];

  test('writes a sigma as its place in the word asks', () => {
    expect(clean(make(), 'ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ')).toEqual({ text: 'οδυσσευς σοφος', changes: 13 });
    expect(alike(make(), ['ΟΔΟΣ', '\u0301', '\u0301', 'Α'])).toBe('οδοσ\u0301\u0301α');
    expect(alike(make(), ['ΟΔΟ', 'Σ', '. Σ'])).toBe('οδος. σ');
  });

  test('is what the language itself gives, composed again, wherever the text is cut', () => {
    expectSameHoweverCut(make, textsOf(...parts), (text) =>
      text.normalize('NFC').toLowerCase().normalize('NFC'),
    );
    expectIdempotent(make, textsOf(...parts));
  });

  test('holds no endless run of marks back', () => {
    const stage = make();
    let length = stage.push('ΑΣ').length;
    for (let piece = 0; piece < 20; piece++) length += stage.push("'".repeat(1000)).length;
    expect(length).toBeGreaterThan(18_000);
  });
});

describe('a filter', () => {
  test('leaves out characters and ranges, each counted', () => {
    expect(clean(CharacterFilter.removing('0-9*𝒜'), 'a1*b22𝒜\n')).toEqual({
      text: 'ab\n',
      changes: 5,
    });
  });

  test('keeps only characters and ranges, and line ends', () => {
    expect(clean(CharacterFilter.keeping('a-z '), 'A cat,\r\n𝒜 dog.')).toEqual({
      text: ' cat\r\n dog',
      changes: 4,
    });
  });

  test('takes a backslash before a hyphen or a backslash as the character', () => {
    expect(clean(CharacterFilter.removing('\\-\\\\'), 'a-b\\c').text).toBe('abc');
    expect(clean(CharacterFilter.removing(' -\\-'), '!x-').text).toBe('x');
  });

  test('takes what means something in regular expressions for itself', () => {
    const notation = '^]$[.*+?(){}|/';
    expect(clean(CharacterFilter.removing(notation), `a${notation}b`).text).toBe('ab');
    expect(clean(CharacterFilter.keeping(notation), `a${notation}b`).text).toBe(notation);
  });

  test.each([
    ['a-', 'no end'],
    ['-a', 'both sides'],
    ['z-a', 'backwards'],
    ['a--', 'no end'],
    ['a\\n', 'backslash'],
    ['\\', 'backslash'],
    ['x'.repeat(10_001), 'longer'],
  ])('refuses the notation %s with a clear sentence', (notation, problem) => {
    const make = () => CharacterFilter.removing(notation);
    expect(make).toThrow(EngineError);
    expect(make).toThrow(problem);
  });

  test('gives the same wherever a text is cut, and nothing more the second time', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 30 });
    for (const make of [
      () => CharacterFilter.removing('a-f\u{10000}-\u{10ffff}'),
      () => CharacterFilter.keeping('a-f\u{10000}-\u{10ffff}'),
    ]) {
      expectSameHoweverCut(make, texts);
      expectIdempotent(make, texts);
    }
  });
});
