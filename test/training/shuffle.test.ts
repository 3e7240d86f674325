import { expect, test } from 'vitest';
import { createShuffle } from '../../app/training/shuffle.ts';

const orderOf = (count: number, key: number) => {
  const shuffle = createShuffle(count, key);
  return Array.from({ length: count }, (_, place) => shuffle(place));
};

test.each([1, 2, 3, 5, 16, 17, 1000, 4097])('an order of %i has each number once', (count) => {
  const sorted = orderOf(count, 99).toSorted((first, second) => first - second);
  expect(sorted).toEqual(Array.from({ length: count }, (_, place) => place));
});

test('another key gives another order, the same key the same', () => {
  expect(orderOf(100, 1)).not.toEqual(orderOf(100, 2));
  expect(orderOf(100, 1)).toEqual(orderOf(100, 1));
});

test('neighbours lie as far from each other as chance would have it', () => {
  const order = orderOf(10_000, 7);
  const distances = order.slice(1).map((number, at) => Math.abs(number - (order[at] ?? 0)));
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  // Two numbers drawn below n lie n/3 apart on average; the standard error of this mean is 24.
  expect(Math.abs(mean - 10_000 / 3)).toBeLessThan(120);
});

test('places of a gigabyte are found without an order in memory', () => {
  const shuffle = createShuffle(2 ** 30 + 12_345, 3);
  const seen = new Set(Array.from({ length: 1000 }, (_, place) => shuffle(place * 1_000_000)));
  expect(seen.size).toBe(1000);
  expect(Math.max(...seen)).toBeGreaterThan(2 ** 29);
});
