// What a timed run decided by the clock: totals that it planned anew, and validations. The log of a run, replayed,
// takes the clock's place, so that a second run does the same steps at the same learning rates.

/** Something that was decided at the end of a step. */
export interface PlanEntry {
  step: number;
  /** Planned steps from here on. */
  totalSteps: number;
  /** Characters that were validated on at this step's end; 0 where only the total changed. */
  characters: number;
}

/** Numbers of an entry in the flat form that checkpoints hold. */
const entryNumbers = 3;

/** Entries as one array of whole numbers. */
export function packPlan(entries: readonly PlanEntry[]): Int32Array {
  return Int32Array.from(
    entries.flatMap(({ step, totalSteps, characters }) => [step, totalSteps, characters]),
  );
}

/** Entries from the array that packPlan made. */
export function unpackPlan(packed: Int32Array): PlanEntry[] {
  return Array.from({ length: packed.length / entryNumbers }, (_, at) => {
    const [step = 0, totalSteps = 0, characters = 0] = packed.subarray(at * entryNumbers);
    return { step, totalSteps, characters };
  });
}

/**
 * Reads a log in its order. A roll-back logs the step that it goes back to, so that steps which come again are met
 * again where they stand in the log again.
 */
export class PlanReplay {
  readonly #entries: readonly PlanEntry[];
  #next: number;

  constructor(entries: readonly PlanEntry[], alreadyDone: number) {
    this.#entries = entries;
    this.#next = alreadyDone;
  }

  /** The total that was planned last at a step's end; null where none was. */
  totalAt(step: number): number | null {
    let total: number | null = null;
    for (;;) {
      const entry = this.#entries[this.#next];
      if (entry?.step !== step || entry.characters > 0) return total;
      total = entry.totalSteps;
      this.#next++;
    }
  }

  /** Characters that were validated on at a step's end; 0 where none were. */
  charactersAt(step: number): number {
    const entry = this.#entries[this.#next];
    if (entry?.step !== step || entry.characters === 0) return 0;
    this.#next++;
    return entry.characters;
  }
}
