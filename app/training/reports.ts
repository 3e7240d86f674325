// Numbers that replicas leave for each other between two barriers. Whoever reads must be past the barrier after
// which nobody writes; sums go over the replicas in their order, so they are the same in each.

import { reportFields, type SharedMemory } from './shared-memory.ts';

type Field = Exclude<keyof typeof reportFields, 'size' | 'layerSquaredNorms'>;

/** One replica's view of all replicas' reports. */
export class Reports {
  readonly #values: SharedMemory['reports'];
  readonly #replica: number;
  readonly #replicas: number;

  constructor(memory: SharedMemory, replica: number, replicas: number) {
    this.#values = memory.reports;
    this.#replica = replica;
    this.#replicas = replicas;
  }

  tell(field: Field, value: number): void {
    this.#values[this.#replica * reportFields.size + reportFields[field]] = value;
  }

  tellLayers(squaredNorms: readonly number[]): void {
    const at = this.#replica * reportFields.size + reportFields.layerSquaredNorms;
    this.#values.set(squaredNorms, at);
  }

  /** What replica 0 has told. */
  fromFirst(field: Field): number {
    return this.#values[reportFields[field]] ?? 0;
  }

  total(field: Field): number {
    return this.#sum(reportFields[field]);
  }

  /** The norm of each layer's gradient. */
  layerNorms(layers: number): number[] {
    return Array.from({ length: layers }, (_, layer) =>
      Math.sqrt(this.#sum(reportFields.layerSquaredNorms + layer)),
    );
  }

  #sum(place: number): number {
    let sum = 0;
    for (let replica = 0; replica < this.#replicas; replica++) {
      sum += this.#values[replica * reportFields.size + place] ?? 0;
    }
    return sum;
  }
}

/** The part of `total` that belongs to one replica; parts differ by one at most. */
export function shareOf(
  total: number,
  replica: number,
  replicas: number,
): { start: number; end: number } {
  return {
    start: Math.floor((total * replica) / replicas),
    end: Math.floor((total * (replica + 1)) / replicas),
  };
}
