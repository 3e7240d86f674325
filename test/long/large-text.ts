// A large text out of a small one: a chain of its words, each followed by a word that has followed it there, drawn
// by seeded random numbers. No line comes twice but by chance, and every machine makes the same.

import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createRandom } from '../../app/model/random.ts';

/** Bytes that are written at once. */
const pieceBytes = 1 << 20;

/** Writes at least so many bytes, and no more than one piece beyond. */
export async function writeLargeText(
  source: string,
  target: string,
  sizeBytes: number,
): Promise<void> {
  const text = await readFile(source, 'utf8');
  await pipeline(Readable.from(pieces(chainOf(text), sizeBytes)), createWriteStream(target));
}

interface Chain {
  /** Each word once, with the space that stands behind it. */
  words: Buffer[];
  /** For each word, the words that have followed it, as often as they did. */
  followers: number[][];
}

function chainOf(text: string): Chain {
  const places = new Map<string, number>();
  const chain: Chain = { words: [], followers: [] };
  let previous: number[] | null = null;
  for (const word of text.match(/\S+\s*/g) ?? []) {
    let place = places.get(word);
    if (place === undefined) {
      place = chain.words.push(Buffer.from(word)) - 1;
      places.set(word, place);
      chain.followers.push([]);
    }
    previous?.push(place);
    previous = chain.followers[place] ?? null;
  }
  return chain;
}

function* pieces({ words, followers }: Chain, sizeBytes: number): Generator<Buffer> {
  const random = createRandom(5);
  const longest = Math.max(...words.map((word) => word.length));
  let place = 0;
  for (let written = 0; written < sizeBytes;) {
    const piece = Buffer.allocUnsafe(pieceBytes + longest);
    let size = 0;
    while (size < pieceBytes && written + size < sizeBytes) {
      const word = words[place];
      if (!word) throw new Error('The source has no words.');
      piece.set(word, size);
      size += word.length;
      const next = followers[place] ?? [];
      // Only the source's last word may have none.
      place = next[random.next() % next.length] ?? 0;
    }
    written += size;
    yield piece.subarray(0, size);
  }
}
