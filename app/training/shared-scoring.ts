// Scoring a split within a run: the work is shared among the replicas at a step's end, and all of them learn
// the same figures.

import type { Range } from '../corpus/splitting/splits.ts';
import type { Control } from './control.ts';
import type { ReplicaJob } from './replica-job.ts';
import type { Reports } from './reports.ts';
import { emptyScore, figuresOf, type SplitFigures } from './score.ts';
import { layOutScoring, shareOfScoring, type Scorer } from './scoring.ts';

/** One replica's side of it. */
export class SharedScoring {
  readonly #job: ReplicaJob;
  readonly #scorer: Scorer;
  readonly #control: Control;
  readonly #reports: Reports;

  constructor(
    job: ReplicaJob,
    { scorer, control, reports }: { scorer: Scorer; control: Control; reports: Reports },
  ) {
    this.#job = job;
    this.#scorer = scorer;
    this.#control = control;
    this.#reports = reports;
  }

  /** Called by all replicas alike, which all get the same figures. Null: nothing to score. */
  score(parameters: Float32Array, range: Range, limit: number): SplitFigures | null {
    const { replica, replicas, configuration } = this.#job;
    const work = layOutScoring(range, this.#job, limit);
    if (work === null) return null;
    const score = this.#scorer.score(parameters, shareOfScoring(work, replica, replicas));
    this.#reports.tell('scored', score.characters);
    this.#reports.tell('scoredLoss', score.lossSum);
    this.#reports.tell('scoredOptimisedLoss', score.optimisedLossSum);
    this.#reports.tell('correct', score.correct);
    this.#reports.tell('correctInFive', score.correctInFive);
    this.#control.barrier();
    const total = {
      ...emptyScore(),
      characters: this.#reports.total('scored'),
      lossSum: this.#reports.total('scoredLoss'),
      optimisedLossSum: this.#reports.total('scoredOptimisedLoss'),
      correct: this.#reports.total('correct'),
      correctInFive: this.#reports.total('correctInFive'),
    };
    // The reports may be written again only when all have read them.
    this.#control.barrier();
    return figuresOf(total, configuration.loss !== 'cross-entropy');
  }
}
