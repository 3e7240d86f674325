// What happens to files on their way: they are cut off, bytes of them change, parts come twice or not at all.
// Seeded: the same numbers damage the same bytes in the same way. Knows nothing of formats.

import type { Random } from '../../../app/model/random.ts';

type Damage = (bytes: Buffer, random: Random) => Buffer;

/** Bytes and characters that readers trip over, put in anywhere. */
const troublesome: readonly string[] = [
  ...['\0', '\0\0\0\0', '\x1b[31m', '\x1a', '\r', '\n', '"', '<', '&', '<!--', ']]>', '\\', '\x7f'],
  ...[
    '\xed\xa0\x80',
    '\xff\xfe',
    '\xfe\xff',
    '\xef\xbb\xbf',
    '\xc0\x80',
    '\xf4\x90\x80\x80',
    '\xff',
  ],
  ...['\x81', '\x8e\xa1', '\x8f\xa1', '\xd8\x00', '\x00\xdc', 'PK\x03\x04', '%PDF-1.7', '-->'],
];

const damages: Readonly<Record<string, Damage>> = {
  'cut off': (bytes, random) => bytes.subarray(0, place(bytes, random)),
  'without its beginning': (bytes, random) => bytes.subarray(place(bytes, random)),
  'with other bytes': (bytes, random) => {
    const changed = Buffer.from(bytes);
    const times = 1 + below(random, 30);
    for (let time = 0; time < times; time++) changed[place(bytes, random)] = below(random, 256);
    return changed;
  },
  'with turned bits': (bytes, random) => {
    const changed = Buffer.from(bytes);
    const times = 1 + below(random, 8);
    for (let time = 0; time < times; time++) {
      const at = place(bytes, random);
      changed[at] = (changed[at] ?? 0) ^ (1 << below(random, 8));
    }
    return changed;
  },
  'without a part': (bytes, random) => {
    const [start, end] = part(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  'with a part twice': (bytes, random) => {
    const [start, end] = part(bytes, random);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  'with a part of NULs': (bytes, random) => {
    const [start, end] = part(bytes, random);
    return Buffer.from(bytes).fill(0, start, end);
  },
  'with a part at another place': (bytes, random) => {
    const [start, end] = part(bytes, random);
    return insert(bytes, place(bytes, random), bytes.subarray(start, end));
  },
  'with random bytes inside': (bytes, random) =>
    insert(bytes, place(bytes, random), randomBytes(random, 1 + below(random, 300))),
  'with troublesome bytes inside': (bytes, random) => {
    let changed = bytes;
    const times = 1 + below(random, 6);
    for (let time = 0; time < times; time++) {
      const trouble = Buffer.from(pick(random, troublesome), 'latin1');
      changed = insert(changed, place(changed, random), trouble);
    }
    return changed;
  },
};

/** Damages bytes once or a few times; says how. */
export function damage(bytes: Buffer, random: Random): { bytes: Buffer; how: string } {
  const hows: string[] = [];
  let damaged = bytes;
  const times = 1 + below(random, 3);
  for (let time = 0; time < times; time++) {
    const [how, change] = pick(random, Object.entries(damages));
    hows.push(how);
    damaged = change(damaged, random);
  }
  return { bytes: damaged, how: hows.join(', ') };
}

export function randomBytes(random: Random, length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, () => below(random, 256)));
}

/** A whole number from 0 to one below the limit. */
export function below(random: Random, limit: number): number {
  return random.next() % limit;
}

export function pick<Choice>(random: Random, choices: readonly Choice[]): Choice {
  const choice = choices[below(random, choices.length)];
  if (choice === undefined) throw new Error('There is nothing to choose from.');
  return choice;
}

/** True in so many of a hundred cases. */
export function happens(random: Random, percent: number): boolean {
  return random.uniform() * 100 < percent;
}

function place(bytes: Buffer, random: Random): number {
  return below(random, Math.max(1, bytes.length));
}

function part(bytes: Buffer, random: Random): [number, number] {
  const [first, second] = [place(bytes, random), place(bytes, random)];
  return [Math.min(first, second), Math.max(first, second)];
}

function insert(bytes: Buffer, at: number, inserted: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}
