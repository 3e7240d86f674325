// How many updates a recipe comes to on a text, before a plan has counted them exactly. Knows no engine.

import type { Recipe } from '../../app/contract/model.ts';

/** Planned updates of a recipe given in epochs; null for one given in minutes. */
export function countUpdates(recipe: Recipe, characters: number): number | null {
  const { epochs, windows, stride, batchSize, sequenceLength, validation, test } = recipe;
  if (epochs === null) return null;
  const train = Math.floor(characters * (1 - validation - test));
  const perEpoch =
    windows === 'strided'
      ? (train - sequenceLength) / stride / batchSize
      : train / (batchSize * sequenceLength);
  return epochs * Math.max(1, Math.floor(perEpoch));
}
