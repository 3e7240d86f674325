// Fits batch size and sequence length to a text that is small for them. Works on numbers alone.

import { EngineError } from '../contract/errors.ts';
import { minimumTrainingCharacters } from './splits.ts';

export interface FittedBatch {
  batchSize: number;
  sequenceLength: number;
}

/**
 * Two windows a stream: with one, no state would ever be carried, and a pass that starts up to a window
 * later (its shift) would have none left.
 */
const windowsPerStream = 2;

/** Lowers the batch, then the length, until each stream has two windows; refuses what is too short for any. */
export function fitBatch(
  rangeLength: number,
  batchSize: number,
  sequenceLength: number,
): FittedBatch {
  if (rangeLength < minimumTrainingCharacters) {
    throw new EngineError(
      'corpus-too-short',
      `The training part has ${rangeLength} characters; at least ${minimumTrainingCharacters} are ` +
        'needed. Add text or lower the validation share.',
      { details: { characters: rangeLength, minimum: minimumTrainingCharacters } },
    );
  }
  // The last character is only ever a target.
  const inputs = rangeLength - 1;
  const fittingBatch = Math.floor(inputs / (windowsPerStream * sequenceLength));
  const usedBatch = Math.max(1, Math.min(batchSize, fittingBatch));
  const fittingLength = Math.floor(inputs / (windowsPerStream * usedBatch));
  return { batchSize: usedBatch, sequenceLength: Math.min(sequenceLength, fittingLength) };
}
