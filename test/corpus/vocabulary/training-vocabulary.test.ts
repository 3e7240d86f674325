import { describe, expect, test } from 'vitest';
import type { CharacterCount } from '../../../app/contract/corpus.ts';
import type { Range } from '../../../app/corpus/splitting/splits.ts';
import { countTrainingPart } from '../../../app/corpus/vocabulary/training-counts.ts';
import { deriveTrainingVocabulary } from '../../../app/corpus/vocabulary/training-vocabulary.ts';
import { everyCharacter, measureCutoff } from '../../../app/corpus/vocabulary/vocabulary-cutoff.ts';
import { idFile } from '../id-files.ts';

/** Characters in the order of their corpus ids, each with its count in the whole text. */
function alphabetOf(counts: Record<string, number>): CharacterCount[] {
  return Object.entries(counts).map(([character, count]) => ({ character, count }));
}

async function derive(
  ids: number[],
  alphabet: CharacterCount[],
  {
    train,
    known,
    ...limits
  }: { train?: Range; known?: string[] } & Partial<typeof everyCharacter> = {},
) {
  const part = train ?? { start: 0, end: ids.length };
  const counts = countTrainingPart(await idFile(ids), alphabet, part);
  return deriveTrainingVocabulary(counts, { ...everyCharacter, ...limits }, known);
}

// The text "aaaaabbbccd".
const text = [2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5];
const alphabet = alphabetOf({ a: 5, b: 3, c: 2, d: 1 });

describe('the vocabulary of the training part', () => {
  test('counts the training part alone and says what it lacks elsewhere', async () => {
    // The text "aaab|bbcd": corpus ids by falling count over the whole text.
    const whole = alphabetOf({ a: 3, b: 3, c: 1, d: 1 });
    const train = { start: 3, end: 7 };
    const derived = await derive([2, 2, 2, 3, 3, 3, 4, 5], whole, { train });
    expect(derived.vocabulary.characters).toEqual(['<unk>', '<end>', 'b', 'c']);
    expect([...derived.remap]).toEqual([0, 1, 0, 2, 3, 0]);
    expect(derived.unknownShare).toEqual({ inside: 0, outside: 1 });
  });

  test('gives the share of unknown characters without counting document ends', async () => {
    const train = { start: 0, end: 3 };
    const derived = await derive([2, 2, 1, 2, 2, 3, 1], alphabetOf({ a: 4, b: 1 }), { train });
    expect(derived.unknownShare.outside).toBeCloseTo(1 / 3);
    expect(derived.remap[1]).toBe(1);
  });

  test('lacks nothing where all is trained on', async () => {
    const derived = await derive([2, 3], alphabetOf({ x: 1, y: 1 }));
    expect(derived.unknownShare).toEqual({ inside: 0, outside: 0 });
  });
});

describe('a cut-off', () => {
  test('leaves out what is too rare, and counts it as <unk>', async () => {
    const derived = await derive(text, alphabet, { minimumCount: 3 });
    expect(derived.vocabulary.characters).toEqual(['<unk>', '<end>', 'a', 'b']);
    expect([...derived.remap]).toEqual([0, 1, 2, 3, 0, 0]);
    expect([...derived.counts]).toEqual([3, 0, 5, 3]);
    expect(derived.unknownShare.inside).toBeCloseTo(3 / 11);
  });

  test('takes the fewest characters that cover the share', async () => {
    const at = async (coverage: number) =>
      (await derive(text, alphabet, { coverage })).vocabulary.characters.slice(2).join('');
    expect(await at(5 / 11)).toBe('a');
    expect(await at(0.5)).toBe('ab');
    expect(await at(10 / 11)).toBe('abc');
    expect(await at(0.95)).toBe('abcd');
  });

  test('holds both limits', () => {
    expect(measureCutoff([5, 3, 2, 1], { minimumCount: 2, coverage: 1 }).size).toBe(3);
    expect(measureCutoff([5, 3, 2, 1], { minimumCount: 2, coverage: 0.6 }).size).toBe(2);
    expect(measureCutoff([], everyCharacter)).toEqual({ size: 0, covered: 0, total: 0 });
  });

  test('keeps what the model to begin with knows, with its own counts', async () => {
    const derived = await derive(text, alphabet, { minimumCount: 3, known: ['z', 'd', 'a'] });
    expect(derived.vocabulary.characters).toEqual(['<unk>', '<end>', 'a', 'b', 'd', 'z']);
    expect([...derived.remap]).toEqual([0, 1, 2, 3, 0, 4]);
    expect([...derived.counts]).toEqual([2, 0, 5, 3, 1, 0]);
    // What a run that goes on with this vocabulary sees.
    const again = await derive(text, alphabet, {
      minimumCount: 3,
      known: [...derived.vocabulary.characters],
    });
    expect(again.vocabulary.characters).toEqual(derived.vocabulary.characters);
  });

  test('that takes no character at all is refused with the number that would do', async () => {
    await expect(derive(text, alphabet, { minimumCount: 6 })).rejects.toMatchObject({
      code: 'invalid-request',
      details: { field: 'recipe.minimumCount', mostFrequent: 5 },
    });
  });
});
