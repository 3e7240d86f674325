// A run that only pretends: its loss falls along a curve, its samples come from fake-text.ts.

import type { ModelSummary, Recipe } from '../../app/contract/model.ts';
import type {
  RunState,
  RunStatus,
  TrainingNotice,
  TrainingProgress,
} from '../../app/contract/training.ts';
import type { EngineEvents } from '../../app/contract/engine.ts';
import { sampleAfter } from './fake-text.ts';

/** Characters that the pretended machine trains on in a second. */
const charsPerSecond = 14_200;

type Emit = <Name extends keyof EngineEvents>(event: Name, payload: EngineEvents[Name]) => void;

/** The loss after a share of the training, with a little deterministic noise. */
export function lossAt(share: number, step: number, V: number): number {
  const floor = V > 600 ? 4.4 : 1.27;
  const noise = Math.sin(step * 12.9898) * 0.03;
  return (
    floor +
    (Math.log(V) - floor) * (0.75 * Math.exp(-share * 26) + 0.25 * Math.exp(-share * 4)) +
    noise
  );
}

/** One pretended run. */
export class FakeRun {
  readonly status: RunStatus;
  readonly #emit: Emit;
  readonly #plannedSeconds: number;
  readonly #steps: number;
  #seconds = 0;
  #nextSample = 0;
  #nextValidation = 10;

  constructor(id: string, model: ModelSummary, recipe: Recipe, emit: Emit) {
    this.#emit = emit;
    const { characters } = model.corpus;
    const perStep = recipe.batchSize * recipe.sequenceLength;
    this.#plannedSeconds =
      recipe.minutes === null
        ? ((recipe.epochs ?? 1) * characters) / charsPerSecond
        : recipe.minutes * 60;
    this.#steps = Math.max(1, Math.round((this.#plannedSeconds * charsPerSecond) / perStep));
    this.status = {
      run: id,
      model: model.id,
      name: model.name,
      state: 'queued',
      queuePosition: 0,
      configuration: model.configuration,
      recipe,
      parameters: model.parameters,
      vocabularySize: model.vocabularySize,
      characters,
      replicas: 2,
      adjustments: [],
      notices: [],
      progress: null,
      history: { training: [], validation: [], samples: [] },
      bestValidationLoss: null,
    };
  }

  setState(state: RunState): void {
    this.status.state = state;
    this.#emit('training.state', { run: this.status.run, state });
  }

  /** Says that something happened. */
  notice(notice: TrainingNotice): void {
    this.status.notices.push(notice);
    this.#emit('training.notice', { run: this.status.run, ...notice });
  }

  /** Trains for so many pretended seconds; returns whether it is done. */
  tick(seconds: number): boolean {
    if (this.status.state !== 'running') return false;
    this.#seconds = Math.min(this.#plannedSeconds, this.#seconds + seconds);
    const share = this.#seconds / this.#plannedSeconds;
    const step = Math.max(1, Math.round(share * this.#steps));
    const { characters, vocabularySize: V, run } = this.status;
    const epoch = (this.#seconds * charsPerSecond) / characters;
    const progress: TrainingProgress = {
      run,
      step,
      steps: this.#steps,
      epoch,
      loss: lossAt(share, step, V),
      smoothedLoss: lossAt(share, 0, V),
      gradientNorm: 0.61 + Math.sin(step) * 0.05,
      clippedShare: share < 0.1 ? 0.4 : 0.02,
      layerGradientNorms: this.status.configuration.layers.map(
        (_, layer) => 0.2 * (layer + 1) + Math.sin(step + layer) * 0.03,
      ),
      learningRate: 0.005 * (0.5 + 0.5 * Math.cos(Math.PI * share)),
      charsPerSecond,
      etaSeconds: this.#plannedSeconds - this.#seconds,
      seconds: this.#seconds,
      memoryBytes: 412_000_000,
    };
    this.status.progress = progress;
    const { training } = this.status.history;
    const { loss, gradientNorm, clippedShare, layerGradientNorms } = progress;
    training.push({ step, epoch, loss, gradientNorm, clippedShare, layerGradientNorms });
    this.#emit('training.progress', progress);
    this.#validateAndSample(step, epoch);
    return share >= 1;
  }

  #validateAndSample(step: number, epoch: number): void {
    const { run, history, vocabularySize: V } = this.status;
    if (this.#seconds >= this.#nextSample) {
      this.#nextSample += 15;
      const language = V > 600 ? 'zh' : 'en';
      const sample = { step, seconds: this.#seconds, text: sampleAfter(language, this.#seconds) };
      history.samples.push(sample);
      this.#emit('training.sample', { run, ...sample });
    }
    if (this.#seconds < this.#nextValidation && this.#seconds < this.#plannedSeconds) return;
    this.#nextValidation += Math.max(10, this.#plannedSeconds / 10);
    const loss = lossAt(this.#seconds / this.#plannedSeconds, 0, V) + 0.14;
    const point = {
      step,
      epoch,
      loss,
      optimisedLoss: this.status.configuration.loss === 'cross-entropy' ? null : loss / 100,
      bitsPerCharacter: loss / Math.LN2,
      accuracy: Math.exp(-loss / 2.6),
      topFiveAccuracy: Math.exp(-loss / 9),
      seconds: this.#seconds,
    };
    history.validation.push(point);
    this.status.bestValidationLoss = Math.min(loss, this.status.bestValidationLoss ?? Infinity);
    this.#emit('training.validation', { run, ...point, isBest: true });
  }

  get seconds(): number {
    return this.#seconds;
  }
}
