// Tells when a run has gone wrong: a loss or gradient that is no finite number, or a loss far above what it lately
// was. Every replica keeps one and feeds it the same numbers, so all come to the same verdict at the same step.

/** A blow-up is this many times the recent median … */
const blowUpFactor = 3;
/** … and this many nats above it: a loss near zero triples by chance, where an epoch begins from a zero state. */
const blowUpNats = 1;
/** Losses whose median is taken. */
const recentLosses = 50;
/** Fewer losses have no median worth the name. */
const lossesToJudge = 10;
/** Characters whose mean is one loss here: the loss of a few characters swings several nats. */
const charactersPerLoss = 512;

/** Times that a run is rolled back before it is given up. */
export const rollBacksAtMost = 3;

/** All that a watch remembers; part of the run's position. */
export interface LossWatchState {
  /** Losses summed since the last mean, and how many. */
  sum: number;
  steps: number;
  /** The last means, oldest first. */
  means: number[];
}

export const initialLossWatch: LossWatchState = { sum: 0, steps: 0, means: [] };

export type Verdict = 'fine' | 'not-finite' | 'blow-up';

/** Steps that make up one loss to be judged, for so many counted characters a step. */
export function stepsPerLoss(charactersPerStep: number): number {
  return Math.min(recentLosses, Math.ceil(charactersPerLoss / charactersPerStep));
}

/** What the learning rate is multiplied by after so many roll-backs. */
export function rollBackFactor(rollBacks: number): number {
  return 0.5 ** rollBacks;
}

/** The watch over one run. */
export class LossWatch {
  readonly #stepsPerLoss: number;
  #state: LossWatchState;

  constructor(charactersPerStep: number, state: LossWatchState) {
    this.#stepsPerLoss = stepsPerLoss(charactersPerStep);
    this.#state = state;
  }

  /** A copy, to be kept. */
  get state(): LossWatchState {
    return { ...this.#state, means: [...this.#state.means] };
  }

  /** Takes up a state again, as of an earlier step. */
  restore(state: LossWatchState): void {
    this.#state = { ...state, means: [...state.means] };
  }

  /** Looks at a step's loss and gradient norm; what is not fine is not remembered. */
  judge(loss: number, gradientNorm: number): Verdict {
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return 'not-finite';
    const { sum, steps, means } = this.#state;
    if (steps + 1 < this.#stepsPerLoss) {
      this.#state = { sum: sum + loss, steps: steps + 1, means };
      return 'fine';
    }
    const mean = (sum + loss) / (steps + 1);
    if (means.length >= lossesToJudge) {
      const median = medianOf(means);
      if (mean > blowUpFactor * median && mean > median + blowUpNats) return 'blow-up';
    }
    this.#state = { sum: 0, steps: 0, means: [...means.slice(1 - recentLosses), mean] };
    return 'fine';
  }
}

/** The middle of some numbers, the upper of the two where their count is even. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[values.length >> 1] ?? 0;
}
