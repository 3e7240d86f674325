// How fast this machine trains: timed where it is asked for the first time, remembered as long as the engine lives.
// Knows nothing of how steps are timed or of what the speeds are for.

import type { Arithmetic, ModelConfiguration } from '../../contract/model.ts';

/** All that a step's time depends on. */
export interface StepShape {
  configuration: ModelConfiguration;
  vocabularySize: number;
  batchSize: number;
  sequenceLength: number;
  arithmetic: Arithmetic;
  replicas: number;
}

export interface StepSpeedsOptions {
  /** Seconds that one step of a shape takes now. */
  time: (shape: StepShape) => Promise<number>;
  /** True while something else trains: what is timed then holds for the moment alone. */
  isBusy: () => boolean;
}

export class StepSpeeds {
  readonly #options: StepSpeedsOptions;
  readonly #known = new Map<string, number>();
  /** Timings go one after the other: two at once would slow each other down. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: StepSpeedsOptions) {
    this.#options = options;
  }

  /** Seconds a step, timed unless the shape has been timed before. */
  secondsPerStep(shape: StepShape): Promise<number> {
    const timed = this.#last.then(() => this.#known.get(keyOf(shape)) ?? this.#time(shape));
    this.#last = timed.catch(() => undefined);
    return timed;
  }

  async #time(shape: StepShape): Promise<number> {
    const { time, isBusy } = this.#options;
    const wasBusy = isBusy();
    const seconds = await time(shape);
    if (!wasBusy && !isBusy()) this.#known.set(keyOf(shape), seconds);
    return seconds;
  }
}

/** Any dropout costs the same, and a loss costs nothing beside the network. */
function keyOf({ configuration, ...shape }: StepShape): string {
  const { vocabularySize, batchSize, sequenceLength, arithmetic, replicas } = shape;
  const { cell, activation, layers, head, targets, embedding, dropout, tieWeights } = configuration;
  const network = [cell, activation, layers, head, targets, embedding, dropout > 0, tieWeights];
  return JSON.stringify([network, vocabularySize, batchSize, sequenceLength, arithmetic, replicas]);
}
