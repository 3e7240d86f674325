import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStateRows, writeStateRows } from '../../app/training/state-rows.ts';
import { stateFloats } from '../../app/training/shared-memory.ts';
import {
  epochOrder,
  epochRange,
  stepsPerEpoch,
  windowsPerEpoch,
} from '../../app/training/windows.ts';

test('an epoch’s offset stays within the range, with as many windows in every epoch', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 200, max: 5000 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 13 }),
      fc.integer({ min: 0, max: 1000 }),
      (length, batchSize, sequenceLength, epoch) => {
        const range = { start: 17, end: 17 + length };
        const windows = windowsPerEpoch(range, batchSize, sequenceLength);
        const read = epochRange(range, { batchSize, sequenceLength, seed: 5 }, epoch);
        expect(read.start).toBeGreaterThanOrEqual(range.start);
        expect(read.end).toBeLessThanOrEqual(range.end);
        expect(read.end - read.start - 1).toBe(windows * batchSize * sequenceLength);
      },
    ),
  );
});

test('offsets differ from epoch to epoch and are the same for the same seed', () => {
  const range = { start: 0, end: 10_000 };
  const recipe = { batchSize: 4, sequenceLength: 64, seed: 5 };
  const starts = Array.from({ length: 10 }, (_, epoch) => epochRange(range, recipe, epoch).start);
  expect(new Set(starts).size).toBeGreaterThan(5);
  expect(epochRange(range, recipe, 3).start).toBe(starts[3]);
});

test.each(['lstm', 'gru'] as const)('rows of all replicas of a %s are all states', (cell) => {
  const configuration = { cell, layers: [3, 2] };
  const batchSize = 5;
  const all = Float32Array.from({ length: stateFloats(configuration, batchSize) }, (_, at) => at);
  const copy = new Float32Array(all.length);
  for (const streams of [
    { first: 0, count: 2 },
    { first: 2, count: 3 },
  ]) {
    const place = { configuration, batchSize, ...streams };
    const rows = readStateRows(all, place);
    expect(rows.map((row) => row.hidden.length)).toEqual([3 * streams.count, 2 * streams.count]);
    expect(rows[1]?.cell.length).toBe(cell === 'lstm' ? 2 * streams.count : 0);
    writeStateRows(copy, place, rows);
  }
  expect(all.length).toBe(batchSize * (3 + 2) * (cell === 'lstm' ? 2 : 1));
  expect(copy).toEqual(all);
});

test('an epoch of strided windows takes each window once, in another order each time', () => {
  const recipe = {
    windows: 'strided' as const,
    stride: 3,
    batchSize: 4,
    sequenceLength: 7,
    seed: 5,
  };
  const range = { start: 10, end: 110 };
  // Starts at 10, 13, … 100, 103 less: 31 windows, of which 28 fill seven batches.
  expect(stepsPerEpoch(range, recipe)).toBe(7);
  const order = (epoch: number) => {
    const shuffle = epochOrder(range, recipe, epoch);
    return Array.from({ length: 31 }, (_, place) => shuffle(place));
  };
  expect(new Set(order(0)).size).toBe(31);
  expect(order(1)).not.toEqual(order(0));
  expect(order(0)).toEqual(order(0));
});
