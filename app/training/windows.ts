// Which characters a step reads: the batch's rows as streams that are carried on, or as strided windows in shuffled
// order. Pure arithmetic on counters: the order of the data is a function of seed, epoch and step alone.

import type { Recipe } from '../contract/model.ts';
import type { Range } from '../corpus/splitting/splits.ts';
import { countStridedWindows } from '../corpus/windows/strided-windows.ts';
import { createRandom } from '../model/random.ts';
import { createShuffle, type Shuffle } from './shuffle.ts';

/** Keep the offsets' and the orders' random numbers apart from every other use of the seed. */
const offsetStream = 0x0ff5e7;
const shuffleStream = 0x54aff1e;

export type WindowRecipe = Pick<
  Recipe,
  'windows' | 'stride' | 'batchSize' | 'sequenceLength' | 'seed'
>;

/** Steps in one pass over the training part. Strided windows that do not fill a last batch wait for the next pass. */
export function stepsPerEpoch(range: Range, recipe: Omit<WindowRecipe, 'seed'>): number {
  const { windows, batchSize, sequenceLength } = recipe;
  if (windows === 'streams') return windowsPerEpoch(range, batchSize, sequenceLength);
  return Math.floor(countStridedWindows({ range, ...recipe }) / batchSize);
}

/** Windows that every stream has in one epoch, whatever the epoch's offset. */
export function windowsPerEpoch(range: Range, batchSize: number, sequenceLength: number): number {
  const characters = range.end - range.start - 1 - (sequenceLength - 1);
  return Math.floor(Math.floor(characters / batchSize) / sequenceLength);
}

/**
 * The part of the range that an epoch's streams read. It begins at a random offset below T, so that window
 * borders fall on other characters in each epoch.
 */
export function epochRange(
  range: Range,
  { batchSize, sequenceLength, seed }: Omit<WindowRecipe, 'windows' | 'stride'>,
  epoch: number,
): Range {
  const offset = createRandom(seed, offsetStream + epoch).next() % sequenceLength;
  const streamLength = windowsPerEpoch(range, batchSize, sequenceLength) * sequenceLength;
  const start = range.start + offset;
  return { start, end: start + streamLength * batchSize + 1 };
}

/** The order in which an epoch takes strided windows. */
export function epochOrder(range: Range, recipe: WindowRecipe, epoch: number): Shuffle {
  const key = createRandom(recipe.seed, shuffleStream + epoch).next();
  return createShuffle(countStridedWindows({ range, ...recipe }), key);
}
