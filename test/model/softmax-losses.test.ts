// Losses on the softmax output: their values, and their gradients by the logits against differences in float64.

import { describe, expect, test } from 'vitest';
import {
  differentiateOnSoftmax,
  lossesOnSoftmax,
  softmaxLosses,
} from '../../app/model/softmax-losses.ts';
import { expectClose } from './close.ts';

const V = 5;
const targets = Int32Array.of(3, 0, 4);
// The last row is sure of a wrong character: its right one has a probability below 1e-7.
const logits = [0.5, -1, 2, 0.3, 0, 1.5, 0.2, -0.7, 0, 1, 20, 0, 0, 0, 0];

function softmax(row: number[]): number[] {
  const powers = row.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

const probabilities = (values: number[]) =>
  Array.from(targets, (_, row) => softmax(values.slice(row * V, (row + 1) * V)));

/** What the fused cross-entropy op tells. */
function rowsOf(values: number[]) {
  const rows = probabilities(values);
  return {
    targets,
    losses: Float32Array.from(targets, (target, row) => -Math.log(rows[row]![target]!)),
    distances: Float32Array.from(
      rows.flatMap((row, at) => row.map((p, index) => p - (index === targets[at] ? 1 : 0))),
    ),
  };
}

const written = {
  'mean-squared-error': (p: number, y: number) => (p - y) ** 2,
  'binary-cross-entropy': (p: number, y: number) => {
    const clipped = Math.min(Math.max(p, 1e-7), 1 - 1e-7);
    return -(y * Math.log(clipped) + (1 - y) * Math.log(1 - clipped));
  },
};

describe.each(['mean-squared-error', 'binary-cross-entropy'] as const)('%s', (name) => {
  const lossesOf = (values: number[]) =>
    probabilities(values).map(
      (row, at) =>
        row.reduce((sum, p, i) => sum + written[name](p, i === targets[at] ? 1 : 0), 0) / V,
    );

  test('is the mean over the vocabulary', () => {
    // Near 1, a float32 probability leaves little of 1 - p.
    expectClose(lossesOnSoftmax(softmaxLosses[name], rowsOf(logits)), lossesOf(logits), 1e-4);
  });

  test('has gradients by the logits that equal differences', () => {
    const rows = rowsOf(logits);
    const losses = differentiateOnSoftmax(softmaxLosses[name], { ...rows, scale: 0.5 });
    expectClose(losses, lossesOf(logits), 1e-4);
    const total = (values: number[]) => lossesOf(values).reduce((sum, loss) => sum + loss, 0);
    const differences = logits.map((_, at) => {
      const moved = (by: number) => logits.map((value, i) => (i === at ? value + by : value));
      return (0.5 * (total(moved(1e-5)) - total(moved(-1e-5)))) / 2e-5;
    });
    expectClose(rows.distances.subarray(0, 2 * V), differences.slice(0, 2 * V), 1e-5);
    const sure = rows.distances.subarray(2 * V);
    expect(sure.every(Number.isFinite)).toBe(true);
    if (name === 'mean-squared-error') expectClose(sure, differences.slice(2 * V), 1e-4);
    else expect(sure[4]).toBeCloseTo(0, 6); // clipped: nothing flows back to the right character
  });
});
