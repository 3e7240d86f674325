// Compares arrays of numbers and says where they differ most.

import { expect } from 'vitest';

/** Expects |actual - expected| ≤ tolerance * max(1e-3, the largest |expected|) everywhere. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1e-3, ...Array.from(expected, Math.abs));
  let worst = { difference: 0, at: -1 };
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!) / scale;
    if (!(difference <= worst.difference)) worst = { difference, at: i };
  }
  const { difference, at } = worst;
  expect(difference, `at ${at}: ${actual[at]} for ${expected[at]}`).toBeLessThanOrEqual(tolerance);
}
