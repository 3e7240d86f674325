import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStateRows, writeStateRows } from '../../app/training/state-rows.ts';
import { epochRange, windowsPerEpoch } from '../../app/training/windows.ts';

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

test('rows of all replicas together are the states of all streams', () => {
  const layers = [3, 2];
  const batchSize = 5;
  const all = Float32Array.from({ length: 2 * batchSize * (3 + 2) }, (_, index) => index);
  const copy = new Float32Array(all.length);
  for (const streams of [
    { first: 0, count: 2 },
    { first: 2, count: 3 },
  ]) {
    const rows = readStateRows(all, layers, batchSize, streams);
    expect(rows.map((row) => row.hidden.length)).toEqual([3 * streams.count, 2 * streams.count]);
    writeStateRows(copy, layers, batchSize, streams, rows);
  }
  expect(copy).toEqual(all);
});
