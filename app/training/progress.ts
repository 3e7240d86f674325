// Turns the figures that replica 0 leaves of every step into progress: read ten times a second, whatever
// the speed, and never in the way of a step.

import { ringFields, ringSteps, type SharedMemory } from './shared-memory.ts';

/** What became of the steps since the last look. */
export interface Progress {
  step: number;
  /** Steps since the last look. */
  newSteps: number;
  /** Mean nats per character over these steps. */
  loss: number;
  /** The newest step's, before clipping. */
  gradientNorm: number;
  learningRate: number;
  charsPerSecond: number;
  /** Losses and durations of these steps, oldest first. */
  losses: number[];
  milliseconds: number[];
}

/** Steps whose time makes up the speed that is shown: long enough to be calm, short enough to be true. */
const speedSteps = 50;

/** Reads the ring of one run. */
export class ProgressReader {
  readonly #memory: SharedMemory;
  readonly #charactersPerStep: number;
  #seen: number;
  readonly #first: number;

  constructor(memory: SharedMemory, charactersPerStep: number, firstStep: number) {
    this.#memory = memory;
    this.#charactersPerStep = charactersPerStep;
    this.#seen = firstStep;
    this.#first = firstStep;
  }

  /** Null when no step has ended since the last look. */
  read(): Progress | null {
    const step = this.#memory.stepsDone[0] ?? 0;
    if (step <= this.#seen) return null;
    const losses: number[] = [];
    const milliseconds: number[] = [];
    for (let at = Math.max(this.#seen, step - ringSteps); at < step; at++) {
      losses.push(this.#value(at, 'loss'));
      milliseconds.push(this.#value(at, 'milliseconds'));
    }
    this.#seen = step;
    return {
      step,
      newSteps: losses.length,
      loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      gradientNorm: this.#value(step - 1, 'gradientNorm'),
      learningRate: this.#value(step - 1, 'learningRate'),
      charsPerSecond: this.#speed(step),
      losses,
      milliseconds,
    };
  }

  #speed(step: number): number {
    let milliseconds = 0;
    const from = Math.max(this.#first, step - speedSteps);
    for (let at = from; at < step; at++) milliseconds += this.#value(at, 'milliseconds');
    return milliseconds === 0 ? 0 : (1000 * (step - from) * this.#charactersPerStep) / milliseconds;
  }

  #value(step: number, field: Exclude<keyof typeof ringFields, 'size'>): number {
    return this.#memory.ring[(step % ringSteps) * ringFields.size + ringFields[field]] ?? 0;
  }
}
