import { describe, expect, test } from 'vitest';
import { openIdFile } from '../../../app/corpus/id-file.ts';
import {
  countForPreview,
  previewVocabulary,
} from '../../../app/corpus/vocabulary/vocabulary-preview.ts';
import { everyCharacter } from '../../../app/corpus/vocabulary/vocabulary-cutoff.ts';
import type { VocabularyCutoff } from '../../../app/contract/corpus.ts';
import { writeIdFile } from '../id-files.ts';

/** Previews documents; the training part is the whole, or its beginning. */
async function previewOf(texts: string[], cutoff: Partial<VocabularyCutoff>, trainEnd?: number) {
  const counts = new Map<string, number>();
  for (const character of texts.join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
  const alphabet = [...counts].map(([character, count]) => ({ character, count }));
  const places = new Map([...counts.keys()].map((character, at) => [character, at + 2]));
  const end = texts.length > 1 ? [1] : [];
  const list = texts.flatMap((text) => [
    ...Array.from(text, (one) => places.get(one) ?? 0),
    ...end,
  ]);
  const idsPath = await writeIdFile(list);
  const ids = openIdFile(idsPath);
  const counted = countForPreview(ids, alphabet, { start: 0, end: trainEnd ?? ids.length });
  ids.close();
  return previewVocabulary(counted, { idsPath, alphabet }, { ...everyCharacter, ...cutoff });
}

const common = 'a rose is a rose\n'.repeat(40);

describe('the preview of a cut-off', () => {
  test('of nothing takes every character', async () => {
    expect(await previewOf([common], {})).toEqual({
      size: 8,
      coverage: 1,
      dropped: [],
      droppedCount: 0,
    });
  });

  test('shows what falls out where it stands first, the most frequent first', async () => {
    const text = `${common}the 𠮷 of\nthe ξ and ξ once${common}`;
    const preview = await previewOf([text], { minimumCount: 3 });
    expect(preview.dropped.slice(0, 2)).toEqual([
      { character: 'h', count: 2, context: 'is a rose the 𠮷 of the ξ' },
      { character: 'n', count: 2, context: '𠮷 of the ξ and ξ oncea ro' },
    ]);
    const rare = preview.dropped.find(({ character }) => character === '𠮷');
    expect(rare).toEqual({ character: '𠮷', count: 1, context: 'a rose the 𠮷 of the ξ an' });
    expect(preview.droppedCount).toBe(preview.dropped.length);
    const lost = preview.dropped.reduce((sum, { count }) => sum + count, 0);
    expect(preview.coverage).toBeCloseTo(1 - lost / [...text].length, 9);
  });

  test('looks at the training part alone', async () => {
    const preview = await previewOf([`${common}zzz`], { minimumCount: 2 }, common.length);
    expect(preview.dropped).toEqual([]);
    expect(preview.size).toBe(8);
  });

  test('takes nothing where no character is frequent enough', async () => {
    const preview = await previewOf([common], { minimumCount: 1_000_000 });
    expect(preview).toMatchObject({ size: 0, coverage: 0, droppedCount: 8 });
  });

  test('shows the border of two documents as a blank', async () => {
    const preview = await previewOf([`${common}é`, common], { minimumCount: 2 });
    expect(preview.dropped).toEqual([
      { character: 'é', count: 1, context: 'e is a rose é a rose is a' },
    ]);
  });
});
