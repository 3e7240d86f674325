// All of a run's place that is not in its parameters. Plain numbers: it crosses threads and stands in checkpoints.

import { initialLossWatch, type LossWatchState } from './loss-watch.ts';

export interface RunPosition {
  step: number;
  totalSteps: number;
  /** 0 to 1 along the schedule. */
  progress: number;
  activeSeconds: number;
  evaluationSeconds: number;
  bestLoss: number | null;
  bestStep: number;
  bestSeconds: number;
  /** Characters that the best loss was scored on. */
  bestCharacters: number;
  /** The loss that a validation must beat by the minimum gain to count as a better one. */
  gainLoss: number | null;
  validationsSinceGain: number;
  lastValidationSeconds: number;
  lastLoss: number | null;
  /** Validations without a gain since the plateau schedule last lowered the rate, and all its lowerings. */
  plateauValidations: number;
  plateauFactor: number;
  /** Times that the run was rolled back; each halves the learning rate. */
  rollBacks: number;
  lossWatch: LossWatchState;
}

/** Where every run starts. `totalSteps` of a timed run is re-planned as soon as steps have been timed. */
export function initialPosition(totalSteps: number): RunPosition {
  return {
    step: 0,
    totalSteps,
    progress: 0,
    activeSeconds: 0,
    evaluationSeconds: 0,
    bestLoss: null,
    bestStep: -1,
    bestSeconds: 0,
    bestCharacters: 0,
    gainLoss: null,
    validationsSinceGain: 0,
    lastValidationSeconds: 0,
    lastLoss: null,
    plateauValidations: 0,
    plateauFactor: 1,
    rollBacks: 0,
    lossWatch: initialLossWatch,
  };
}
