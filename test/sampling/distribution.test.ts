// How logits become a choice: against a naive implementation that sorts, and at the extremes of numbers.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../app/model/random.ts';
import { Distribution, type FilterOptions } from '../../app/sampling/distribution.ts';

const off: FilterOptions = { temperature: 1, topK: 0, topP: 1, minP: 0 };

function distributionOf(logits: number[], options: Partial<FilterOptions>): number[] {
  const distribution = new Distribution(logits.length, { ...off, ...options });
  distribution.update(Float32Array.from(logits));
  return [...distribution.probabilities];
}

/** The same by sorting, in the words of the papers. */
function naive(logits: number[], options: FilterOptions): number[] {
  const written = logits.slice(1);
  const max = Math.max(...written);
  let ranked = written
    .map((logit, place) => ({
      index: place + 1,
      weight: Math.exp((logit - max) / options.temperature),
    }))
    .sort((one, other) => other.weight - one.weight || one.index - other.index);
  if (options.topK > 0) ranked = ranked.slice(0, options.topK);
  const sum = ranked.reduce((total, { weight }) => total + weight, 0);
  let before = 0;
  ranked = ranked.filter(({ weight }, rank) => {
    const isKept = rank === 0 || options.topP === 1 || before < options.topP * sum;
    before += weight;
    return isKept;
  });
  ranked = ranked.filter(({ weight }) => weight >= options.minP);
  const kept = ranked.reduce((total, { weight }) => total + weight, 0);
  const probabilities = logits.map(() => 0);
  for (const { index, weight } of ranked) probabilities[index] = weight / kept;
  return probabilities;
}

describe('Distribution', () => {
  test('agrees with sorting for any filters', () => {
    // Multiples of an eighth make exact ties common.
    const logits = fc.array(
      fc.integer({ min: -80, max: 80 }).map((eighths) => eighths / 8),
      { minLength: 2, maxLength: 40 },
    );
    const options = fc.record({
      temperature: fc.constantFrom(0.1, 0.5, 0.8, 1, 2),
      topK: fc.integer({ min: 0, max: 45 }),
      // Odd values, so that no sum of equal weights meets them exactly.
      topP: fc.constantFrom(0, 0.1234567, 0.5123456, 0.9123456, 0.9912345, 1),
      minP: fc.constantFrom(0, 0.0123456, 0.1123456, 0.7123456, 1),
    });
    fc.assert(
      fc.property(logits, options, (values, filters) => {
        const expected = naive(values, filters);
        distributionOf(values, filters).forEach((probability, index) =>
          expect(probability).toBeCloseTo(expected[index]!, 12),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('takes the most probable character at temperature 0', () => {
    expect(distributionOf([9, 1, 4, 3], { temperature: 0 })).toEqual([0, 0, 1, 0]);
  });

  test('takes the first of equal characters at temperature 0', () => {
    expect(distributionOf([0, 1, 7, 7, 7], { temperature: 0 })).toEqual([0, 0, 1, 0, 0]);
  });

  test('keeps exactly k characters, the first of equal ones', () => {
    expect(distributionOf([0, 2, 2, 2, 2], { topK: 2 })).toEqual([0, 0.5, 0.5, 0, 0]);
  });

  test('keeps the character that crosses top-p', () => {
    const logits = [0, Math.log(0.5), Math.log(0.3), Math.log(0.2)];
    const probabilities = distributionOf(logits, { topP: 0.6 });
    expect(probabilities[1]).toBeCloseTo(0.625, 6);
    expect(probabilities[2]).toBeCloseTo(0.375, 6);
    expect(probabilities[3]).toBe(0);
  });

  test('measures top-p within what top-k left', () => {
    const logits = [0, Math.log(0.4), Math.log(0.3), Math.log(0.3)];
    // Of the two that top-k leaves, the first holds 0.4 / 0.7 = 0.57.
    expect(distributionOf(logits, { topK: 2, topP: 0.55 })).toEqual([0, 1, 0, 0]);
  });

  test('measures min-p against the most probable character', () => {
    const logits = [0, Math.log(0.6), Math.log(0.31), Math.log(0.09)];
    const probabilities = distributionOf(logits, { minP: 0.5 });
    expect(probabilities[2]).toBeGreaterThan(0);
    expect(probabilities[3]).toBe(0);
  });

  test('never gives <unk> a probability, however likely it is', () => {
    expect(distributionOf([1e4, 0, 0], {})).toEqual([0, 0.5, 0.5]);
    expect(distributionOf([1e4, 0, 1], { temperature: 0 })).toEqual([0, 0, 1]);
    expect(distributionOf([1e4, 0, 0], { topK: 1 })).toEqual([0, 1, 0]);
  });

  test('stays finite for logits of ten thousand on either side', () => {
    expect(distributionOf([0, 1e4, -1e4], {})).toEqual([0, 1, 0]);
    expect(distributionOf([0, -1e4, -1e4], {})).toEqual([0, 0.5, 0.5]);
    expect(distributionOf([0, 1e4, -1e4], { temperature: 1e-30 })).toEqual([0, 1, 0]);
    expect(distributionOf([0, 1e4, -1e4], { topK: 2, topP: 0.9, minP: 0.1 })).toEqual([0, 1, 0]);
  });

  test('takes -Infinity as a probability of zero', () => {
    expect(distributionOf([0, -Infinity, 2], {})).toEqual([0, 0, 1]);
    expect(distributionOf([0, -Infinity, 2], { topP: 1, topK: 2 })).toEqual([0, 0, 1]);
  });

  test.each([
    ['NaN', [0, NaN, 1]],
    ['NaN for <unk>', [NaN, 0, 1]],
    ['+Infinity', [0, Infinity, 1]],
    ['-Infinity for all that may be written', [1, -Infinity, -Infinity]],
  ])('refuses a model that gives %s', (_, logits) => {
    expect(() => distributionOf(logits, {})).toThrow(
      expect.objectContaining({ code: 'model-not-finite' }) as Error,
    );
    expect(() => distributionOf(logits, { temperature: 0 })).toThrow(/model gave/);
  });

  test('draws as often as the probabilities say', () => {
    const logits = Float32Array.from([5, 0.5, -1, 1.5, 0, -40]);
    const distribution = new Distribution(logits.length, { ...off, temperature: 0.8 });
    distribution.update(logits);
    const random = createRandom(7);
    const counts = new Array<number>(logits.length).fill(0);
    const draws = 200_000;
    for (let draw = 0; draw < draws; draw++) counts[distribution.draw(random.uniform())]! += 1;
    distribution.probabilities.forEach((probability, index) => {
      // Six standard deviations: a wrong distribution fails, chance does not.
      const tolerance = 6 * Math.sqrt((probability * (1 - probability)) / draws);
      expect(Math.abs(counts[index]! / draws - probability)).toBeLessThanOrEqual(tolerance);
    });
  });

  test('draws a possible character at both ends of the unit interval', () => {
    const distribution = new Distribution(4, { ...off, topK: 2 });
    distribution.update(Float32Array.from([3, -2, 1, 0.5]));
    expect(distribution.draw(0)).toBe(2);
    expect(distribution.draw(1 - 2 ** -32)).toBe(3);
    expect(distribution.draw(1)).toBe(3);
  });
});
