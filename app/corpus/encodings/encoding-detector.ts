// Finds out in which encoding a file is, from all of it: where it is not plain UTF-8, every way of reading it is
// weighed by how ordinary a text it makes. Memory does not grow with the file. Knows nothing of formats.

import { isAscii, isUtf8 } from 'node:buffer';
import type { Encoding } from '../../contract/corpus.ts';
import { isControl } from './ascii-costs.ts';
import { ByteCounts } from './byte-counts.ts';
import { wholeLength } from './utf8-decoder.ts';
import { type EncodingWeight, weighEncodings } from './weigh-encodings.ts';

/** An encoding that a file may be in. */
export interface EncodingGuess {
  encoding: Encoding;
  /** 0 to 1, over all guesses together. */
  confidence: number;
  /** Whether a byte order mark says so. */
  hasMark: boolean;
}

const blockBytes = 65_536;
/** Once so many bytes beyond ASCII are counted, every eighth block is enough to go on with. */
const enoughHighBytes = 1 << 20;
const laterStride = 8;
/** Once so many bytes of UTF-8 speak against all else, a sample of each block tells how many more there are. */
const enoughHighBytesInUtf8 = 1 << 16;
/** By how many bits the odds of two encodings have to differ for one to be twice as likely. */
const bitsPerDoubling = 4;
/** Bits for each byte beyond ASCII in stretches of UTF-8: half of what one sequence by chance would need. */
const chanceOfUtf8Bits = 1.4;
/**
 * More bits a byte than this are no text in any language that is known here. Random bytes need over 10, but 9 as
 * UTF-16, where half of all units are some character of Chinese or Korean.
 */
const highestBitsPerByte = { utf16: 7.5, others: 9.5 };
/** Share of control characters that makes a file binary, also if no more than a part of it is. */
const highestControlShare = 0.02;
const highestNulShare = 0.005;
const mostGuesses = 5;
const markBits = 64;

const marks = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
  { encoding: 'gb18030', bytes: [0x84, 0x31, 0x95, 0x33] },
] as const;

/** Collects evidence while a file goes by; guesses at any time. */
export class EncodingDetector {
  readonly #block = new Uint8Array(blockBytes);
  #filled = 0;
  #doneBytes = 0;
  #opening: Uint8Array = new Uint8Array(0);
  #counts: ByteCounts | null = null;
  #blocksToSkip = 0;
  /** Bytes beyond ASCII in blocks that are valid UTF-8. */
  #highBytesInUtf8 = 0;
  #controlsLookedAt = 0;
  #controlsFound = 0;

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const part = bytes.subarray(at, at + blockBytes - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === blockBytes) this.#weighBlock(false);
    }
  }

  /** Encodings that the bytes so far may be in, the likeliest first; none where they are not text. */
  guesses(): EncodingGuess[] {
    this.#weighBlock(true);
    const mark = marks.find(({ bytes }) => bytes.every((byte, i) => this.#opening[i] === byte));
    if (this.#counts === null) {
      if (this.#controlsFound > this.#controlsLookedAt * highestControlShare) return [];
      return [{ encoding: 'utf-8', confidence: 1, hasMark: mark !== undefined }];
    }
    this.#counts.end();
    const weights = weighEncodings(this.#counts).map((weight) => ({
      ...weight,
      bits: weight.bits + this.#priorBits(weight.encoding, mark?.encoding),
    }));
    weights.sort((left, right) => left.bits - right.bits);
    const { bytes } = this.#counts;
    const texts = weights.filter((weight) => isText(weight, bytes));
    return toGuesses(texts, mark?.encoding);
  }

  /** What speaks against an encoding besides the blocks that were counted. */
  #priorBits(encoding: Encoding, marked: Encoding | undefined): number {
    const against = encoding === 'utf-8' ? 0 : this.#highBytesInUtf8 * chanceOfUtf8Bits;
    return encoding === marked ? against - markBits : against;
  }

  #weighBlock(isLast: boolean): void {
    if (this.#opening.length < 4) this.#opening = this.#block.slice(0, Math.min(this.#filled, 4));
    const filled = this.#block.subarray(0, this.#filled);
    const length = isLast ? filled.length : wholeLength(filled);
    const block = filled.subarray(0, length);
    if (block.length === 0) return;
    if (this.#isUtf8(block) && !block.includes(0)) this.#noteUtf8(block);
    else this.#count(block);
    this.#doneBytes += length;
    this.#block.copyWithin(0, length, this.#filled);
    this.#filled -= length;
  }

  /** Also where a file that has other characters beyond ASCII ends within one. */
  #isUtf8(block: Uint8Array): boolean {
    if (isUtf8(block)) return true;
    const whole = block.subarray(0, wholeLength(block));
    if (whole.length === block.length || !isUtf8(whole)) return false;
    return this.#highBytesInUtf8 > 0 || !isAscii(whole);
  }

  #noteUtf8(block: Uint8Array): void {
    this.#counts?.interrupt();
    // A sample of each block tells control characters as well as all of it.
    const sample = block.subarray(0, 4096);
    const counted = this.#highBytesInUtf8 > enoughHighBytesInUtf8 ? sample : block;
    if (!isAscii(counted)) {
      this.#highBytesInUtf8 += (highBytesIn(counted) * block.length) / counted.length;
    }
    for (const byte of sample) if (isControl(byte)) this.#controlsFound += 1;
    this.#controlsLookedAt += sample.length;
  }

  #count(block: Uint8Array): void {
    this.#counts ??= new ByteCounts();
    if (this.#counts.highBytes > enoughHighBytes && this.#blocksToSkip > 0) {
      this.#blocksToSkip -= 1;
      this.#counts.interrupt();
      return;
    }
    this.#counts.add(block, this.#doneBytes % 2 === 1);
    this.#blocksToSkip = laterStride - 1;
  }
}

/** Bytes beyond ASCII, counted four at a time. */
function highBytesIn(block: Uint8Array): number {
  const words = new Uint32Array(block.buffer, block.byteOffset, block.length >> 2);
  let high = 0;
  for (const word of words) high += Math.imul((word & 0x80808080) >>> 7, 0x01010101) >>> 24;
  for (const byte of block.subarray(words.length * 4)) high += byte >> 7;
  return high;
}

function isText({ encoding, bits, controls, nuls }: EncodingWeight, bytes: number): boolean {
  const isUtf16 = encoding === 'utf-16le' || encoding === 'utf-16be';
  if (bits > bytes * highestBitsPerByte[isUtf16 ? 'utf16' : 'others']) return false;
  if (nuls > 1 && nuls > bytes * highestNulShare) return false;
  return controls <= bytes * highestControlShare + 1;
}

function toGuesses(
  weights: readonly EncodingWeight[],
  marked: Encoding | undefined,
): EncodingGuess[] {
  const best = weights[0]?.bits ?? 0;
  const odds = weights.map((weight) => 2 ** ((best - weight.bits) / bitsPerDoubling));
  const sum = odds.reduce((total, odd) => total + odd, 0);
  return weights.slice(0, mostGuesses).map(({ encoding }, i) => ({
    encoding,
    confidence: (odds[i] ?? 0) / sum,
    hasMark: encoding === marked,
  }));
}
