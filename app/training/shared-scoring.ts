// Scoring a split within a run: the parts are shared among the replicas at a step's end, and all of them learn
// the same figures.

import type { IdFile } from '../corpus/id-file.ts';
import type { Range } from '../corpus/splits.ts';
import type { Network } from '../model/network.ts';
import type { Control } from './control.ts';
import { cutIntoParts, scoreParts } from './evaluation.ts';
import type { ReplicaJob } from './replica-job.ts';
import { shareOf, type Reports } from './reports.ts';

export interface SplitFigures {
  /** Nats per character. */
  loss: number;
  accuracy: number;
  /** Characters that were scored. */
  characters: number;
}

/** One replica's side of it. */
export class SharedScoring {
  readonly #job: ReplicaJob;
  readonly #network: Network;
  readonly #ids: IdFile;
  readonly #control: Control;
  readonly #reports: Reports;

  constructor(
    job: ReplicaJob,
    network: Network,
    meeting: { ids: IdFile; control: Control; reports: Reports },
  ) {
    this.#job = job;
    this.#network = network;
    this.#ids = meeting.ids;
    this.#control = meeting.control;
    this.#reports = meeting.reports;
  }

  /** Called by all replicas alike, which all get the same figures. Null: nothing to score. */
  score(parameters: Float32Array, range: Range, limit: number): SplitFigures | null {
    const { replica, replicas, text } = this.#job;
    const parts = cutIntoParts(range, limit);
    if (limit === 0 || parts.length === 0) return null;
    const { start, end } = shareOf(parts.length, replica, replicas);
    const weights = this.#network.lend(parameters);
    try {
      const own = parts.slice(start, end);
      const score = scoreParts(this.#network, weights, { ids: this.#ids, remap: text.remap }, own);
      this.#reports.tell('scored', score.characters);
      this.#reports.tell('scoredLoss', score.lossSum);
      this.#reports.tell('correct', score.correct);
    } finally {
      weights.release();
    }
    this.#control.barrier();
    const characters = this.#reports.total('scored');
    const figures = {
      characters,
      loss: this.#reports.total('scoredLoss') / characters,
      accuracy: this.#reports.total('correct') / characters,
    };
    // The reports may be written again only when all have read them.
    this.#control.barrier();
    return figures;
  }
}
