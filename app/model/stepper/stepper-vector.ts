// A vector that a stepper multiplies matrices by. States of tanh and sigmoid lie in [-1,1]: they have a form in
// fixed point, and those of two layers make one piece. What ReLU lets through has no bound, and gates that read it
// would magnify what a coarse scale rounds away: it stays in floats.

import { floatsAt, roundUp, type MemoryPlan, type StepMachine } from './stepper-memory.ts';

/** P is the length rounded up to a multiple of 8. */
export interface VectorPlace {
  length: number;
  P: number;
  values: number; // [P]
  /** int16 [P]; null for a vector without bounds. */
  fixed: number | null;
}

/** Places vectors so that their fixed-point forms lie one after the other. */
export function planVectors(
  plan: MemoryPlan,
  lengths: readonly number[],
  isWithinOne: boolean,
): VectorPlace[] {
  const sizes = lengths.map((length) => ({ length, P: roundUp(length, 8) }));
  const fixed = sizes.map(({ P }) => (isWithinOne ? plan.take(2 * P) : null));
  return sizes.map((size, index) => ({
    ...size,
    values: plan.take(4 * size.P),
    fixed: fixed[index] ?? null,
  }));
}

/** The vector itself. */
export class StepVector {
  readonly #machine: StepMachine;
  readonly #place: VectorPlace;
  readonly #values: Float32Array; // [P]

  constructor(machine: StepMachine, place: VectorPlace) {
    this.#machine = machine;
    this.#place = place;
    this.#values = floatsAt(machine, place.values, place.P);
  }

  get length(): number {
    return this.#place.length;
  }

  /** Brings the fixed-point form up to date with the values. */
  fix(): void {
    const { values, P, fixed } = this.#place;
    if (fixed !== null) this.#machine.kernel.fixWithinOne(values, values + 4 * P, fixed);
  }

  read(): Float32Array {
    return this.#values.slice(0, this.#place.length);
  }

  write(values: Float32Array): void {
    this.#values.set(values);
    this.fix();
  }

  reset(): void {
    this.#values.fill(0);
    this.fix();
  }
}
