// Where a vocabulary ends: how many of a text's characters, the most frequent first, it takes. Works on counts
// alone; knows no characters and no files.

import type { VocabularyCutoff } from '../../contract/corpus.ts';
import { EngineError } from '../../contract/errors.ts';

/** A vocabulary of all characters. */
export const everyCharacter: VocabularyCutoff = { minimumCount: 1, coverage: 1 };

/** What a cut-off takes of a text. */
export interface VocabularyExtent {
  /** Characters that have a place. */
  size: number;
  /** How often they occur together. */
  covered: number;
  /** How often all characters occur together. */
  total: number;
}

/** A part of a character: what float products of shares may be off by. */
const rounding = 1e-6;

/** Takes the fewest characters that cover the share, and of these the ones that are frequent enough. */
export function measureCutoff(
  fallingCounts: ArrayLike<number>,
  { minimumCount, coverage }: VocabularyCutoff,
): VocabularyExtent {
  let total = 0;
  for (let rank = 0; rank < fallingCounts.length; rank++) total += fallingCounts[rank] ?? 0;
  const wanted = coverage * total - rounding;
  let size = 0;
  let covered = 0;
  while (size < fallingCounts.length && covered < wanted) {
    const count = fallingCounts[size] ?? 0;
    if (count < Math.max(1, minimumCount)) break;
    covered += count;
    size++;
  }
  return { size, covered, total };
}

/** Says that not even the most frequent character is frequent enough. */
export function nothingKeptError(minimumCount: number, mostFrequent: number): EngineError {
  return new EngineError(
    'invalid-request',
    `No character stands ${minimumCount} times in the training part; the most frequent one stands there ` +
      `${mostFrequent} times. Lower the minimum count to that or less.`,
    {
      details: { field: 'recipe.minimumCount', expected: `at most ${mostFrequent}`, mostFrequent },
    },
  );
}
