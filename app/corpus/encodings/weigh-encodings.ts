// How many bits a file's bytes would take in each encoding, by what is usual in its languages: the encoding that
// makes a text the most ordinary is the likeliest. Bytes that are no text at all are dear in every one.

import type { Encoding } from '../../contract/corpus.ts';
import { asciiCosts, isControl } from './ascii-costs.ts';
import type { ByteCounts } from './byte-counts.ts';
import { type DoubleByteEncoding, doubleByteCosts } from './double-byte-costs.ts';
import { type SingleByteEncoding, singleByteCosts } from './single-byte-costs.ts';
import { utf16UnitCosts, utf8SequenceCosts } from './unicode-costs.ts';

/** What an encoding makes of the bytes. */
export interface EncodingWeight {
  encoding: Encoding;
  /** Of all bytes together. */
  bits: number;
  /** Control characters that no text holds, and NULs among them. */
  controls: number;
  nuls: number;
}

type SparseCounts = readonly (readonly [index: number, count: number])[];

const singleByteEncodings = ['windows-1252', 'windows-1250', 'windows-1251', 'koi8-r'] as const;
const doubleByteEncodings = ['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr'] as const;
/** Most files of one byte a character are in this one, and German is the same bytes in it and in 1250. */
const commonest = 'windows-1252';
/** Bits against the others of one byte a character: such a one has to make a text four times as likely. */
const rarerBits = 8;
/** Bits for going over from ASCII to characters of two bytes, which seldom stand alone. */
const runBits = 5;

/** Every encoding, the likeliest first. */
export function weighEncodings(counts: ByteCounts): EncodingWeight[] {
  const [even, odd] = counts.neighbours;
  const neighbours = sparse(even, odd);
  const weights = [
    weighUtf8(counts, neighbours),
    weighUtf16('utf-16le', sparse(even)),
    weighUtf16('utf-16be', sparse(even)),
    ...singleByteEncodings.map((encoding) => weighSingleBytes(encoding, neighbours)),
    ...weighDoubleBytes(counts),
  ];
  return weights.sort((left, right) => left.bits - right.bits);
}

function weighUtf8(counts: ByteCounts, neighbours: SparseCounts): EncodingWeight {
  const ascii = neighbours
    .map(([index, count]) => [index & 0xff, count] as const)
    .filter(([byte]) => byte < 0x80);
  const sequences = counts.utf8Sequences.reduce(
    (sum, count, length) => sum + count * (utf8SequenceCosts[length] ?? 0),
    0,
  );
  return { encoding: 'utf-8', bits: total(ascii, asciiCosts) + sequences, ...controlsIn(ascii) };
}

function weighUtf16(encoding: 'utf-16le' | 'utf-16be', pairs: SparseCounts): EncodingWeight {
  const units =
    encoding === 'utf-16be'
      ? pairs
      : pairs.map(([index, count]) => [((index & 0xff) << 8) | (index >> 8), count] as const);
  const ascii = units.filter(([unit]) => unit < 0x80);
  return { encoding, bits: total(units, utf16UnitCosts()), ...controlsIn(ascii) };
}

function weighSingleBytes(encoding: SingleByteEncoding, neighbours: SparseCounts): EncodingWeight {
  const bits = Math.min(...singleByteCosts(encoding).map((costs) => total(neighbours, costs)));
  const ascii = neighbours.map(([index, count]) => [index & 0xff, count] as const);
  const prior = encoding === commonest ? 0 : rarerBits;
  return { encoding, bits: bits + prior, ...controlsIn(ascii) };
}

function weighDoubleBytes(counts: ByteCounts): EncodingWeight[] {
  const doubles = sparse(counts.doubles.counts);
  const shiftJis = sparse(counts.shiftJis.counts);
  return doubleByteEncodings.map((encoding: DoubleByteEncoding) => {
    const isShiftJis = encoding === 'shift_jis';
    const pairs = isShiftJis ? shiftJis : doubles;
    const runs = isShiftJis ? counts.shiftJis.runs : counts.doubles.runs;
    const bits = Math.min(...doubleByteCosts(encoding).map((costs) => total(pairs, costs)));
    return { encoding, bits: bits + runs * runBits, ...controlsIn(pairs) };
  });
}

function controlsIn(codes: SparseCounts): { controls: number; nuls: number } {
  let controls = 0;
  let nuls = 0;
  for (const [code, count] of codes) {
    if (!isControl(code)) continue;
    controls += count;
    if (code === 0) nuls += count;
  }
  return { controls, nuls };
}

function total(counts: SparseCounts, costs: Uint8Array): number {
  let bits = 0;
  for (const [index, count] of counts) bits += count * (costs[index] ?? 0);
  return bits;
}

/** Indices that occur, with their counts, or with those of two tables together. */
function sparse(counts: Uint32Array, others?: Uint32Array): SparseCounts {
  const found: [number, number][] = [];
  for (let index = 0; index < counts.length; index++) {
    const count = (counts[index] ?? 0) + (others?.[index] ?? 0);
    if (count > 0) found.push([index, count]);
  }
  return found;
}
