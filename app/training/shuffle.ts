// An order of 0 … count-1 that needs no memory: a keyed permutation of counters, so that any place of it can be
// asked for at once. A Feistel network (Luby and Rackoff 1988) over the next power of four, walked along its cycle
// until it falls below the count (Black and Rogaway 2002).

import { assert } from '../contract/errors.ts';
import { mix32 } from '../model/random.ts';

/** Rounds after which neighbours no longer lie near each other; four already make a Feistel network pseudo-random. */
const rounds = 6;

/** Gives each place of an order its number, each number once. */
export type Shuffle = (place: number) => number;

/** The order that belongs to a key. */
export function createShuffle(count: number, key: number): Shuffle {
  const halfBits = Math.max(1, Math.ceil(Math.log2(Math.max(2, count)) / 2));
  const half = 2 ** halfBits;
  const keys = Array.from({ length: rounds }, (_, round) => mix32((key + round) >>> 0));
  const permute = (place: number): number => {
    let left = Math.floor(place / half);
    let right = place % half;
    for (const roundKey of keys) {
      const next = (left ^ (mix32((right ^ roundKey) >>> 0) % half)) >>> 0;
      left = right;
      right = next;
    }
    return left * half + right;
  };
  return (place) => {
    assert(place >= 0 && place < count, `place ${place} of ${count}`);
    let at = permute(place);
    while (at >= count) at = permute(at);
    return at;
  };
}
