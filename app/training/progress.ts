// Turns the figures that replica 0 leaves of every step into progress: read ten times a second, whatever
// the speed, and never in the way of a step.

import { ringFields, ringSteps, type SharedMemory } from './shared-memory.ts';

/** What became of the steps since the last look. */
export interface Progress {
  step: number;
  /** Steps since the last look, those that were rolled back meanwhile included. */
  newSteps: number;
  /** Mean nats per character over these steps. */
  loss: number;
  /** Mean norm of the gradient, before clipping. */
  gradientNorm: number;
  /** Mean norm in each recurrent layer. */
  layerGradientNorms: number[];
  /** Share of these steps whose gradient was clipped. */
  clippedShare: number;
  /** The newest step's. */
  learningRate: number;
  activeSeconds: number;
  charsPerSecond: number;
  /** Losses and durations of these steps, oldest first. */
  losses: number[];
  milliseconds: number[];
}

/** Steps whose time makes up the speed that is shown: long enough to be calm, short enough to be true. */
const speedSteps = 50;

type Field = Exclude<keyof typeof ringFields, 'size' | 'layerNorms'>;

/** Reads the ring of one run. */
export class ProgressReader {
  readonly #memory: SharedMemory;
  readonly #charactersPerStep: number;
  readonly #layers: number;
  /** Milliseconds of the last steps, newest last. */
  #lately: number[] = [];
  #seen = 0;

  constructor(memory: SharedMemory, shape: { charactersPerStep: number; layers: number }) {
    this.#memory = memory;
    this.#charactersPerStep = shape.charactersPerStep;
    this.#layers = shape.layers;
  }

  /** Null when no step has ended since the last look. */
  read(): Progress | null {
    const recorded = this.#memory.recorded[0] ?? 0;
    if (recorded <= this.#seen) return null;
    const first = Math.max(this.#seen, recorded - ringSteps);
    const places = Array.from({ length: recorded - first }, (_, at) => first + at);
    this.#seen = recorded;
    const losses = places.map((at) => this.#value(at, 'loss'));
    const milliseconds = places.map((at) => this.#value(at, 'milliseconds'));
    this.#lately = [...this.#lately, ...milliseconds].slice(-speedSteps);
    const newest = recorded - 1;
    return {
      step: this.#value(newest, 'step'),
      newSteps: places.length,
      loss: meanOf(losses),
      gradientNorm: meanOf(places.map((at) => this.#value(at, 'gradientNorm'))),
      layerGradientNorms: Array.from({ length: this.#layers }, (_, layer) =>
        meanOf(places.map((at) => this.#number(at, ringFields.layerNorms + layer))),
      ),
      clippedShare: meanOf(places.map((at) => this.#value(at, 'isClipped'))),
      learningRate: this.#value(newest, 'learningRate'),
      activeSeconds: this.#value(newest, 'activeSeconds'),
      charsPerSecond: this.#speed(),
      losses,
      milliseconds,
    };
  }

  #speed(): number {
    const mean = meanOf(this.#lately);
    return mean === 0 ? 0 : (1000 * this.#charactersPerStep) / mean;
  }

  #value(place: number, field: Field): number {
    return this.#number(place, ringFields[field]);
  }

  #number(place: number, field: number): number {
    return this.#memory.ring[(place % ringSteps) * ringFields.size + field] ?? 0;
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
