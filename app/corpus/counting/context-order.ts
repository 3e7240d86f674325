// Sorts all places of a text by what stands before them, nearest character first, so that the places of any context
// lie together and those of a longer one lie within. Radix sort, from the nearest characters on: first buckets over
// the whole text, then keys of several characters within each. Knows nothing of counts.

import { contextLength, type CountedText, type Indices } from './counted-text.ts';

/**
 * An entry for each place: its own character in the low 16 bits; in three bits how many characters of context it
 * shares with the entry before; one bit that says whether it is to be foretold rather than counted.
 */
export type Entries = Uint32Array;

export const characterMask = 0xffff;
export const sharedShift = 16;
export const sharedMask = 7;
export const foretoldFlag = 1 << 19;

/** Buckets are at most so many: 64 MB, whatever the text. */
const bucketsAtMost = 1 << 24;

/** A key of several characters stays a small integer, which the machine compares at once. */
const keyBits = 30;

/** Runs up to this length are sorted by insertion; counting digits costs more there. */
const shortRun = 32;

const digitBits = 8;
const digits = 1 << digitBits;

/** Sorts what is counted and what is foretold together. */
export function sortByContext(text: CountedText): Entries {
  const { entries, starts, depth } = fillBuckets(text);
  let longest = 0;
  for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
    longest = Math.max(longest, (starts[bucket + 1] ?? 0) - (starts[bucket] ?? 0));
  }
  const sorter = new BucketSorter(text, entries, longest);
  for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
    sorter.sort(starts[bucket] ?? 0, starts[bucket + 1] ?? 0, depth);
  }
  return entries;
}

/** Lays positions into buckets by their nearest `depth` characters of context. */
function fillBuckets({ indices, vocabularySize, counted, foretold }: CountedText) {
  const parts = [counted, ...foretold];
  const count = parts.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
  const most = Math.min(count, bucketsAtMost);
  let depth = 1;
  while (depth < contextLength && vocabularySize ** (depth + 1) <= most) depth++;
  const bucketOf = (position: number): number => {
    let bucket = 0;
    for (let d = 1; d <= depth; d++)
      bucket = bucket * vocabularySize + (indices[position - d] ?? 0);
    return bucket;
  };
  const starts = new Uint32Array(vocabularySize ** depth + 1);
  for (const { start, end } of parts) {
    for (let position = start; position < end; position++) {
      const next = bucketOf(position) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
  }
  for (let bucket = 1; bucket < starts.length; bucket++) {
    starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
  }
  const entries = new Uint32Array(count);
  for (const { start, end } of parts) {
    for (let position = start; position < end; position++) {
      const bucket = bucketOf(position);
      const place = starts[bucket] ?? 0;
      entries[place] = position;
      starts[bucket] = place + 1;
    }
  }
  // Each start has become the next bucket's.
  starts.copyWithin(1, 0);
  starts[0] = 0;
  return { entries, starts, depth };
}

/** Sorts one bucket after the other, in rising order, and turns its positions into entries. */
class BucketSorter {
  readonly #indices: Indices;
  readonly #entries: Uint32Array;
  readonly #firstForetold: number;
  readonly #bits: number;
  /** Of the bucket's places: characters shared with the one before, `undecided` where all looked at so far are. */
  readonly #shared: Uint8Array;
  #keys: Int32Array;
  #otherKeys: Int32Array;
  #otherPositions: Uint32Array;
  readonly #digitCounts = new Uint32Array(digits);
  #previous: number | null = null;

  constructor(text: CountedText, entries: Uint32Array, longest: number) {
    this.#indices = text.indices;
    this.#entries = entries;
    this.#firstForetold = text.counted.end;
    this.#bits = Math.max(1, 32 - Math.clz32(text.vocabularySize - 1));
    this.#shared = new Uint8Array(longest);
    this.#keys = new Int32Array(longest);
    this.#otherKeys = new Int32Array(longest);
    this.#otherPositions = new Uint32Array(longest);
  }

  sort(start: number, end: number, bucketDepth: number): void {
    if (start === end) return;
    const count = end - start;
    const shared = this.#shared;
    shared.fill(undecided, 0, count);
    const perKey = Math.floor(keyBits / this.#bits);
    for (let depth = bucketDepth; depth < contextLength; depth += perKey) {
      const characters = Math.min(perKey, contextLength - depth);
      for (let from = 0; from < count;) {
        let to = from + 1;
        while (to < count && shared[to] === undecided) to++;
        if (to - from > 1) this.#sortRun(start, from, to, { depth, characters });
        from = to;
      }
    }
    shared[0] = this.#sharedWithPrevious(this.#entries[start] ?? 0);
    this.#previous = this.#entries[end - 1] ?? 0;
    this.#pack(start, count);
  }

  /** Sorts places that share `depth` characters by the next ones, and marks where they differ. */
  #sortRun(
    start: number,
    from: number,
    to: number,
    { depth, characters }: { depth: number; characters: number },
  ): void {
    const keys = this.#keys;
    const bits = this.#bits;
    this.#takeKeys(start, from, to, { depth, characters });
    if (to - from <= shortRun) this.#insert(start, from, to);
    else this.#radixSort(start, from, to, bits * characters);
    const unused = 32 - bits * characters;
    for (let i = from + 1; i < to; i++) {
      const difference = (keys[i] ?? 0) ^ (keys[i - 1] ?? 0);
      if (difference === 0) continue;
      this.#shared[i] = depth + Math.floor((Math.clz32(difference) - unused) / bits);
    }
  }

  #takeKeys(
    start: number,
    from: number,
    to: number,
    { depth, characters }: { depth: number; characters: number },
  ): void {
    const indices = this.#indices;
    const entries = this.#entries;
    const keys = this.#keys;
    const bits = this.#bits;
    for (let i = from; i < to; i++) {
      const before = (entries[start + i] ?? 0) - depth;
      let key = 0;
      for (let d = 1; d <= characters; d++) key = (key << bits) | (indices[before - d] ?? 0);
      keys[i] = key;
    }
  }

  #insert(start: number, from: number, to: number): void {
    const entries = this.#entries;
    const keys = this.#keys;
    for (let i = from + 1; i < to; i++) {
      const key = keys[i] ?? 0;
      const position = entries[start + i] ?? 0;
      let at = i;
      while (at > from && (keys[at - 1] ?? 0) > key) {
        keys[at] = keys[at - 1] ?? 0;
        entries[start + at] = entries[start + at - 1] ?? 0;
        at--;
      }
      keys[at] = key;
      entries[start + at] = position;
    }
  }

  /** From the last digit to the first, each pass keeping the order of the ones before. */
  #radixSort(start: number, from: number, to: number, bits: number): void {
    const entries = this.#entries;
    const keys = this.#keys;
    const otherKeys = this.#otherKeys;
    const otherPositions = this.#otherPositions;
    const counts = this.#digitCounts;
    for (let shift = 0; shift < bits; shift += digitBits) {
      counts.fill(0);
      for (let i = from; i < to; i++) {
        const digit = ((keys[i] ?? 0) >>> shift) & (digits - 1);
        counts[digit] = (counts[digit] ?? 0) + 1;
      }
      if (counts[((keys[from] ?? 0) >>> shift) & (digits - 1)] === to - from) continue;
      let place = from;
      for (let digit = 0; digit < digits; digit++) {
        const count = counts[digit] ?? 0;
        counts[digit] = place;
        place += count;
      }
      for (let i = from; i < to; i++) {
        const key = keys[i] ?? 0;
        const digit = (key >>> shift) & (digits - 1);
        const at = counts[digit] ?? 0;
        counts[digit] = at + 1;
        otherKeys[at] = key;
        otherPositions[at] = entries[start + i] ?? 0;
      }
      keys.set(otherKeys.subarray(from, to), from);
      entries.set(otherPositions.subarray(from, to), start + from);
    }
  }

  #sharedWithPrevious(position: number): number {
    if (this.#previous === null) return 0;
    const indices = this.#indices;
    let shared = 0;
    while (
      shared < contextLength &&
      indices[position - shared - 1] === indices[this.#previous - shared - 1]
    ) {
      shared++;
    }
    return shared;
  }

  #pack(start: number, count: number): void {
    const entries = this.#entries;
    for (let i = 0; i < count; i++) {
      const position = entries[start + i] ?? 0;
      const shared = this.#shared[i] === undecided ? contextLength : (this.#shared[i] ?? 0);
      const flag = position >= this.#firstForetold ? foretoldFlag : 0;
      entries[start + i] = (this.#indices[position] ?? 0) | (shared << sharedShift) | flag;
    }
  }
}

const undecided = 0xff;
