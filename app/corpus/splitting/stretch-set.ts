// A set of stretches by their hashes, of bounded size, in flat arrays.

import type { Stretch } from './stretches.ts';

const firstCapacity = 4096;

/** 16 million places take 144 MB; held-out parts of a gigabyte have fewer stretches. */
const largestCapacity = 2 ** 24;

export class StretchSet {
  #first = new Uint32Array(firstCapacity);
  #second = new Uint32Array(firstCapacity);
  /** 0: free, 1: taken, 2: taken and found. */
  #state = new Uint8Array(firstCapacity);
  #size = 0;

  /** Adds a stretch; beyond the largest size nothing more is taken. */
  add({ first, second }: Stretch): void {
    if (this.#size * 2 >= this.#state.length && !this.#grow()) return;
    const place = this.#placeOf(first, second);
    if (this.#state[place] !== 0) return;
    this.#put(place, { first, second, state: 1 });
    this.#size++;
  }

  /** Marks a stretch as found, where the set has it. */
  find({ first, second }: Stretch): void {
    const place = this.#placeOf(first, second);
    if (this.#state[place] !== 0) this.#state[place] = 2;
  }

  isFound({ first, second }: Stretch): boolean {
    return this.#state[this.#placeOf(first, second)] === 2;
  }

  #placeOf(first: number, second: number): number {
    const mask = this.#state.length - 1;
    let place = first & mask;
    while (
      this.#state[place] !== 0 &&
      (this.#first[place] !== first || this.#second[place] !== second)
    ) {
      place = (place + 1) & mask;
    }
    return place;
  }

  #put(place: number, entry: { first: number; second: number; state: number }): void {
    this.#first[place] = entry.first;
    this.#second[place] = entry.second;
    this.#state[place] = entry.state;
  }

  #grow(): boolean {
    const capacity = this.#state.length * 2;
    if (capacity > largestCapacity) return false;
    const [firsts, seconds, states] = [this.#first, this.#second, this.#state];
    this.#first = new Uint32Array(capacity);
    this.#second = new Uint32Array(capacity);
    this.#state = new Uint8Array(capacity);
    states.forEach((state, at) => {
      if (state === 0) return;
      const first = firsts[at] ?? 0;
      const second = seconds[at] ?? 0;
      this.#put(this.#placeOf(first, second), { first, second, state });
    });
    return true;
  }
}
