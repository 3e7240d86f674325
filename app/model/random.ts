// Seeded random numbers from counters: the same (seed, stream, counter) gives the same number on every
// machine, so a run that resumes needs no generator state but how far it has come.
// Mixing by SplitMix-like 32-bit finalisers ("lowbias32", C. Wellons, 2018), two rounds over the key.

/** A sequence of random numbers; `position` may be read and set to continue exactly. */
export interface Random {
  /** A whole number from 0 to 2^32 - 1. */
  next(): number;
  /** A number from 0 (included) to 1 (excluded), with 32 random bits. */
  uniform(): number;
  /** A standard normal number (Box and Muller 1958; one of each pair, so that position stays a counter). */
  normal(): number;
  position: number;
}

/** Opens the sequence that belongs to a seed and a stream number. */
export function createRandom(seed: number, stream = 0): Random {
  const key = mix32(mix32(seed >>> 0) ^ Math.imul(stream + 1, 0x9e3779b9));
  const random: Random = {
    position: 0,
    next() {
      return hash32(key, random.position++);
    },
    uniform() {
      return random.next() / 0x1_0000_0000;
    },
    normal() {
      const radius = Math.sqrt(-2 * Math.log((random.next() + 1) / 0x1_0000_0000));
      return radius * Math.cos(2 * Math.PI * random.uniform());
    },
  };
  return random;
}

/** The random word at a counter under a key. */
export function hash32(key: number, counter: number): number {
  // Counters beyond 2^32 fold their high word in, so that long runs never repeat.
  const high = Math.floor(counter / 0x1_0000_0000);
  return mix32(mix32((counter >>> 0) ^ key) + Math.imul(high + 1, 0x85ebca6b) + key);
}

/** Spreads the bits of a word over the whole of it. */
export function mix32(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
