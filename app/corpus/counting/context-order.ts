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

/** Longer runs are split in place by one character: keys and copies for sorting take 12 bytes a place. */
const keyedAtMost = 1 << 24;

/** Runs up to this length are sorted by insertion; counting digits costs more there. */
const shortRun = 32;

const digitBits = 8;
const digits = 1 << digitBits;

/** Sorts what is counted and what is foretold together; runs longer than `keyed` are split in place first. */
export function sortByContext(text: CountedText, keyed = keyedAtMost): Entries {
  const { entries, starts, depth } = fillBuckets(text);
  let longest = 0;
  for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
    longest = Math.max(longest, (starts[bucket + 1] ?? 0) - (starts[bucket] ?? 0));
  }
  const sorter = new BucketSorter(text, entries, { longest, keyed });
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
  readonly #vocabularySize: number;
  readonly #entries: Uint32Array;
  readonly #firstForetold: number;
  readonly #bits: number;
  /** Of the bucket's places: characters shared with the one before, `undecided` where all looked at so far are. */
  readonly #shared: Uint8Array;
  readonly #keyed: number;
  /** Of a run, from its beginning. */
  readonly #keys: Int32Array;
  readonly #otherKeys: Int32Array;
  readonly #otherPositions: Uint32Array;
  readonly #digitCounts = new Uint32Array(digits);
  /** Where the bucket begins among the entries. */
  #start = 0;
  #previous: number | null = null;

  constructor(
    { indices, vocabularySize, counted }: CountedText,
    entries: Uint32Array,
    { longest, keyed }: { longest: number; keyed: number },
  ) {
    this.#indices = indices;
    this.#vocabularySize = vocabularySize;
    this.#entries = entries;
    this.#firstForetold = counted.end;
    this.#bits = Math.max(1, 32 - Math.clz32(vocabularySize - 1));
    this.#shared = new Uint8Array(longest);
    this.#keyed = keyed;
    const keys = Math.min(longest, keyed);
    this.#keys = new Int32Array(keys);
    this.#otherKeys = new Int32Array(keys);
    this.#otherPositions = new Uint32Array(keys);
  }

  sort(start: number, end: number, bucketDepth: number): void {
    if (start === end) return;
    this.#start = start;
    this.#shared.fill(undecided, 0, end - start);
    this.#sortRun(start, end, bucketDepth);
    this.#shared[0] = this.#sharedWithPrevious(this.#entries[start] ?? 0);
    this.#previous = this.#entries[end - 1] ?? 0;
    this.#pack(start, end - start);
  }

  /** Sorts places that share `depth` characters by those that stand before them. */
  #sortRun(from: number, to: number, depth: number): void {
    if (to - from < 2 || depth >= contextLength) return;
    const isKeyed = to - from <= this.#keyed;
    const perKey = Math.floor(keyBits / this.#bits);
    const characters = isKeyed ? Math.min(perKey, contextLength - depth) : 1;
    if (isKeyed) this.#sortByKeys(from, to, { depth, characters });
    else this.#splitInPlace(from, to, depth);
    const shared = this.#shared;
    const start = this.#start;
    for (let first = from; first < to;) {
      let next = first + 1;
      while (next < to && shared[next - start] === undecided) next++;
      this.#sortRun(first, next, depth + characters);
      first = next;
    }
  }

  /** Sorts by the next characters, and marks where places differ. */
  #sortByKeys(
    from: number,
    to: number,
    { depth, characters }: { depth: number; characters: number },
  ): void {
    const keys = this.#keys;
    const bits = this.#bits;
    this.#takeKeys(from, to, { depth, characters });
    if (to - from <= shortRun) this.#insert(from, to);
    else this.#radixSort(from, to, bits * characters);
    const unused = 32 - bits * characters;
    const inBucket = from - this.#start;
    for (let i = 1; i < to - from; i++) {
      const difference = (keys[i] ?? 0) ^ (keys[i - 1] ?? 0);
      if (difference === 0) continue;
      this.#shared[inBucket + i] = depth + Math.floor((Math.clz32(difference) - unused) / bits);
    }
  }

  /** Sorts by the next character alone, each place swapped to where those of its character belong. */
  #splitInPlace(from: number, to: number, depth: number): void {
    const indices = this.#indices;
    const entries = this.#entries;
    const characterOf = (position: number) => indices[position - depth - 1] ?? 0;
    const ends = new Uint32Array(this.#vocabularySize);
    for (let i = from; i < to; i++) {
      const character = characterOf(entries[i] ?? 0);
      ends[character] = (ends[character] ?? 0) + 1;
    }
    const places = new Uint32Array(ends.length);
    let end = from;
    for (let character = 0; character < ends.length; character++) {
      if (end > from && end < to) this.#shared[end - this.#start] = depth;
      places[character] = end;
      end += ends[character] ?? 0;
      ends[character] = end;
    }
    for (let character = 0; character < ends.length; character++) {
      for (let i = places[character] ?? 0; i < (ends[character] ?? 0);) {
        const position = entries[i] ?? 0;
        const own = characterOf(position);
        const at = places[own] ?? 0;
        places[own] = at + 1;
        entries[i] = entries[at] ?? 0;
        entries[at] = position;
        if (own === character) i++;
      }
    }
  }

  #takeKeys(
    from: number,
    to: number,
    { depth, characters }: { depth: number; characters: number },
  ): void {
    const indices = this.#indices;
    const entries = this.#entries;
    const keys = this.#keys;
    const bits = this.#bits;
    for (let i = from; i < to; i++) {
      const before = (entries[i] ?? 0) - depth;
      let key = 0;
      for (let d = 1; d <= characters; d++) key = (key << bits) | (indices[before - d] ?? 0);
      keys[i - from] = key;
    }
  }

  #insert(from: number, to: number): void {
    const entries = this.#entries;
    const keys = this.#keys;
    for (let i = 1; i < to - from; i++) {
      const key = keys[i] ?? 0;
      const position = entries[from + i] ?? 0;
      let at = i;
      while (at > 0 && (keys[at - 1] ?? 0) > key) {
        keys[at] = keys[at - 1] ?? 0;
        entries[from + at] = entries[from + at - 1] ?? 0;
        at--;
      }
      keys[at] = key;
      entries[from + at] = position;
    }
  }

  /** From the last digit to the first, each pass keeping the order of the ones before. */
  #radixSort(from: number, to: number, bits: number): void {
    const entries = this.#entries;
    const keys = this.#keys;
    const otherKeys = this.#otherKeys;
    const otherPositions = this.#otherPositions;
    const counts = this.#digitCounts;
    const count = to - from;
    for (let shift = 0; shift < bits; shift += digitBits) {
      counts.fill(0);
      for (let i = 0; i < count; i++) {
        const digit = ((keys[i] ?? 0) >>> shift) & (digits - 1);
        counts[digit] = (counts[digit] ?? 0) + 1;
      }
      if (counts[((keys[0] ?? 0) >>> shift) & (digits - 1)] === count) continue;
      let place = 0;
      for (let digit = 0; digit < digits; digit++) {
        const those = counts[digit] ?? 0;
        counts[digit] = place;
        place += those;
      }
      for (let i = 0; i < count; i++) {
        const key = keys[i] ?? 0;
        const digit = (key >>> shift) & (digits - 1);
        const at = counts[digit] ?? 0;
        counts[digit] = at + 1;
        otherKeys[at] = key;
        otherPositions[at] = entries[from + i] ?? 0;
      }
      keys.set(otherKeys.subarray(0, count));
      entries.set(otherPositions.subarray(0, count), from);
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
