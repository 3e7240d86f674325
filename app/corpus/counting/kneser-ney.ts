// Interpolated modified Kneser-Ney over entries sorted by context (Chen and Goodman 1998): for each order one sweep
// that counts counts and one that foretells. The places of a context lie together, so its counts fit in a few
// numbers per character of the vocabulary. Knows nothing of texts.
//
//   P_n(w|h) = (c(hw) − D(c(hw))) / c(h·) + γ(h) P_{n−1}(w|h′),  γ(h) = Σ_w D(c(hw)) / c(h·),  P_0 = 1/V
//
// At an order's own top, c counts occurrences; below it, the different characters that stand before hw. A context
// that was never seen leaves the foretelling to the next shorter one.

import {
  characterMask,
  foretoldFlag,
  sharedMask,
  sharedShift,
  type Entries,
} from './context-order.ts';
import { highestOrder } from './counted-text.ts';
import { CountsOfCounts, type Discounts } from './discounts.ts';

/** Nats per foretold character of the models of order 1, 2, …; NaN where nothing is to be foretold. */
export function lossesByOrder(entries: Entries, vocabularySize: number): number[] {
  let foretold = 0;
  for (const entry of entries) if ((entry & foretoldFlag) !== 0) foretold++;
  // By the order below, of what is to be foretold, as it stands among the entries.
  const shorter = new Float64Array(foretold).fill(1 / vocabularySize);
  const counts = new ContextCounts(vocabularySize);
  return Array.from({ length: highestOrder }, (_, at) => {
    const order = at + 1;
    const countsOfCounts = { occurrences: new CountsOfCounts(), neighbours: new CountsOfCounts() };
    forEachContext(entries, order, counts, () => {
      counts.occurrences.tally(countsOfCounts.occurrences);
      counts.neighbours.tally(countsOfCounts.neighbours);
    });
    const ofOccurrences = countsOfCounts.occurrences.discounts();
    const ofNeighbours = countsOfCounts.neighbours.discounts();
    let done = 0;
    let lossSum = 0;
    forEachContext(entries, order, counts, (start, end) => {
      if (counts.foretold === 0) return;
      counts.occurrences.weigh(ofOccurrences);
      counts.neighbours.weigh(ofNeighbours);
      for (let i = start; i < end; i++) {
        const entry = entries[i] ?? 0;
        if ((entry & foretoldFlag) === 0) continue;
        const character = entry & characterMask;
        const probability = shorter[done] ?? 0;
        lossSum -= Math.log(counts.occurrences.interpolate(character, probability));
        shorter[done++] = counts.neighbours.interpolate(character, probability);
      }
    });
    return lossSum / foretold;
  });
}

/** Calls back for each context of an order's n-grams, with its entries and with its counts. */
function forEachContext(
  entries: Entries,
  order: number,
  counts: ContextCounts,
  onContext: (start: number, end: number) => void,
): void {
  const contextSize = order - 1;
  counts.restart();
  let start = 0;
  let neighbour = 0;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] ?? 0;
    const shared = (entry >>> sharedShift) & sharedMask;
    if (shared < contextSize && i > start) {
      onContext(start, i);
      counts.clear();
      start = i;
    }
    if (shared < order) neighbour++;
    if ((entry & foretoldFlag) !== 0) counts.foretold++;
    else counts.add(entry & characterMask, neighbour);
  }
  if (entries.length > start) onContext(start, entries.length);
  counts.clear();
}

/** What follows one context. */
class ContextCounts {
  readonly occurrences: FollowingCounts;
  /** Each character counts once for each one that stands before context and character together. */
  readonly neighbours: FollowingCounts;
  foretold = 0;
  readonly #lastNeighbour: Int32Array;

  constructor(vocabularySize: number) {
    this.occurrences = new FollowingCounts(vocabularySize);
    this.neighbours = new FollowingCounts(vocabularySize);
    this.#lastNeighbour = new Int32Array(vocabularySize);
  }

  /** Numbers of neighbours begin anew, from 1. */
  restart(): void {
    this.#lastNeighbour.fill(0);
  }

  /** Entries come neighbour by neighbour. */
  add(character: number, neighbour: number): void {
    this.occurrences.add(character);
    if (this.#lastNeighbour[character] === neighbour) return;
    this.#lastNeighbour[character] = neighbour;
    this.neighbours.add(character);
  }

  clear(): void {
    this.occurrences.clear();
    this.neighbours.clear();
    this.foretold = 0;
  }
}

/** Counts of the characters that follow a context, and the discounted shares that they come to. */
class FollowingCounts {
  readonly #counts: Int32Array;
  readonly #seen: Int32Array;
  #seenCount = 0;
  #total = 0;
  #discounts: Discounts = [0, 0, 0];
  /** Share of the total that the discounts set free. */
  #freed = 1;

  constructor(vocabularySize: number) {
    this.#counts = new Int32Array(vocabularySize);
    this.#seen = new Int32Array(vocabularySize);
  }

  add(character: number): void {
    const count = this.#counts[character] ?? 0;
    if (count === 0) this.#seen[this.#seenCount++] = character;
    this.#counts[character] = count + 1;
    this.#total++;
  }

  tally(countsOfCounts: CountsOfCounts): void {
    for (let i = 0; i < this.#seenCount; i++) {
      countsOfCounts.add(this.#counts[this.#seen[i] ?? 0] ?? 0);
    }
  }

  weigh(discounts: Discounts): void {
    let freed = 0;
    for (let i = 0; i < this.#seenCount; i++) {
      freed += discountOf(this.#counts[this.#seen[i] ?? 0] ?? 0, discounts);
    }
    this.#discounts = discounts;
    this.#freed = this.#total === 0 ? 1 : freed / this.#total;
  }

  /** The probability after `weigh`, given the one that the next shorter context leaves. */
  interpolate(character: number, shorter: number): number {
    const count = this.#counts[character] ?? 0;
    const own = count === 0 ? 0 : (count - discountOf(count, this.#discounts)) / this.#total;
    return own + this.#freed * shorter;
  }

  clear(): void {
    for (let i = 0; i < this.#seenCount; i++) this.#counts[this.#seen[i] ?? 0] = 0;
    this.#seenCount = 0;
    this.#total = 0;
  }
}

function discountOf(count: number, [one, two, more]: Discounts): number {
  return count === 1 ? one : count === 2 ? two : more;
}
