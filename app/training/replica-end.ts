// How a run ends: the final validation, the choice of the weights to keep, and the test. Every replica takes part and
// comes to the same figures.

import type { ReplicaCopies } from './replica-copies.ts';
import type { ReplicaJob } from './replica-job.ts';
import type { Reports } from './reports.ts';
import type { SplitFigures } from './score.ts';
import type { SharedScoring } from './shared-scoring.ts';

/** What the last weights, and the best before them, came to. */
export interface EndScores {
  last: SplitFigures | null;
  /** The earlier best weights' on the same characters; null where there are none, or their loss is known. */
  earlier: SplitFigures | null;
  isEarlierKept: boolean;
  test: SplitFigures | null;
}

/** One replica's part in it. */
export class ReplicaEnd {
  readonly #job: ReplicaJob;
  readonly #scoring: SharedScoring;
  readonly #copies: ReplicaCopies;
  readonly #reports: Reports;

  constructor(
    job: ReplicaJob,
    parts: { scoring: SharedScoring; copies: ReplicaCopies; reports: Reports },
  ) {
    this.#job = job;
    this.#scoring = parts.scoring;
    this.#copies = parts.copies;
    this.#reports = parts.reports;
  }

  /** Scores the weights after `step` updates and the best, keeps the better, and tests what is kept. */
  score(step: number): EndScores {
    const { text, memory } = this.#job;
    const limit = this.#reports.fromFirst('limit');
    const bestStep = this.#reports.fromFirst('bestStep');
    const isBestKnown = this.#reports.fromFirst('isBestWhole') === 1;
    const bestLoss = this.#reports.fromFirst('bestLoss');
    const last = this.#scoring.score(memory.live.parameters, text.validation, limit);
    const hasEarlier = last !== null && bestStep >= 0 && bestStep !== step;
    // The best so far may have been scored on fewer characters: both are scored on the same ones now.
    const earlier =
      hasEarlier && !isBestKnown ? this.#scoring.score(memory.best, text.validation, limit) : null;
    const earlierLoss = isBestKnown ? bestLoss : (earlier?.loss ?? Number.POSITIVE_INFINITY);
    const isEarlierKept = hasEarlier && earlierLoss < last.loss;
    if (!isEarlierKept) this.#copies.best();
    const test = this.#scoring.score(memory.best, text.test, Number.POSITIVE_INFINITY);
    return { last, earlier, isEarlierKept, test };
  }
}
