// Which part of a corpus is trained on, which is validated on and which is kept for the test.
// Works on lengths alone; knows nothing of text.

import type { SplitPart } from '../../contract/corpus.ts';
import { EngineError } from '../../contract/errors.ts';

/** A stretch of a corpus in ids, `end` not included. */
export interface Range {
  start: number;
  end: number;
}

export interface Splits {
  train: Range;
  validation: Range;
  test: Range;
}

/** Shares of the whole, 0 to leave a part out. */
export interface SplitShares {
  validation: number;
  test: number;
}

/** The least that training can take windows from; a text of 500 characters keeps more at any usual share. */
export const minimumTrainingCharacters = 100;

/**
 * Splits by position: the test part is the very end, validation lies before it. Where there are several
 * documents, a border moves to the nearest document's end, unless no end keeps the part between half
 * and twice the size that was asked for and at least half of what should lie before it. `documentEnds` are the positions just after each document.
 */
export function splitCorpus(
  length: number,
  documentEnds: readonly number[] | null,
  shares: SplitShares,
): Splits {
  const testSize = shareOf(length, shares.test);
  const testStart = border(documentEnds, length, testSize);
  const validationSize = shareOf(length, shares.validation);
  const validationStart = border(documentEnds, testStart, validationSize);
  if (validationStart < minimumTrainingCharacters) {
    throw new EngineError(
      'corpus-too-short',
      `Of ${length} characters, ${Math.max(0, validationStart)} are left to train on; at least ` +
        `${minimumTrainingCharacters} are needed. Lower the validation or test share, or add text.`,
      {
        details: {
          characters: length,
          training: Math.max(0, validationStart),
          minimum: minimumTrainingCharacters,
        },
      },
    );
  }
  return {
    train: { start: 0, end: validationStart },
    validation: { start: validationStart, end: testStart },
    test: { start: testStart, end: length },
  };
}

/** What lies in a range; a document that a border cuts in two lies in both parts. */
export function measurePart(
  { start, end }: Range,
  documentEnds: readonly number[] | null,
): SplitPart {
  if (start === end) return { characters: 0, documents: 0 };
  if (documentEnds === null) return { characters: end - start, documents: 1 };
  const within = documentEnds.filter((each) => each > start && each <= end);
  const isCut = within.at(-1) !== end;
  return {
    characters: end - start - within.length,
    documents: within.length + Number(isCut),
  };
}

/** A tenth of 1,115,394 is 111,540: rounded up, but not for the last bits of a float product. */
function shareOf(length: number, share: number): number {
  return Math.ceil(length * share - 1e-6);
}

/** Where a part of `size` that ends at `end` should begin. */
function border(documentEnds: readonly number[] | null, end: number, size: number): number {
  const ideal = end - size;
  if (documentEnds === null || size === 0) return ideal;
  let nearest = ideal;
  let distance = Infinity;
  for (const documentEnd of documentEnds) {
    const part = end - documentEnd;
    if (part * 2 < size || part > size * 2 || documentEnd * 2 < ideal) continue;
    if (Math.abs(documentEnd - ideal) < distance) {
      distance = Math.abs(documentEnd - ideal);
      nearest = documentEnd;
    }
  }
  return nearest;
}
