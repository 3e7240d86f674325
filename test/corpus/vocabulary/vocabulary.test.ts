import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Vocabulary } from '../../../app/corpus/vocabulary/vocabulary.ts';
import { hardTexts } from '../fixtures.ts';

function vocabularyOf(text: string): Vocabulary {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return Vocabulary.fromCounts(counts);
}

describe('encode and decode', () => {
  test.each(Object.entries(hardTexts))('give back %s', (_, text) => {
    const vocabulary = vocabularyOf(text + 'abc');
    expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
    expect(vocabulary.encode(text)).toHaveLength([...text].length);
  });

  test('give back any well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const vocabulary = vocabularyOf(text);
        expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
      }),
    );
  });

  test('count a character outside the vocabulary, and half of one, as <unk>', () => {
    const vocabulary = vocabularyOf('aab');
    expect([...vocabulary.encode('bxa\ud83d')]).toEqual([3, 0, 2, 0]);
    expect(vocabulary.decode([2, 0, 3])).toBe('a\uFFFDb');
  });

  test('show the end of a document as nothing', () => {
    expect(vocabularyOf('aab').decode([2, 1, 3])).toBe('ab');
  });
});

describe('the order of a vocabulary', () => {
  test('is <unk>, <end>, then falling count, ties by code point', () => {
    const vocabulary = vocabularyOf('ccc𠮷𠮷bbaa?');
    expect(vocabulary.characters).toEqual(['<unk>', '<end>', 'c', 'a', 'b', '𠮷', '?']);
    expect(vocabulary.size).toBe(7);
    expect(vocabulary.indexOf('𠮷')).toBe(5);
    expect(vocabulary.indexOf('z')).toBe(0);
    expect(vocabulary.indexOf('ab')).toBe(0);
    expect(vocabulary.indexOf('')).toBe(0);
  });

  test('puts characters that it is widened by behind its own, by code point, each once', () => {
    const vocabulary = vocabularyOf('bba').with(['z', '<unk>', 'a', 'ä', '🙂', 'z', 'é']);
    expect(vocabulary.characters).toEqual(['<unk>', '<end>', 'b', 'a', 'z', 'ä', 'é', '🙂']);
    expect(vocabularyOf('bba').with(['a', '<end>']).size).toBe(4);
  });

  test('leaves out characters that never occur', () => {
    expect(
      Vocabulary.fromCounts([
        ['a', 2],
        ['b', 0],
      ]).characters,
    ).toEqual(['<unk>', '<end>', 'a']);
  });

  test('keeps the most frequent characters where there are more than 65,536', () => {
    const counts: [string, number][] = Array.from({ length: 70_000 }, (_, at) => [
      String.fromCodePoint(0x20000 + at),
      at + 1,
    ]);
    const vocabulary = Vocabulary.fromCounts(counts);
    expect(vocabulary.size).toBe(65_536);
    expect(vocabulary.characters[2]).toBe(String.fromCodePoint(0x20000 + 69_999));
    expect(vocabulary.indexOf(String.fromCodePoint(0x20000))).toBe(0);
  });
});

describe('a stored vocabulary', () => {
  test.each([
    ['without characters', ['<unk>', '<end>'], 'it has 2 entries'],
    ['without <unk>', ['a', '<end>', 'b'], 'index 0: expected "<unk>"'],
    ['without <end>', ['<unk>', 'a', 'b'], 'index 1: expected "<end>"'],
    ['with a character twice', ['<unk>', '<end>', 'a', 'b', 'a'], 'index 4'],
    ['with an empty entry', ['<unk>', '<end>', ''], 'index 2'],
    ['with two characters in one entry', ['<unk>', '<end>', 'ab'], 'index 2'],
    ['with half a character', ['<unk>', '<end>', '\udc00'], 'index 2'],
    ['with a letter and its mark', ['<unk>', '<end>', 'e\u0301'], 'index 2'],
  ])('%s is refused', (_, characters, problem) => {
    expect(() => Vocabulary.fromCharacters(characters)).toThrow(
      expect.objectContaining({
        code: 'model-file-invalid',
        message: expect.stringContaining(problem) as string,
      }),
    );
  });

  test('is taken as it is', () => {
    const characters = ['<unk>', '<end>', 'b', 'a', '\0', '𠮷'];
    expect(Vocabulary.fromCharacters(characters).characters).toEqual(characters);
  });
});
