// How a training range is cut into B streams of equal windows, and where an epoch begins to read.
// Pure arithmetic on counters: the order of the data is a function of seed, epoch and step alone.

import type { Range } from '../corpus/splits.ts';
import { createRandom } from '../model/random.ts';

/** Keeps the offsets' random numbers apart from every other use of the seed. */
const offsetStream = 0x0ff5e7;

/** Windows that every stream has in one epoch, whatever the epoch's offset. */
export function windowsPerEpoch(range: Range, batchSize: number, sequenceLength: number): number {
  const characters = range.end - range.start - 1 - (sequenceLength - 1);
  return Math.floor(Math.floor(characters / batchSize) / sequenceLength);
}

/**
 * The part of the range that an epoch reads. It begins at a random offset below T, so that window
 * borders fall on other characters in each epoch.
 */
export function epochRange(
  range: Range,
  { batchSize, sequenceLength, seed }: { batchSize: number; sequenceLength: number; seed: number },
  epoch: number,
): Range {
  const offset = createRandom(seed, offsetStream + epoch).next() % sequenceLength;
  const streamLength = windowsPerEpoch(range, batchSize, sequenceLength) * sequenceLength;
  const start = range.start + offset;
  return { start, end: start + streamLength * batchSize + 1 };
}
