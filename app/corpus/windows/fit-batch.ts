// Fits batch size and sequence length to a text that is small for them. Works on numbers alone.

import { EngineError } from '../../contract/errors.ts';
import type { Recipe } from '../../contract/model.ts';
import { minimumTrainingCharacters } from '../splitting/splits.ts';
import { countStridedWindows } from './strided-windows.ts';

export interface FittedBatch {
  batchSize: number;
  sequenceLength: number;
}

/**
 * Two windows a stream: with one, no state would ever be carried, and a pass that starts up to a window
 * later (its shift) would have none left.
 */
const windowsPerStream = 2;

/**
 * Lowers the batch, then the length, until each stream has two windows, or strided windows fill a batch; refuses
 * what is too short for any.
 */
export function fitBatch(
  rangeLength: number,
  recipe: Pick<Recipe, 'batchSize' | 'sequenceLength' | 'windows' | 'stride'>,
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
  const { batchSize, stride } = recipe;
  if (recipe.windows === 'strided') {
    const sequenceLength = Math.min(recipe.sequenceLength, inputs);
    const range = { start: 0, end: rangeLength };
    const windows = countStridedWindows({ range, sequenceLength, stride });
    return { batchSize: Math.min(batchSize, windows), sequenceLength };
  }
  const { sequenceLength } = recipe;
  const fittingBatch = Math.floor(inputs / (windowsPerStream * sequenceLength));
  const usedBatch = Math.max(1, Math.min(batchSize, fittingBatch));
  const fittingLength = Math.floor(inputs / (windowsPerStream * usedBatch));
  return { batchSize: usedBatch, sequenceLength: Math.min(sequenceLength, fittingLength) };
}
