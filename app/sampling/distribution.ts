// From logits to the next character: temperature, then top-k, then top-p, then min-p, each working on what
// the one before it left. Knows indices only: no text, no network and no random generator.
// Nothing is allocated per character. Equal probabilities rank by index, so every choice is reproducible.

import { EngineError } from '../contract/errors.ts';
import type { SamplingOptions } from '../contract/sampling.ts';
import { unknownIndex } from '../corpus/vocabulary/vocabulary.ts';

/** What shapes a distribution. Off: topK 0, topP 1, minP 0. */
export type FilterOptions = Pick<SamplingOptions, 'temperature' | 'topK' | 'topP' | 'minP'>;

/** The probabilities of the next character; one object serves a whole text. */
export class Distribution {
  /** [V], adding up to 1 after each `update`; filtered characters have 0. */
  readonly probabilities: Float64Array;
  readonly #options: FilterOptions;
  /** A binary heap of indices, the most probable at the root; only top-k and top-p need it. */
  readonly #heap: Int32Array;

  constructor(vocabularySize: number, options: FilterOptions) {
    this.probabilities = new Float64Array(vocabularySize);
    this.#options = options;
    this.#heap = new Int32Array(vocabularySize);
  }

  /** Replaces the probabilities by those of these logits [V]. */
  update(logits: Float32Array): void {
    const { temperature, topK, topP, minP } = this.#options;
    const best = findBest(logits);
    if (temperature === 0) {
      this.probabilities.fill(0);
      this.probabilities[best] = 1;
      return;
    }
    this.#exponentiate(logits, best, temperature);
    if (topK > 0 && topK < logits.length) this.#keepTopK(topK);
    if (topP < 1) this.#keepTopP(topP);
    if (minP > 0) this.#keepAtLeast(minP); // relative to the best, which stands at exactly 1 here
    this.#normalise();
  }

  /** The character at which the cumulative probability passes `uniform`, a number from 0 up to 1. */
  draw(uniform: number): number {
    let cumulative = 0;
    let last = unknownIndex;
    for (let index = 0; index < this.probabilities.length; index++) {
      const probability = at(this.probabilities, index);
      if (probability === 0) continue;
      cumulative += probability;
      if (cumulative > uniform) return index;
      last = index;
    }
    return last; // rounding left the sum a hair below 1
  }

  /** exp((logit - max) / temperature): the largest is exactly 1, so nothing overflows. */
  #exponentiate(logits: Float32Array, best: number, temperature: number): void {
    const max = at(logits, best);
    this.probabilities[unknownIndex] = 0;
    for (let index = 1; index < logits.length; index++) {
      this.probabilities[index] = Math.exp((at(logits, index) - max) / temperature);
    }
  }

  #keepTopK(topK: number): void {
    let size = this.#fillHeap();
    for (let kept = 0; kept < topK && size > 0; kept++) this.#removeRoot(size--);
    this.#dropHeap(size);
  }

  /** Keeps the fewest, from the most probable on, that together hold at least `topP` of the sum. */
  #keepTopP(topP: number): void {
    const target = topP * this.#sum();
    let size = this.#fillHeap();
    let kept = 0;
    do {
      kept += at(this.probabilities, this.#removeRoot(size--));
    } while (kept < target && size > 0);
    this.#dropHeap(size);
  }

  #keepAtLeast(threshold: number): void {
    for (let index = 0; index < this.probabilities.length; index++) {
      if (at(this.probabilities, index) < threshold) this.probabilities[index] = 0;
    }
  }

  #normalise(): void {
    const sum = this.#sum();
    for (let index = 0; index < this.probabilities.length; index++) {
      this.probabilities[index] = at(this.probabilities, index) / sum;
    }
  }

  #sum(): number {
    let sum = 0;
    for (let index = 0; index < this.probabilities.length; index++) {
      sum += at(this.probabilities, index);
    }
    return sum;
  }

  /** Puts every character that is still possible on the heap and returns how many there are. */
  #fillHeap(): number {
    let size = 0;
    for (let index = 0; index < this.probabilities.length; index++) {
      if (at(this.probabilities, index) > 0) this.#heap[size++] = index;
    }
    for (let place = (size >> 1) - 1; place >= 0; place--) this.#sink(place, size);
    return size;
  }

  /** Takes the most probable character from a heap of `size`, which is one smaller afterwards. */
  #removeRoot(size: number): number {
    const root = at(this.#heap, 0);
    this.#heap[0] = at(this.#heap, size - 1);
    this.#sink(0, size - 1);
    return root;
  }

  /** Makes what is left on the heap impossible. */
  #dropHeap(size: number): void {
    for (let place = 0; place < size; place++) this.probabilities[at(this.#heap, place)] = 0;
  }

  #sink(start: number, size: number): void {
    const heap = this.#heap;
    const index = at(heap, start);
    let place = start;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#ranksBefore(at(heap, child + 1), at(heap, child))) child++;
      if (!this.#ranksBefore(at(heap, child), index)) break;
      heap[place] = at(heap, child);
      place = child;
    }
    heap[place] = index;
  }

  #ranksBefore(one: number, other: number): boolean {
    const difference = at(this.probabilities, one) - at(this.probabilities, other);
    return difference > 0 || (difference === 0 && one < other);
  }
}

/** The most probable character that may be written; -Infinity is a probability of zero. */
function findBest(logits: Float32Array): number {
  let best = unknownIndex;
  let max = -Infinity;
  for (let index = 0; index < logits.length; index++) {
    const logit = at(logits, index);
    // True for NaN as well as for +Infinity.
    if (!(logit < Infinity)) throw notFinite(`${logit} at index ${index}`);
    if (index !== unknownIndex && logit > max) {
      max = logit;
      best = index;
    }
  }
  if (best === unknownIndex) throw notFinite('no character with a probability above zero');
  return best;
}

function notFinite(found: string): EngineError {
  return new EngineError(
    'model-not-finite',
    `The model gave ${found} where a finite score was expected, so it cannot write. ` +
      'Its weights are damaged: import the file again, or train again with a lower learning rate.',
  );
}

/** Reads an element that is known to be there. */
function at(values: Float32Array | Float64Array | Int32Array, place: number): number {
  return values[place] as number;
}
