// Scores a range of a corpus in nats per character, as one reader would who opens it as a text of its own: from front
// to back, state carried. To be fast it reads contiguous parts side by side, each warmed on the characters before it;
// the result equals one stream's to 1e-4. Knows nothing of training: weights come in, sums go out.

import type { IdFile } from '../corpus/id-file.ts';
import type { Range } from '../corpus/splitting/splits.ts';
import type { Network, Weights } from '../model/network.ts';
import { countPosition, emptyScore, type Score } from './score.ts';

/** Parts of a range that are read side by side. */
export const partCount = 32;

/** Characters that a part's state is warmed on, uncounted; 64 already agree to five digits (engine-notes). */
const warmUpCharacters = 256;

const windowLength = 64;

/** Ids fetched from disk at a time for one part. */
const fetchedIds = 4096;

/** What is scored and where it is read. `remap` takes corpus ids to vocabulary indices. */
export interface ScoredText {
  ids: IdFile;
  remap: Int32Array;
}

/** A stretch of characters that are scored, and where reading begins so that the first of them is warm. */
export interface ScoredPart extends Range {
  begin: number;
}

/** Cuts a range into equal contiguous parts; with a limit, only the first characters of each are kept. */
export function cutIntoParts(range: Range, limit = Number.POSITIVE_INFINITY): ScoredPart[] {
  // The very first character of a text has nothing before it to be predicted from; what lies before the range is
  // another text, so that a part of a corpus scores as it does alone.
  const first = range.start + 1;
  const length = range.end - first;
  if (length <= 0) return [];
  const parts = Math.min(partCount, length);
  const kept = Math.max(1, Math.floor(Math.min(limit, length) / parts));
  const isWhole = limit >= length;
  return Array.from({ length: parts }, (_, part) => {
    const start = first + Math.floor((part * length) / parts);
    const next = first + Math.floor(((part + 1) * length) / parts);
    const begin = Math.max(range.start, start - 1 - warmUpCharacters);
    return { begin, start, end: isWhole ? next : Math.min(next, start + kept) };
  });
}

/**
 * Scores parts side by side; the network must give every position its loss. `onWindow` is called before each window;
 * what it throws ends the scoring.
 */
export function scoreParts(
  network: Network,
  weights: Weights,
  { ids, remap }: ScoredText,
  parts: readonly ScoredPart[],
  onWindow: () => void = () => {},
): Score {
  const score = emptyScore();
  if (parts.length === 0) return score;
  const B = parts.length;
  const T = windowLength;
  const readers = parts.map(({ begin, end }) => readerFrom(ids, begin, end));
  const windows = Math.ceil(Math.max(...parts.map(({ begin, end }) => end - 1 - begin)) / T);
  const inputs = new Int32Array(T * B); // [T*B], time-major
  const targets = new Int32Array(T * B); // [T*B]
  let state = network.initialState(B);
  try {
    for (let window = 0; window < windows; window++) {
      onWindow();
      parts.forEach(({ begin, end }, b) => {
        const read = readers[b] ?? (() => 0);
        for (let t = 0; t < T; t++) {
          const position = begin + window * T + t;
          const isInside = position + 1 < end;
          inputs[t * B + b] = isInside ? (remap[read(position)] ?? 0) : 0;
          targets[t * B + b] = isInside ? (remap[read(position + 1)] ?? 0) : 0;
        }
      });
      const passed = { weights, inputs, targets, batchSize: B, sequenceLength: T, state };
      const result = network.score(passed);
      network.disposeState(state);
      state = result.state;
      parts.forEach(({ begin, start, end }, b) => {
        for (let t = 0; t < T; t++) {
          const scored = begin + window * T + t + 1;
          if (scored < start || scored >= end) continue;
          const at = t * B + b;
          countPosition(score, result, { at, target: targets[at] ?? 0 });
        }
      });
    }
  } finally {
    network.disposeState(state);
  }
  return score;
}

/** Reads single ids in nearly rising order from a window on the file that moves along. */
function readerFrom(ids: IdFile, begin: number, end: number): (position: number) => number {
  const window = new Int32Array(fetchedIds);
  let start = begin;
  let filled = 0;
  return (position) => {
    if (position < start || position >= start + filled) {
      // One id back: a position is asked for again as the next input after it was a target.
      start = Math.max(begin, position - 1);
      filled = Math.min(fetchedIds, end - start);
      ids.read(start, window.subarray(0, filled));
    }
    return window[position - start] ?? 0;
  };
}
