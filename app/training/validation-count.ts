// What a validation's loss means for a run: whether it is the best, how long none was better, and whether the
// plateau schedule lowers the learning rate.

import type { Recipe } from '../contract/model.ts';
import type { RunPosition } from './run-position.ts';

/** Counts a validation in the run's position. True when its loss is the best so far. */
export function countValidation(
  position: RunPosition,
  recipe: Pick<Recipe, 'minimumGain' | 'schedule' | 'decayEvery' | 'decayFactor'>,
  { loss, characters }: { loss: number; characters: number },
): boolean {
  position.lastLoss = loss;
  const isBest = position.bestLoss === null || loss < position.bestLoss;
  if (isBest) {
    position.bestLoss = loss;
    position.bestStep = position.step;
    position.bestSeconds = position.activeSeconds;
    position.bestCharacters = characters;
  }
  const isGain = position.gainLoss === null || loss < position.gainLoss - recipe.minimumGain;
  if (isGain) position.gainLoss = loss;
  position.validationsSinceGain = isGain ? 0 : position.validationsSinceGain + 1;
  if (recipe.schedule === 'plateau') {
    position.plateauValidations = isGain ? 0 : position.plateauValidations + 1;
    if (position.plateauValidations >= recipe.decayEvery) {
      position.plateauFactor *= recipe.decayFactor;
      position.plateauValidations = 0;
    }
  }
  return isBest;
}
