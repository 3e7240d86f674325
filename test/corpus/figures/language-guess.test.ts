import { describe, expect, test } from 'vitest';
import { LanguageGuesser } from '../../../app/corpus/figures/language-guess.ts';
import { inNoLanguage, passages } from './passages.ts';

function guess(text: string, pieceLength = text.length || 1) {
  const guesser = new LanguageGuesser();
  for (let at = 0; at < text.length; at += pieceLength) {
    guesser.add(text.slice(at, at + pieceLength));
  }
  return guesser.finish();
}

describe('the language guess', () => {
  test.each(Object.entries(passages))('knows %s from two sentences', (language, passage) => {
    expect(guess(passage)).toEqual([{ language, share: 1 }]);
  });

  test.each(Object.entries(inNoLanguage))('is empty for %s', (_, text) => {
    expect(guess(text)).toEqual([]);
  });

  test('knows Japanese with few kana, and Chinese with a word of Japanese', () => {
    const { ja = '', zh = '' } = passages;
    expect(guess(`${zh.repeat(20)}これは`)[0]?.language).toBe('zh');
    expect(guess(`${ja}山川草木日月星辰春夏秋冬`.repeat(3))[0]?.language).toBe('ja');
  });

  test('tells how much of a mixed text is in each language', () => {
    const { en = '', pl = '' } = passages;
    const guesses = guess(`${en.repeat(300)}${pl.repeat(100)}`, 997);
    expect(guesses.map(({ language }) => language)).toEqual(['en', 'pl']);
    expect(guesses[0]?.share).toBeGreaterThan(0.65);
    expect(guesses[1]?.share).toBeGreaterThan(0.15);
  });

  test('does not depend on the pieces that a text comes in', () => {
    const { de = '' } = passages;
    expect(guess(de.repeat(50), 13)).toEqual(guess(de.repeat(50)));
  });
});
