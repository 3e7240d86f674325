// Notices when a model learns its text by heart: validation rises over several validations while the training loss
// goes on falling. Told once, and again only after a validation that was better than all before.

/** Fewer could be chance: validations above the best, in a row. */
const risingValidations = 3;
/** Nats by which the last one must lie above the best, and the training loss below what it was then. */
const leastRise = 0.01;
const leastFall = 0.005;

export interface Validated {
  epoch: number;
  loss: number;
  /** Of the last steps, smoothed. */
  trainingLoss: number;
}

export interface Overfitting {
  /** Where validation was best. */
  epoch: number;
  bestLoss: number;
  loss: number;
  bestTrainingLoss: number;
  trainingLoss: number;
}

/** The watch over one run's validations. */
export class OverfittingWatch {
  #best: Validated | null = null;
  #since: Validated[] = [];
  #isTold = false;

  /** What is to be told after a validation; null mostly. */
  validated(validation: Validated): Overfitting | null {
    if (this.#best === null || validation.loss < this.#best.loss) {
      this.#best = validation;
      this.#since = [];
      this.#isTold = false;
      return null;
    }
    this.#since.push(validation);
    const best = this.#best;
    const first = this.#since.at(-risingValidations);
    if (this.#isTold || first === undefined) return null;
    const { loss, trainingLoss } = validation;
    const isRising = loss > best.loss + leastRise && loss > first.loss;
    const isFitting = trainingLoss < best.trainingLoss - leastFall;
    if (!isRising || !isFitting) return null;
    this.#isTold = true;
    return {
      epoch: best.epoch,
      bestLoss: best.loss,
      loss,
      bestTrainingLoss: best.trainingLoss,
      trainingLoss,
    };
  }
}
