import { describe, expect, test } from 'vitest';
import type { IdFile } from '../../../app/corpus/id-file.ts';
import { findLeaks } from '../../../app/corpus/splitting/leaks.ts';
import { measurePart, type Splits } from '../../../app/corpus/splitting/splits.ts';

/** Ids in memory of documents, each followed by an end where there are several. */
function idsOf(documents: readonly string[]) {
  const alphabet = [...new Set(documents.join(''))].map((character) => ({ character, count: 1 }));
  const places = new Map(alphabet.map(({ character }, at) => [character, at + 2]));
  const ids: number[] = [];
  const ends: number[] = [];
  for (const document of documents) {
    for (const character of document) ids.push(places.get(character)!);
    if (documents.length > 1) ends.push(ids.push(1));
  }
  const file: IdFile = {
    length: ids.length,
    read: (start, target) => target.set(ids.slice(start, start + target.length)),
    close: () => undefined,
  };
  return { ids: file, alphabet, documentEnds: ends.length > 0 ? ends : null };
}

/** Of several documents: the last for the test, the one before it for validation. */
function splitsOf({ documentEnds, ids }: ReturnType<typeof idsOf>, trained: number): Splits {
  const validation = documentEnds?.[trained - 1] ?? trained;
  const testStart = documentEnds?.at(-2) ?? ids.length;
  return {
    train: { start: 0, end: validation },
    validation: { start: validation, end: testStart },
    test: { start: testStart, end: ids.length },
  };
}

async function leaksOf(documents: readonly string[], trained: number) {
  const source = idsOf(documents);
  return findLeaks(source, splitsOf(source, trained), (at) => `document ${at}`);
}

const long = 'It was the best of times, it was the worst of times, it was the age of wisdom.';
const other = 'Call me Ishmael. Some years ago, never mind how long precisely, I went to sea.';

describe('leaks', () => {
  test('are none where nothing stands on both sides', async () => {
    expect(await leaksOf([long, other, 'third'], 1)).toEqual({
      ...{ documents: 0, paragraphs: 0, characters: 0, examples: [] },
    });
  });

  test('count a whole document once, whatever paragraphs it has, and name it', async () => {
    const copy = `${long}\n\n${other}\n`;
    const leaks = await leaksOf([copy, 'between', copy], 1);
    expect(leaks).toMatchObject({ documents: 1, paragraphs: 0, characters: 158 });
    expect(leaks.examples).toEqual([
      { name: 'document 2', characters: 158, opening: copy.slice(0, 80) },
    ]);
  });

  test('see through case, blanks and line breaks', async () => {
    const wrapped = long.toUpperCase().replaceAll(', ', ',\n   ');
    const leaks = await leaksOf([`Before.\n\n${long}\n\nAfter.`, `New.\n\n${wrapped}\n`, 'x'], 1);
    expect(leaks).toMatchObject({ documents: 0, paragraphs: 1 });
    expect(leaks.examples[0]).toMatchObject({ name: 'document 1', characters: wrapped.length });
  });

  test('find a long line in paragraphs that are not the same', async () => {
    const leaks = await leaksOf([`one\n${long}\ntwo`, `three\n${long}\n`, `four ${other}`], 1);
    expect(leaks).toMatchObject({ documents: 0, paragraphs: 1, characters: long.length });
  });

  test('count no stretch of fewer than 60 characters', async () => {
    const line = long.replaceAll(' ', '_');
    const short = line.slice(0, 59);
    expect(await leaksOf([`${short}\n\na`, `${short}\n\nb`, 'c'], 1)).toMatchObject({
      paragraphs: 0,
    });
    const enough = line.slice(0, 60);
    expect(await leaksOf([`${enough}\n\na`, `${enough}\n\nb`, 'c'], 1)).toMatchObject({
      paragraphs: 1,
    });
  });

  test('are not seen between validation and test, only against training', async () => {
    expect(await leaksOf([other, long, long], 1)).toMatchObject({ documents: 0, paragraphs: 0 });
  });

  test('of a text in one piece are found in long runs of ids, too', async () => {
    const lines = Array.from({ length: 3000 }, (_, at) => `${at}: ${long.slice(0, 60)} ${at}`);
    const text = [...lines, ...lines.slice(100, 200)].join('\n\n');
    const trained = [...lines].join('\n\n').length;
    expect(await leaksOf([text], trained)).toMatchObject({ documents: 0, paragraphs: 100 });
  });
});

describe('a part of a corpus', () => {
  test('counts characters without document ends, and the documents that it has something of', () => {
    const ends = [10, 20, 30];
    expect(measurePart({ start: 0, end: 20 }, ends)).toEqual({ characters: 18, documents: 2 });
    expect(measurePart({ start: 5, end: 25 }, ends)).toEqual({ characters: 18, documents: 3 });
    expect(measurePart({ start: 30, end: 30 }, ends)).toEqual({ characters: 0, documents: 0 });
    expect(measurePart({ start: 3, end: 9 }, null)).toEqual({ characters: 6, documents: 1 });
  });
});
