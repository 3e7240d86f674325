// How well a text was predicted: sums that add up over parts, threads and replicas, and the figures they come to.

import type { WindowScore } from '../model/network.ts';

export interface Score {
  /** Characters that were scored. */
  characters: number;
  /** Nats over all of them. */
  lossSum: number;
  /** The loss that training makes small, where it is another; 0 otherwise. */
  optimisedLossSum: number;
  /** Characters whose most probable prediction was right, and that were among the five most probable. */
  correct: number;
  correctInFive: number;
  /** Scored characters that the vocabulary lacks. */
  unknown: number;
}

/** Means of a score. */
export interface SplitFigures {
  /** Nats per character. */
  loss: number;
  /** Null where the loss is what was optimised. */
  optimisedLoss: number | null;
  accuracy: number;
  topFiveAccuracy: number;
  /** Characters that were scored. */
  characters: number;
}

/** The score of nothing. */
export function emptyScore(): Score {
  return {
    characters: 0,
    lossSum: 0,
    optimisedLossSum: 0,
    correct: 0,
    correctInFive: 0,
    unknown: 0,
  };
}

/** Counts one position of a window whose right answer was `target`. */
export function countPosition(
  score: Score,
  window: Omit<WindowScore, 'state'>,
  { at, target }: { at: number; target: number },
): void {
  score.characters++;
  score.lossSum += window.losses[at] ?? 0;
  score.optimisedLossSum += window.optimisedLosses?.[at] ?? 0;
  score.correct += window.isCorrect[at] ?? 0;
  score.correctInFive += window.isInTopFive[at] ?? 0;
  // The vocabulary's first entry stands for every character that it lacks.
  if (target === 0) score.unknown++;
}

/** Sums of two. */
export function addScores(sum: Score, score: Score): Score {
  return {
    characters: sum.characters + score.characters,
    lossSum: sum.lossSum + score.lossSum,
    optimisedLossSum: sum.optimisedLossSum + score.optimisedLossSum,
    correct: sum.correct + score.correct,
    correctInFive: sum.correctInFive + score.correctInFive,
    unknown: sum.unknown + score.unknown,
  };
}

/** What a score of at least one character comes to. */
export function figuresOf(score: Score, hasOptimisedLoss: boolean): SplitFigures {
  const { characters } = score;
  return {
    characters,
    loss: score.lossSum / characters,
    optimisedLoss: hasOptimisedLoss ? score.optimisedLossSum / characters : null,
    accuracy: score.correct / characters,
    topFiveAccuracy: score.correctInFive / characters,
  };
}
