// The numbers of a run as people see them: steps, epochs and seconds counted on from a model's earlier runs,
// speed, time left and results. Pure bookkeeping; what happened comes in as events.

import type { ModelResults, TrainingPoint, ValidationPoint } from '../contract/model.ts';
import type { TrainingProgress } from '../contract/training.ts';
import type { ValidationFigures } from '../training/replica-job.ts';
import type { TrainingEvent } from '../training/trainer.ts';
import type { Before } from './run-checkpoint.ts';

/** Lines in metrics.jsonl and points in a chart. */
const pointEverySeconds = 1;

type ProgressEvent = Extract<TrainingEvent, { kind: 'progress' }>;
type Finished = Extract<TrainingEvent, { kind: 'finished' }>;

/** The meter of one run. */
export class RunMeter {
  readonly #run: string;
  readonly #before: Before;
  readonly #charactersPerStep: number;
  readonly #stepsPerEpoch: number;
  /** Active seconds of this run. */
  #seconds: number;
  #point = { dueAt: 0, lossSum: 0, steps: 0 };
  #progress: TrainingProgress | null = null;
  #lastValidationLoss: number | null = null;
  #bestValidationLoss: number | null;

  constructor(
    run: string,
    options: { charactersPerStep: number; stepsPerEpoch: number },
    start: { before: Before; seconds: number; bestLoss: number | null },
  ) {
    this.#run = run;
    this.#before = start.before;
    this.#charactersPerStep = options.charactersPerStep;
    this.#stepsPerEpoch = options.stepsPerEpoch;
    this.#seconds = start.seconds;
    this.#bestValidationLoss = start.bestLoss;
  }

  get seconds(): number {
    return this.#seconds;
  }

  get totalSeconds(): number {
    return this.#before.seconds + this.#seconds;
  }

  get bestValidationLoss(): number | null {
    return this.#bestValidationLoss;
  }

  totalSteps(step: number): number {
    return this.#before.steps + step;
  }

  progressed(event: ProgressEvent): TrainingProgress {
    const { newSteps, loss, gradientNorm, learningRate, charsPerSecond } = event;
    const secondsPerStep = charsPerSecond > 0 ? this.#charactersPerStep / charsPerSecond : 0;
    this.#seconds += newSteps * secondsPerStep;
    this.#point.lossSum += loss * newSteps;
    this.#point.steps += newSteps;
    this.#progress = {
      run: this.#run,
      step: this.totalSteps(event.step),
      steps: this.totalSteps(event.totalSteps),
      epoch: this.#epoch(event.step),
      loss,
      smoothedLoss: loss,
      gradientNorm,
      clippedShare: 0,
      layerGradientNorms: [],
      learningRate,
      charsPerSecond,
      etaSeconds: (event.totalSteps - event.step) * secondsPerStep,
      seconds: this.totalSeconds,
      memoryBytes: process.memoryUsage.rss(),
    };
    return this.#progress;
  }

  /** The next point for charts and metrics, once a second; null in between. */
  takePoint(): TrainingPoint | null {
    const { dueAt, lossSum, steps } = this.#point;
    if (!this.#progress || steps === 0 || this.#seconds < dueAt) return null;
    this.#point = { dueAt: this.#seconds + pointEverySeconds, lossSum: 0, steps: 0 };
    const { step, epoch, gradientNorm } = this.#progress;
    const { clippedShare, layerGradientNorms } = this.#progress;
    return { step, epoch, gradientNorm, clippedShare, layerGradientNorms, loss: lossSum / steps };
  }

  validated(figures: ValidationFigures, seconds: number, isBest: boolean): ValidationPoint {
    this.#seconds = seconds;
    this.#lastValidationLoss = figures.loss;
    if (isBest) this.#bestValidationLoss = figures.loss;
    return {
      step: this.totalSteps(figures.step),
      epoch: this.#epoch(figures.step),
      loss: figures.loss,
      optimisedLoss: null,
      bitsPerCharacter: figures.loss / Math.LN2,
      accuracy: figures.accuracy,
      topFiveAccuracy: null,
      seconds: this.totalSeconds,
    };
  }

  /** What the run has come to so far; with `finished`, what it came to. */
  results(finished: Finished | null = null): ModelResults {
    const progress = this.#progress;
    const step = finished ? finished.position.step : (progress?.step ?? 0) - this.#before.steps;
    if (finished) this.#seconds = finished.position.activeSeconds;
    return {
      steps: this.totalSteps(Math.max(0, step)),
      epochs: this.#epoch(Math.max(0, step)),
      bestValidationLoss: finished?.figures.kept?.loss ?? this.#bestValidationLoss,
      lastValidationLoss: finished?.figures.last?.loss ?? this.#lastValidationLoss,
      lastTrainingLoss: progress?.loss ?? null,
      testLoss: finished?.figures.test?.loss ?? null,
      testAccuracy: finished?.figures.test?.accuracy ?? null,
      testOptimisedLoss: null,
      seconds: this.totalSeconds,
      charsPerSecond: progress?.charsPerSecond ?? 0,
    };
  }

  #epoch(step: number): number {
    return this.#before.epochs + step / this.#stepsPerEpoch;
  }
}
