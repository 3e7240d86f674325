// A large text out of a small one: its sentences again and again, shuffled by seeded random numbers, so that
// every machine makes the same.

import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createRandom } from '../../app/model/random.ts';

/** Bytes that are written at once. */
const pieceBytes = 1 << 20;

/** Writes at least so many bytes, and no more than one sentence beyond. */
export async function writeLargeText(
  source: string,
  target: string,
  sizeBytes: number,
): Promise<void> {
  const text = await readFile(source, 'utf8');
  const sentences = (text.match(/[^.!?]+[.!?]+\s*/g) ?? []).map((sentence) => {
    return Buffer.from(sentence);
  });
  await pipeline(Readable.from(pieces(sentences, sizeBytes)), createWriteStream(target));
}

function* pieces(sentences: readonly Buffer[], sizeBytes: number): Generator<Buffer> {
  const random = createRandom(5);
  let piece: Buffer[] = [];
  let inPiece = 0;
  for (let written = 0; written < sizeBytes;) {
    const sentence = sentences[Math.floor(random.uniform() * sentences.length)];
    if (!sentence) throw new Error('The source has no sentences.');
    piece.push(sentence);
    inPiece += sentence.length;
    written += sentence.length;
    if (inPiece < pieceBytes && written < sizeBytes) continue;
    yield Buffer.concat(piece);
    piece = [];
    inPiece = 0;
  }
}
