// How long a training step takes on more cores than there are: a model with few terms, each from what was measured.
// Pure; a prediction is never a measurement, and whoever shows it says so.
//
// A step of N replicas = drag · pass(rows/N) + reduce + update + 3 barriers. `pass` is forward and backward, measured
// on one replica alone with so many rows; `drag` is how much slower two at once are than one alone.

import type { Costs } from './sides/costs.ts';

/** In milliseconds. */
export interface Measured {
  /** Whole steps of one replica alone, by its rows. */
  alone: ReadonlyMap<number, number>;
  /** A whole step that two replicas share. */
  shared: number;
  /** What one replica alone, and each of two at once, spends besides the pass. */
  costs: { one: Costs; two: Costs };
}

/** Milliseconds of a step: where more cores cost nothing besides, and where they get nothing more of what they share. */
export interface Prediction {
  low: number;
  high: number;
}

const barriersPerStep = 3;

/** Predicts a step of so many rows in all that N replicas share. */
export function predictStep(measured: Measured, rows: number, replicas: number): Prediction {
  const { one, two } = measured.costs;
  const pass = passOf(measured, rows / replicas);
  const drag = dragOf(measured, rows);
  // Alone a replica only takes the norm of all gradients; each of two adds another's to its half besides.
  const norm = one.reduce;
  const add = Math.max(0, 2 * two.reduce - norm);
  const doublings = Math.log2(replicas);
  return {
    // Memory and caches grow with the cores, and barriers do not care how many wait.
    low:
      drag * pass +
      (norm + add * (replicas - 1)) / replicas +
      (2 * two.update) / replicas +
      barriersPerStep * two.barrier,
    // Memory has no more to give than two cores take here; each doubling drags as the first; waking goes one by one.
    high:
      drag ** doublings * pass +
      (norm + add * (replicas - 1)) / 2 +
      two.update +
      barriersPerStep * two.barrier * (replicas - 1),
  };
}

/** How much longer a pass takes where two run at once; what is lost by waiting for the slower one is in it too. */
export function dragOf(measured: Measured, rows: number): number {
  const { barrier, reduce, update } = measured.costs.two;
  const pass = measured.shared - reduce - update - barriersPerStep * barrier;
  return Math.max(1, pass / passOf(measured, rows / 2));
}

function passOf({ alone, costs }: Measured, rows: number): number {
  const step = alone.get(rows);
  if (step === undefined) throw new Error(`A step of ${rows} rows was not measured.`);
  return step - costs.one.reduce - costs.one.update;
}
