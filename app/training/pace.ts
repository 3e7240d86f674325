// Replica 0's watch: how far a run is, how many steps it will have, when it should validate and when it ends.
// Time comes in as numbers, so every rule can be tested without waiting. Knows no tensors and no threads.

import type { Recipe } from '../contract/model.ts';
import { countedSeconds } from './clock.ts';
import type { PlanReplay } from './plan-log.ts';
import type { RunPosition } from './run-position.ts';
import { advance, replanSteps } from './schedule.ts';
import { countValidation } from './validation-count.ts';

/** A later one waits no longer than this for an epoch's end: so many short epochs tell enough. */
const validationAtMostEverySeconds = 10;
/**
 * Share of the time so far after which a next validation tells more: a short text is learnt, and then learnt by heart,
 * within seconds, and the best weights must not pass unseen.
 */
const validationAgainAfterShare = 0.1;
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
/** Steps between two looks at the clock of a timed run … */
const replanEverySteps = 16;
/** … which come sooner where steps are slow. */
const replanEverySeconds = 1;
/** Steps that also warm caches and the allocator: what they took is soon forgotten. */
const warmUpSteps = 3;
/** A timed run ends early after so many validations without a better one … */
const patienceOfTimedRun = 5;
/** … that together took at least this share of its time. */
const patienceShareOfTimedRun = 0.2;

export type PaceRecipe = Pick<
  Recipe,
  | 'minutes'
  | 'patience'
  | 'minimumGain'
  | 'validateEvery'
  | 'schedule'
  | 'decayEvery'
  | 'decayFactor'
>;

export interface PaceOptions {
  recipe: PaceRecipe;
  stepsPerEpoch: number;
  /** Characters that have a loss in the validation split, in the test split, and in one step. */
  validationCharacters: number;
  testCharacters: number;
  charactersPerStep: number;
  /** The log that stands for the clock; null: the clock itself. */
  replay: PlanReplay | null;
}

/** The watch of one run. `position` is its whole state. */
export class Pace {
  readonly position: RunPosition;
  readonly #options: PaceOptions;
  #secondsPerStep = 0;
  #scoredPerSecond = 0;
  #timedSteps = 0;
  #secondsAtLastPlan = Number.NEGATIVE_INFINITY;

  constructor(position: RunPosition, options: PaceOptions) {
    this.position = { ...position };
    this.#options = options;
  }

  get isTimed(): boolean {
    return this.#options.recipe.minutes !== null;
  }

  /** Counts a finished step. True when the planned total has changed. */
  stepDone(seconds: number): boolean {
    const { position } = this;
    position.progress = advance(position.progress, position.step, position.totalSteps);
    position.step++;
    this.#countStepSeconds(seconds);
    return this.#replan();
  }

  /** Counts a step that came to nothing, and takes up an earlier step and its progress again. */
  rolledBack(seconds: number, to: Pick<RunPosition, 'step' | 'progress' | 'lossWatch'>): void {
    Object.assign(this.position, to);
    this.position.rollBacks++;
    // The best weights stay what they are, though the step that made them is now to come again.
    this.position.bestStep = Math.min(this.position.bestStep, to.step);
    this.#options.replay?.totalAt(to.step);
    this.#countStepSeconds(seconds);
  }

  /** Characters to validate on now; 0 when it is not the time. */
  validationDue(): number {
    const { position } = this;
    const { replay, validationCharacters, recipe } = this.#options;
    if (validationCharacters === 0 || this.hasEnded()) return 0;
    if (replay) return replay.charactersAt(position.step);
    if (this.#isByStep() && !this.isTimed) {
      const { stepsPerEpoch } = this.#options;
      const isDue = position.step % (recipe.validateEvery ?? stepsPerEpoch) === 0;
      return isDue ? Math.min(validationCharacters, validationCharactersAtMost) : 0;
    }
    // The last stretch belongs to the final validation.
    const stretch = Math.min(validationAtMostEverySeconds, validationShare * this.#runSeconds());
    if (!this.#isDueByClock() || this.#secondsLeft() < stretch) return 0;
    const allowed = validationShare * position.activeSeconds - position.evaluationSeconds;
    return this.#charactersWithin(allowed, validationCharactersAtMost);
  }

  /** Characters of the final validation: all, or in a timed run as many as a tenth of its time can score. */
  finalCharacters(): number {
    if (!this.isTimed) return this.#options.validationCharacters;
    return this.#charactersWithin(validationShare * this.#runSeconds(), Number.POSITIVE_INFINITY);
  }

  /** Characters to validate on when a person stops the run and waits: what a second or two can score. */
  briefCharacters(): number {
    return this.#charactersWithin(secondsOfBriefValidation, validationCharactersAtMost);
  }

  /** Counts a validation and tells whether its loss is the best so far. */
  validated(loss: number, characters: number, measuredSeconds: number): boolean {
    const { position } = this;
    const usual = this.#scoredPerSecond > 0 ? characters / this.#scoredPerSecond : 0;
    const seconds = countedSeconds(measuredSeconds, usual);
    position.activeSeconds += seconds;
    position.evaluationSeconds += seconds;
    position.lastValidationSeconds = position.activeSeconds;
    if (seconds > 0) this.#scoredPerSecond = characters / seconds;
    return countValidation(position, this.#options.recipe, { loss, characters });
  }

  hasEnded(): boolean {
    return this.position.step >= this.position.totalSteps;
  }

  /** True when going on would not make the model better by its own validation. */
  hasStoppedImproving(): boolean {
    const { patience } = this.#options.recipe;
    const { validationsSinceGain, activeSeconds, bestSeconds } = this.position;
    if (patience !== null) return validationsSinceGain >= patience;
    // A replay ends where its log does.
    if (!this.isTimed || this.#options.replay) return false;
    return (
      validationsSinceGain >= patienceOfTimedRun &&
      activeSeconds - bestSeconds >= patienceShareOfTimedRun * this.#runSeconds()
    );
  }

  /** Makes this step the last. True when a timed run's total has changed by it, which is to be logged. */
  endHere(): boolean {
    const { position } = this;
    const isChanged = this.isTimed && position.totalSteps !== position.step;
    if (isChanged) position.totalSteps = position.step;
    return isChanged;
  }

  /** Where training itself hangs on validations, they come at steps that no clock decides. */
  #isByStep(): boolean {
    const { patience, validateEvery, schedule } = this.#options.recipe;
    return validateEvery !== null || patience !== null || schedule === 'plateau';
  }

  #isDueByClock(): boolean {
    const { position } = this;
    const { stepsPerEpoch, recipe } = this.#options;
    if (recipe.validateEvery !== null) return position.step % recipe.validateEvery === 0;
    const since = position.activeSeconds - position.lastValidationSeconds;
    const isEpochEnd = position.step % stepsPerEpoch === 0;
    return (
      (isEpochEnd && since >= this.#secondsBetweenValidations()) ||
      since >= validationAtLeastEverySeconds
    );
  }

  #secondsBetweenValidations(): number {
    const usual = this.#options.validationCharacters / this.#rate() / validationShare;
    const telling = validationAgainAfterShare * this.position.activeSeconds;
    return Math.min(validationAtMostEverySeconds, Math.max(usual, telling));
  }

  #countStepSeconds(measured: number): void {
    const isWarm = this.#timedSteps >= warmUpSteps;
    const seconds = countedSeconds(measured, isWarm ? this.#secondsPerStep : 0);
    this.position.activeSeconds += seconds;
    this.#timedSteps++;
    const weight =
      this.#timedSteps <= warmUpSteps ? 1 : Math.max(0.05, 1 / (this.#timedSteps - warmUpSteps));
    this.#secondsPerStep += weight * (seconds - this.#secondsPerStep);
  }

  /** Seconds that a timed run has. */
  #runSeconds(): number {
    const { minutes } = this.#options.recipe;
    return minutes === null ? Number.POSITIVE_INFINITY : 60 * minutes;
  }

  #rate(): number {
    // Before anything was scored: a forward pass costs about a third of a training step.
    return this.#scoredPerSecond || (3 * this.#options.charactersPerStep) / this.#secondsPerStep;
  }

  #charactersWithin(seconds: number, atMost: number): number {
    const affordable = Math.max(validationCharactersAtLeast, Math.floor(seconds * this.#rate()));
    return Math.min(this.#options.validationCharacters, atMost, affordable);
  }

  /** Seconds of training that are left in a timed run, what comes after the last step taken off. */
  #secondsLeft(): number {
    const { testCharacters, validationCharacters } = this.#options;
    const { bestStep, bestCharacters, activeSeconds } = this.position;
    const final = this.finalCharacters();
    // The best weights are scored again where their loss is of fewer characters than the final one will be.
    const isRescored = bestStep >= 0 && bestCharacters < validationCharacters;
    const scored = (isRescored ? 2 : 1) * final + testCharacters;
    return this.#runSeconds() - activeSeconds - scored / this.#rate();
  }

  #replan(): boolean {
    const { position } = this;
    const { replay } = this.#options;
    if (!this.isTimed) return false;
    const total = replay ? replay.totalAt(position.step) : this.#planned();
    const isChanged = total !== null && total !== position.totalSteps;
    if (isChanged) position.totalSteps = total;
    return isChanged;
  }

  /** The total as it looks now; null where it is too soon to look again. */
  #planned(): number | null {
    const { step, totalSteps, activeSeconds, evaluationSeconds } = this.position;
    const secondsLeft = this.#secondsLeft();
    if (secondsLeft <= 0) return step;
    const isDue =
      step % replanEverySteps === 0 ||
      step >= totalSteps ||
      this.#timedSteps <= warmUpSteps ||
      activeSeconds - this.#secondsAtLastPlan >= replanEverySeconds;
    if (!isDue) return null;
    this.#secondsAtLastPlan = activeSeconds;
    const trainingShare = 1 - evaluationSeconds / activeSeconds;
    return replanSteps(step, secondsLeft, this.#secondsPerStep / trainingShare);
  }
}
