import { describe, expect, test } from 'vitest';
import { sharedShift, sortByContext } from '../../../app/corpus/counting/context-order.ts';
import {
  contextLength,
  readCountedText,
  type CountedText,
} from '../../../app/corpus/counting/counted-text.ts';
import { CountsOfCounts } from '../../../app/corpus/counting/discounts.ts';
import { lossesByOrder } from '../../../app/corpus/counting/kneser-ney.ts';
import { endIndex, unknownIndex } from '../../../app/corpus/vocabulary/vocabulary.ts';
import { plainLosses } from './plain-kneser-ney.ts';

const [a, b, c] = [2, 3, 4];

/** Both parts in one file of ids, which are the vocabulary's indices. */
function countedText(
  train: readonly number[],
  validation: readonly number[],
  vocabularySize: number,
  limits?: { counted: number; foretold: number },
): CountedText {
  const ids = Int32Array.from([...train, ...validation]);
  const file = {
    length: ids.length,
    read: (start: number, target: Int32Array) =>
      target.set(ids.subarray(start, start + target.length)),
    close: () => undefined,
  };
  const parts = {
    train: { start: 0, end: train.length },
    validation: { start: train.length, end: ids.length },
    remap: Int32Array.from({ length: vocabularySize }, (_, index) => index),
    vocabularySize,
  };
  return readCountedText(file, parts, limits);
}

function losses(train: readonly number[], validation: readonly number[], size: number): number[] {
  return lossesByOrder(sortByContext(countedText(train, validation, size)), size);
}

/** Uneven, with repetitions, and the same each time. */
function inventIndices(length: number, vocabularySize: number): number[] {
  let state = 12_345;
  const indices: number[] = [];
  while (indices.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 0x8000_0000;
    const share = state / 0x8000_0000;
    const again = Math.floor(share * 97) % 13;
    if (again < 9 && indices.length > 400) {
      const from = Math.floor(share * (indices.length - 12));
      indices.push(...indices.slice(from, from + again + 2));
    } else {
      indices.push(1 + Math.floor(share ** 3 * (vocabularySize - 1)));
    }
  }
  return indices.slice(0, length);
}

describe('discounts', () => {
  test('follow from how many n-grams have each count', () => {
    const counts = new CountsOfCounts();
    [1, 1, 1, 1, 2, 2, 3, 4, 9].forEach((count) => counts.add(count));
    // Y = 4 / (4 + 2·2) = 1/2.
    expect(counts.discounts()).toEqual([1 - 2 * 0.5 * 0.5, 2 - 3 * 0.5 * 0.5, 3 - 4 * 0.5 * 1]);
  });

  test('are half a count where nothing can be told', () => {
    expect(new CountsOfCounts().discounts()).toEqual([0.5, 1, 1.5]);
  });
});

describe('the counting model', () => {
  test('gives what its formula gives by hand', () => {
    // "abcab": c once, a and b twice each. Y = 1/5, so 1/5 is taken from one and all from two; freed are 4.2 of 5.
    const [first, second] = losses([a, b, c, a, b], [b, c], 5);
    expect(Math.exp(-first!)).toBeCloseTo(0.8 / 5 + (4.2 / 5) * 0.2, 12);
    // Before a stand <end> and c, before b and c one each: Y = 1/2, 1/2 from one, all from two; c has 0.5/4 + 3/4·1/5.
    // Of the pairs <end>a, bc and ca stand once, ab twice: Y = 3/5, from one 3/5.
    expect(Math.exp(-second!)).toBeCloseTo(0.4 + 0.6 * (0.5 / 4 + (3 / 4) * 0.2), 12);
  });

  test('leaves the foretelling to the shorter context where the longer was never seen', () => {
    const [, second, third, fourth] = losses([a, b, c, a, b], [b, c], 5);
    // <end> has never stood before b. Pairs have as many neighbours as occurrences here.
    expect(third).toBeCloseTo(second!, 12);
    expect(fourth).toBe(third);
  });

  test.each([3, 4, 7, 60, 300, 5000])('gives what maps give with a vocabulary of %i', (size) => {
    const text = inventIndices(2400, size);
    const [train, validation] = [text.slice(0, 2000), [...text.slice(2000), unknownIndex, a]];
    const expected = plainLosses(train, validation, size);
    losses(train, validation, size).forEach((loss, at) => {
      expect(loss, `order ${at + 1}`).toBeCloseTo(expected[at]!, 10);
    });
  });

  test.each([
    [4, 1],
    [60, 40],
    [300, 2],
  ])('is the same where runs are too long for keys: %i characters, %i places', (size, keyed) => {
    const text = inventIndices(2400, size);
    const both = countedText(text.slice(0, 2000), text.slice(2000), size);
    const contexts = (entries: Uint32Array) => entries.map((entry) => (entry >>> sharedShift) & 7);
    const [split, usual] = [sortByContext(both, keyed), sortByContext(both)];
    expect(contexts(split)).toEqual(contexts(usual));
    const expected = lossesByOrder(usual, size);
    lossesByOrder(split, size).forEach((loss, at) => expect(loss).toBeCloseTo(expected[at]!, 10));
  });

  test.each([
    ['seen at every length', [a, b, a, c, b, a, b, a]],
    ['seen at the end alone', [unknownIndex, c, b, a]],
    ['never seen', [b, unknownIndex]],
    ['of a document’s end', [c, endIndex]],
    ['of a text’s beginning', []],
  ])('gives probabilities that sum to one after a context %s', (_, context) => {
    const train = [a, b, a, c, b, a, b, a, c, endIndex, a, b, a, c, a, a, b, a, c, b, a, b, a, b];
    const size = 6;
    const sums = Array<number>(contextLength + 1).fill(0);
    for (let character = 0; character < size; character++) {
      const text = countedText(train, [...context, character], size);
      const { end } = text.foretold[0]!;
      const alone = { ...text, foretold: [{ start: end - 1, end }] };
      lossesByOrder(sortByContext(alone), size).forEach((loss, at) => {
        expect(loss).toBeGreaterThan(0);
        sums[at]! += Math.exp(-loss);
      });
    }
    for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
  });

  test('foretells a text that it has counted the better the longer its contexts are', () => {
    const text = inventIndices(3000, 40);
    const found = losses(text, text, 40);
    expect([...found].sort((first, second) => second - first)).toEqual(found);
  });

  test('does not look at what stands before the part that it foretells', () => {
    const text = inventIndices(900, 20);
    const held = text.slice(700);
    const alone = losses(text.slice(0, 700), held, 20);
    const behind = countedText([...text.slice(0, 700), b, b, b], held, 20);
    const shorter = { ...behind, counted: { ...behind.counted, end: behind.counted.end - 3 } };
    expect(lossesByOrder(sortByContext(shorter), 20)).toEqual(alone);
  });
});

describe('a text too large', () => {
  test('is counted where it is nearest to the validation part', () => {
    const limits = { counted: 4, foretold: 100 };
    const { indices, counted } = countedText([a, a, a, b, c, b, a], [c, c], 5, limits);
    expect([...indices.subarray(counted.start, counted.end)]).toEqual([b, c, b, a]);
  });

  test('is foretold in evenly spread stretches', () => {
    const validation = Array.from({ length: 1280 }, (_, at) => 2 + (at % 200));
    const { indices, foretold } = countedText([a, b], validation, 202, {
      counted: 2,
      foretold: 256,
    });
    expect(foretold).toHaveLength(64);
    const [, second] = foretold;
    // The stretch's first character, the twentieth of all, is context alone.
    expect(second!.end - second!.start).toBe(3);
    expect([...indices.subarray(second!.start - 2, second!.end)]).toEqual([
      endIndex,
      22,
      23,
      24,
      25,
    ]);
  });
});
