// Replica 0's watch: how far a run is, how many steps it will have, when it should validate and when it ends.
// Time comes in as numbers, so every rule can be tested without waiting. Knows no tensors and no threads.

import { advance, replanSteps } from './schedule.ts';

/** As often as this at most, so that short epochs do not spend the run on validation. */
const validationAtMostEverySeconds = 10;
/** As seldom as this at most, so that a person sees the curve move within long epochs. */
const validationAtLeastEverySeconds = 60;
/** Share of the time that validation may take. */
const validationShare = 0.1;
/** More tells nothing more: the standard error at a million characters is about 0.002 nats. */
const validationCharactersAtMost = 1_000_000;
/** Fewer tell nothing: the standard error at ten thousand characters is about 0.02 nats. */
const validationCharactersAtLeast = 10_000;
/** A person who pressed stop waits for it. */
const secondsOfBriefValidation = 1.5;
/** Steps between two looks at the clock of a timed run. */
const replanEverySteps = 16;
/** A timed run ends early after so many validations without a better one … */
const patienceOfTimedRun = 5;
/** … that together took at least this share of its time. */
const patienceShareOfTimedRun = 0.2;

/** All of a run's position that is not in its parameters; stored in every checkpoint. */
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
  validationsSinceBest: number;
  lastValidationSeconds: number;
  lastLoss: number | null;
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
    validationsSinceBest: 0,
    lastValidationSeconds: 0,
    lastLoss: null,
  };
}

export interface PaceOptions {
  minutes: number | null;
  patience: number | null;
  stepsPerEpoch: number;
  /** Characters of the validation split. */
  validationCharacters: number;
  charactersPerStep: number;
}

/** The watch of one run. `position` is its whole state. */
export class Pace {
  readonly position: RunPosition;
  readonly #options: PaceOptions;
  #secondsPerStep = 0;
  #scoredPerSecond = 0;
  #timedSteps = 0;

  constructor(position: RunPosition, options: PaceOptions) {
    this.position = { ...position };
    this.#options = options;
  }

  /** Counts a finished step. True when the planned total has changed. */
  stepDone(seconds: number): boolean {
    const { position } = this;
    position.progress = advance(position.progress, position.step, position.totalSteps);
    position.step++;
    position.activeSeconds += seconds;
    this.#timedSteps++;
    // The first steps also warm caches and the allocator; after them an average over about twenty steps.
    const weight = this.#timedSteps <= 3 ? 1 : Math.max(0.05, 1 / this.#timedSteps);
    this.#secondsPerStep += weight * (seconds - this.#secondsPerStep);
    return this.#replan();
  }

  /** Characters to validate on now; 0 when it is not the time. */
  validationDue(): number {
    const { position } = this;
    if (this.#options.validationCharacters === 0 || this.hasEnded()) return 0;
    const since = position.activeSeconds - position.lastValidationSeconds;
    const isEpochEnd = position.step % this.#options.stepsPerEpoch === 0;
    const isDue =
      (isEpochEnd && since >= validationAtMostEverySeconds) ||
      since >= validationAtLeastEverySeconds;
    // The last stretch belongs to the final validation.
    if (!isDue || this.#secondsLeft() < validationAtMostEverySeconds) return 0;
    const allowed = validationShare * position.activeSeconds - position.evaluationSeconds;
    return this.#charactersWithin(allowed, validationCharactersAtMost);
  }

  /** Characters of the final validation: all, or in a timed run as many as a tenth of its time can score. */
  finalCharacters(): number {
    const { minutes, validationCharacters } = this.#options;
    if (minutes === null) return validationCharacters;
    return this.#charactersWithin(minutes * 60 * validationShare, Number.POSITIVE_INFINITY);
  }

  /** Characters to validate on when a person stops the run and waits: what a second or two can score. */
  briefCharacters(): number {
    return this.#charactersWithin(secondsOfBriefValidation, validationCharactersAtMost);
  }

  /** Counts a validation and tells whether its loss is the best so far. */
  validated(loss: number, characters: number, seconds: number): boolean {
    const { position } = this;
    position.activeSeconds += seconds;
    position.evaluationSeconds += seconds;
    position.lastValidationSeconds = position.activeSeconds;
    position.lastLoss = loss;
    if (seconds > 0) this.#scoredPerSecond = characters / seconds;
    const isBest = position.bestLoss === null || loss < position.bestLoss;
    if (isBest) {
      position.bestLoss = loss;
      position.bestStep = position.step;
      position.bestSeconds = position.activeSeconds;
    }
    position.validationsSinceBest = isBest ? 0 : position.validationsSinceBest + 1;
    return isBest;
  }

  hasEnded(): boolean {
    return this.position.step >= this.position.totalSteps;
  }

  /** True when going on would not make the model better by its own validation. */
  hasStoppedImproving(): boolean {
    const { patience, minutes } = this.#options;
    const { validationsSinceBest, activeSeconds, bestSeconds } = this.position;
    if (patience !== null) return validationsSinceBest >= patience;
    if (minutes === null) return false;
    return (
      validationsSinceBest >= patienceOfTimedRun &&
      activeSeconds - bestSeconds >= patienceShareOfTimedRun * minutes * 60
    );
  }

  #charactersWithin(seconds: number, atMost: number): number {
    const { validationCharacters, charactersPerStep } = this.#options;
    // Before anything was scored: a forward pass costs about a third of a training step.
    const rate = this.#scoredPerSecond || (3 * charactersPerStep) / this.#secondsPerStep;
    const affordable = Math.max(validationCharactersAtLeast, Math.floor(seconds * rate));
    return Math.min(validationCharacters, atMost, affordable);
  }

  /** Seconds of training that are left in a timed run, the final validation taken off. */
  #secondsLeft(): number {
    const { minutes, charactersPerStep } = this.#options;
    if (minutes === null) return Number.POSITIVE_INFINITY;
    const rate = this.#scoredPerSecond || (3 * charactersPerStep) / this.#secondsPerStep;
    return minutes * 60 - this.position.activeSeconds - this.finalCharacters() / rate;
  }

  #replan(): boolean {
    const { position } = this;
    if (this.#options.minutes === null) return false;
    const secondsLeft = this.#secondsLeft();
    const isOver = secondsLeft <= 0;
    if (!isOver && position.step % replanEverySteps !== 0 && position.step > 3) return false;
    const trainingShare = 1 - position.evaluationSeconds / position.activeSeconds;
    const total = isOver
      ? position.step
      : replanSteps(position.step, secondsLeft, this.#secondsPerStep / trainingShare);
    const isChanged = total !== position.totalSteps;
    position.totalSteps = total;
    return isChanged;
  }
}
