// The numbers of a run as people see them: steps, epochs and seconds counted on from a model's earlier runs,
// speed, time left and results. Pure bookkeeping; what happened comes in as events.

import type { ModelResults, TrainingPoint, ValidationPoint } from '../../contract/model.ts';
import type { TrainingProgress } from '../../contract/training.ts';
import type { ValidationFigures } from '../../training/replica-job.ts';
import type { TrainingEvent } from '../../training/trainer.ts';
import type { Before } from './run-checkpoint.ts';

/** Lines in metrics.jsonl and points in a chart. */
const pointEverySeconds = 1;

/** Share of the newest step in the smoothed loss: about the last fifty steps count. */
const newestShare = 0.04;

type ProgressEvent = Extract<TrainingEvent, { kind: 'progress' }>;
type Finished = Extract<TrainingEvent, { kind: 'finished' }>;

/** Sums since the last point. */
interface PointSums {
  steps: number;
  loss: number;
  gradientNorm: number;
  clipped: number;
  layerGradientNorms: number[];
}

const noSums: PointSums = {
  steps: 0,
  loss: 0,
  gradientNorm: 0,
  clipped: 0,
  layerGradientNorms: [],
};

/** The meter of one run. */
export class RunMeter {
  readonly #run: string;
  readonly #before: Before;
  readonly #charactersPerStep: number;
  readonly #stepsPerEpoch: number;
  /** Active seconds of this run. */
  #seconds: number;
  #pointDueAt = 0;
  #sums = noSums;
  #smoothedLoss: number | null = null;
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

  /** Null before the first step. */
  get smoothedLoss(): number | null {
    return this.#smoothedLoss;
  }

  totalSteps(step: number): number {
    return this.#before.steps + step;
  }

  /** Passes over the text, those of earlier runs included. */
  epochAt(step: number): number {
    return this.#before.epochs + step / this.#stepsPerEpoch;
  }

  progressed(event: ProgressEvent): TrainingProgress {
    const { loss, gradientNorm, clippedShare, layerGradientNorms } = event;
    const { learningRate, charsPerSecond } = event;
    const secondsPerStep = charsPerSecond > 0 ? this.#charactersPerStep / charsPerSecond : 0;
    this.#seconds = event.activeSeconds;
    this.#sums = added(this.#sums, event);
    this.#progress = {
      run: this.#run,
      step: this.totalSteps(event.step),
      steps: this.totalSteps(event.totalSteps),
      epoch: this.epochAt(event.step),
      loss,
      smoothedLoss: this.#smooth(event.losses),
      gradientNorm,
      clippedShare,
      layerGradientNorms,
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
    const { steps, loss, gradientNorm, clipped, layerGradientNorms } = this.#sums;
    if (!this.#progress || steps === 0 || this.#seconds < this.#pointDueAt) return null;
    this.#pointDueAt = this.#seconds + pointEverySeconds;
    this.#sums = noSums;
    const { step, epoch } = this.#progress;
    return {
      step,
      epoch,
      loss: loss / steps,
      gradientNorm: gradientNorm / steps,
      clippedShare: clipped / steps,
      layerGradientNorms: layerGradientNorms.map((sum) => sum / steps),
    };
  }

  validated(figures: ValidationFigures, seconds: number, isBest: boolean): ValidationPoint {
    this.#seconds = seconds;
    this.#lastValidationLoss = figures.loss;
    if (isBest) this.#bestValidationLoss = figures.loss;
    return {
      step: this.totalSteps(figures.step),
      epoch: this.epochAt(figures.step),
      loss: figures.loss,
      optimisedLoss: figures.optimisedLoss,
      bitsPerCharacter: figures.loss / Math.LN2,
      accuracy: figures.accuracy,
      topFiveAccuracy: figures.topFiveAccuracy,
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
      epochs: this.epochAt(Math.max(0, step)),
      bestValidationLoss: finished?.figures.kept?.loss ?? this.#bestValidationLoss,
      lastValidationLoss: finished?.figures.last?.loss ?? this.#lastValidationLoss,
      lastTrainingLoss: progress?.loss ?? null,
      testLoss: finished?.figures.test?.loss ?? null,
      testAccuracy: finished?.figures.test?.accuracy ?? null,
      testOptimisedLoss: finished?.figures.test?.optimisedLoss ?? null,
      seconds: this.totalSeconds,
      charsPerSecond: progress?.charsPerSecond ?? 0,
    };
  }

  #smooth(losses: readonly number[]): number {
    for (const loss of losses) {
      this.#smoothedLoss =
        this.#smoothedLoss === null
          ? loss
          : this.#smoothedLoss + newestShare * (loss - this.#smoothedLoss);
    }
    return this.#smoothedLoss ?? 0;
  }
}

function added(sums: PointSums, event: ProgressEvent): PointSums {
  const { newSteps } = event;
  return {
    steps: sums.steps + newSteps,
    loss: sums.loss + newSteps * event.loss,
    gradientNorm: sums.gradientNorm + newSteps * event.gradientNorm,
    clipped: sums.clipped + newSteps * event.clippedShare,
    layerGradientNorms: event.layerGradientNorms.map(
      (norm, layer) => (sums.layerGradientNorms[layer] ?? 0) + newSteps * norm,
    ),
  };
}
