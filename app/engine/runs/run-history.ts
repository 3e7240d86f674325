// What a run's charts need, kept small however long the run: when full, every second point goes.

import type { RunHistory, SamplePoint, ValidationPoint } from '../../contract/model.ts';

/** More points than a chart has pixels tell nothing. */
const trainingPointsAtMost = 2000;

/** Samples that a timeline shows; the first ones tell most of how writing grew. */
const samplesAtMost = 200;

type TrainingPoint = RunHistory['training'][number];

/** Grows with a run. */
export class HistoryRecorder {
  readonly #history: RunHistory;
  /** Points that are let go between two that are kept. */
  #stride = 1;
  #sinceKept = 0;

  constructor(history: RunHistory = { training: [], validation: [], samples: [] }) {
    this.#history = {
      training: [...history.training],
      validation: [...history.validation],
      samples: [...history.samples],
    };
  }

  get history(): RunHistory {
    return this.#history;
  }

  addTraining(point: TrainingPoint): void {
    rewind(this.#history.training, point.step);
    if (++this.#sinceKept < this.#stride) return;
    this.#sinceKept = 0;
    const { training } = this.#history;
    training.push(point);
    if (training.length <= trainingPointsAtMost) return;
    this.#history.training = training.filter((_, at) => at % 2 === 0);
    this.#stride *= 2;
  }

  addValidation(point: ValidationPoint): void {
    rewind(this.#history.validation, point.step);
    this.#history.validation.push(point);
  }

  addSample(sample: SamplePoint): void {
    const { samples } = this.#history;
    samples.push(sample);
    if (samples.length > samplesAtMost) samples.splice(samplesAtMost / 2, 1);
  }
}

/** A run that was rolled back does some steps again: what they were before is no part of its way. */
function rewind(points: { step: number }[], step: number): void {
  while ((points.at(-1)?.step ?? -1) >= step) points.pop();
}
