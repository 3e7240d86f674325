// The characters that counting works on, in one array: the training part, then what is to be foretold, both as
// vocabulary indices. Says what was left out to stay within memory. Knows nothing of counts.

import type { IdFile } from '../id-file.ts';
import type { Range } from '../splitting/splits.ts';
import { endIndex } from '../vocabulary/vocabulary.ts';

/** The highest order that is tried: beyond it a text of a person's size has hardly a context twice. */
export const highestOrder = 8;

/** Characters of context that the highest order looks at. */
export const contextLength = highestOrder - 1;

/** Vocabulary indices; a byte each where that suffices. */
export type Indices = Uint8Array | Uint16Array;

export interface CountedText {
  /** Before every stretch stand as many marks of a document's end as a context is long. */
  indices: Indices;
  vocabularySize: number;
  /** Positions that are counted. */
  counted: Range;
  /** Positions that are foretold, behind those; the first character of a stretch is context alone. */
  foretold: Range[];
}

/** The parts of a corpus and the table from its ids to vocabulary indices. */
export interface CountedParts {
  train: Range;
  validation: Range;
  remap: Int32Array;
  vocabularySize: number;
}

/** Limits on characters; what lies nearest to the validation part is counted, of that evenly spread stretches are foretold. */
export interface CountedLimits {
  counted: number;
  foretold: number;
}

/** Counting takes five to seven bytes a character and up to half a gigabyte besides: less than 1.6 GB, whatever the corpus. */
export const defaultLimits: CountedLimits = { counted: 1.4e8, foretold: 1.6e7 };

/** Stretches that stand for a validation part that is not foretold whole. */
const stretchCount = 64;

/** Ids fetched from disk at a time. */
const blockLength = 65_536;

/** Reads both parts, as far as the limits let. */
export function readCountedText(
  ids: IdFile,
  { train, validation, remap, vocabularySize }: CountedParts,
  limits: CountedLimits = defaultLimits,
): CountedText {
  const counted = { start: Math.max(train.start, train.end - limits.counted), end: train.end };
  const stretches = spread(validation, limits.foretold);
  const length = [counted, ...stretches].reduce(
    (sum, { start, end }) => sum + contextLength + end - start,
    0,
  );
  const indices = vocabularySize <= 0x100 ? new Uint8Array(length) : new Uint16Array(length);
  let at = 0;
  const place = (range: Range): Range => {
    indices.fill(endIndex, at, at + contextLength);
    const start = at + contextLength;
    at = start + range.end - range.start;
    readInto(indices, start, { ids, range, remap });
    return { start, end: at };
  };
  return {
    indices,
    vocabularySize,
    counted: place(counted),
    foretold: stretches.map(place).map(({ start, end }) => ({ start: start + 1, end })),
  };
}

/** The whole range, or equal stretches of it that come to so many characters. */
function spread(range: Range, limit: number): Range[] {
  const length = range.end - range.start;
  if (length <= limit) return [range];
  const each = Math.floor(limit / stretchCount);
  return Array.from({ length: stretchCount }, (_, stretch) => {
    const start = range.start + Math.floor((stretch * length) / stretchCount);
    return { start, end: start + each };
  });
}

function readInto(
  indices: Indices,
  to: number,
  { ids, range, remap }: { ids: IdFile; range: Range; remap: Int32Array },
): void {
  const block = new Int32Array(blockLength);
  for (let from = range.start; from < range.end; from += blockLength) {
    const part = block.subarray(0, Math.min(blockLength, range.end - from));
    ids.read(from, part);
    const offset = to + from - range.start;
    for (let i = 0; i < part.length; i++) indices[offset + i] = remap[part[i] ?? 0] ?? 0;
  }
}
