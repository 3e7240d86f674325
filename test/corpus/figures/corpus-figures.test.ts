import { describe, expect, test } from 'vitest';
import { CorpusFigures } from '../../../app/corpus/figures/corpus-figures.ts';
import { coverageOf } from '../../../app/corpus/figures/coverage.ts';
import { passages } from './passages.ts';

async function figuresOf(documents: Record<string, string>) {
  const figures = new CorpusFigures();
  for (const [name, text] of Object.entries(documents)) {
    figures.add(text.slice(0, 5));
    figures.add(text.slice(5));
    figures.endDocument(name, [...text].length);
  }
  return figures.finish();
}

describe('the documents of a corpus', () => {
  test('are counted, and the three longest and shortest named with their first words', async () => {
    const documents = {
      five: 'x'.repeat(50),
      four: '\n y\n\nz'.repeat(8),
      none: '',
      one: 'a',
      six: 'é🙂'.repeat(40),
      two: 'bcd',
    };
    const { documents: figures } = await figuresOf(documents);
    expect(figures.count).toBe(5);
    expect(figures.longest).toEqual([
      { name: 'six', characters: 80, opening: 'é🙂'.repeat(40) },
      { name: 'five', characters: 50, opening: 'x'.repeat(50) },
      { name: 'four', characters: 48, opening: 'y z y z y z y z y z y z y z y z' },
    ]);
    expect(figures.shortest.map(({ name }) => name)).toEqual(['one', 'two', 'four']);
  });

  test('are not compared where there is one', async () => {
    const { documents } = await figuresOf({ only: 'some text' });
    expect(documents).toEqual({ count: 1, longest: [], shortest: [] });
  });

  test('show no half of a character at the end of an opening', async () => {
    const long = `a${'🙂'.repeat(300)}`;
    const { documents } = await figuresOf({ one: long, two: 'b' });
    expect(documents.longest[0]?.opening).toBe(`a${'🙂'.repeat(79)}`);
  });
});

describe('the compressed size', () => {
  test('is small for what repeats and large for what does not', async () => {
    const { en = '' } = passages;
    const repeated = await figuresOf({ one: en.repeat(1000) });
    expect(repeated.compressedBitsPerCharacter).toBeLessThan(0.1);
    let state = 1;
    const next = () => (state = (state * 48_271) % 0x7fff_ffff) % 16;
    const random = Array.from({ length: 100_000 }, () => next().toString(16)).join('');
    const { compressedBitsPerCharacter } = await figuresOf({ one: random });
    expect(compressedBitsPerCharacter).toBeGreaterThan(4);
    expect(compressedBitsPerCharacter).toBeLessThan(4.5);
  });

  test('is taken by the character, not by the byte or the UTF-16 unit', async () => {
    const text = '𠮷野家🙂漢字'.repeat(1000);
    const { compressedBitsPerCharacter } = await figuresOf({ one: text });
    expect(compressedBitsPerCharacter).toBeLessThan(0.2);
    const { compressedBitsPerCharacter: ofOne } = await figuresOf({ one: '𠮷' });
    expect(ofOne).toBeGreaterThanOrEqual(32);
  });

  test('is zero for an empty text', async () => {
    expect(await figuresOf({})).toEqual({
      documents: { count: 0, longest: [], shortest: [] },
      languages: [],
      compressedBitsPerCharacter: 0,
    });
  });
});

describe('the coverage', () => {
  test('rises from the most frequent character to all of them', () => {
    const alphabet = [5, 3, 2].map((count, at) => ({ character: 'abc'.charAt(at), count }));
    expect(coverageOf(alphabet)).toEqual([
      { characters: 1, share: 0.5 },
      { characters: 2, share: 0.8 },
      { characters: 3, share: 1 },
    ]);
    expect(coverageOf([])).toEqual([]);
  });

  test('of thousands of characters is a few dozen points', () => {
    const alphabet = Array.from({ length: 5400 }, (_, at) => ({
      character: String.fromCodePoint(0x4e00 + at),
      count: Math.ceil(20_000 / (at + 1)),
    }));
    const points = coverageOf(alphabet);
    expect(points.length).toBeGreaterThan(40);
    expect(points.length).toBeLessThanOrEqual(60);
    expect(points.at(0)).toMatchObject({ characters: 1 });
    expect(points.at(-1)).toEqual({ characters: 5400, share: 1 });
    points.reduce((before, point) => {
      expect(point.share).toBeGreaterThan(before.share);
      return point;
    });
  });
});
