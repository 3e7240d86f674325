// The benchmark's own arithmetic: medians, turns, what a step computes, and the form of a row.

import { describe, expect, test } from 'vitest';
import { meanRatio, toJsonLine, toOwnTable, toTable, toText, type Row } from './row.ts';
import { dragOf, predictStep, type Measured } from './scaling.ts';
import { stepArithmetic, twoLayers } from './shapes.ts';
import { figuresOf, measureInTurns, median } from './turns.ts';

const plainRow: Row = {
  row: 'step',
  value: 10,
  unit: 'ms a step',
  low: 9,
  high: 11,
  versions: {},
};

describe('the benchmark', () => {
  test('takes the middle value, or the mean of the two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('sums up turns by the median of all and the extremes of the turns', () => {
    expect(
      figuresOf([
        [1, 2, 3],
        [2, 9, 9],
      ]),
    ).toEqual({ median: 2.5, low: 2, high: 9 });
  });

  test('measures the sides in turns, each as often first', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => (order.push(name), [order.length]);
    await measureInTurns([side('a'), side('b')], 3);
    expect(order.join('')).toBe('abbaab');
  });

  test('counts the arithmetic of a step', () => {
    // Two products a multiply-add, once forward and twice backward, over 64·64 characters.
    const products = (64 + 256) * 1024 + (256 + 256) * 1024 + 256 * 96;
    expect(stepArithmetic(twoLayers(256, 64))).toBe(2 * 3 * products * 4096);
    const ungated = 64 * 256 + 256 * 256 + 2 * 256 * 256 + 256 * 96;
    expect(stepArithmetic(twoLayers(256, 16, { cell: 'rnn' }))).toBe(2 * 3 * ungated * 1024);
  });

  test('takes the geometric mean of ratios where each row has one', () => {
    const rows = [2, 8].map((ratio) => ({ ...plainRow, ratio }));
    expect(meanRatio(rows)).toMatchObject({ value: 4, low: 2, high: 8 });
    expect(meanRatio([...rows, plainRow])).toBeNull();
  });

  test('prints rows side by side, with a dash for what is missing', () => {
    const row = { ...plainRow, peer: 20, peerName: 'another', ratio: 2, peakShare: 0.5 };
    const [head, , first, second] = toTable([row, plainRow]).split('\n');
    expect(head).toMatch(/^\| row +\| ms +\| peer/);
    expect(first).toMatch(/10\.00 \(9\.000 to 11\.00\) \| 20\.00 \| 2\.00× \| 50 %/);
    expect(second).toMatch(/\| – +\| – +\|/);
    expect(second).toHaveLength(first?.length ?? 0);
  });

  test('prints rows with columns of their own under their heads', () => {
    const rows = ['one', 'another'].map((name) => ({
      ...plainRow,
      columns: { name, prints: '–' },
    }));
    expect(toOwnTable(rows)).toBe(
      [
        '| name    | prints |',
        '| ------- | ------ |',
        '| one     | –      |',
        '| another | –      |',
      ].join('\n'),
    );
  });

  test('predicts a step on more cores from its parts', () => {
    const measured: Measured = {
      alone: new Map([
        [64, 103],
        [32, 53],
        [16, 28],
      ]),
      shared: 57.4,
      costs: {
        one: { barrier: 0, reduce: 1, update: 2 },
        two: { barrier: 0.1, reduce: 1.1, update: 1 },
      },
    };
    // Of two: 57.4 − 1.1 − 1 − 3·0.1 = 55 for a pass that takes one alone 50.
    expect(dragOf(measured, 64)).toBeCloseTo(1.1);
    const { low, high } = predictStep(measured, 64, 4);
    // A pass of 25; the norm of a quarter and three sums over it, 1.2 a sum; an update of half a millisecond.
    expect(low).toBeCloseTo(1.1 * 25 + (1 + 3 * 1.2) / 4 + 0.5 + 0.3);
    expect(high).toBeCloseTo(1.21 * 25 + (1 + 3 * 1.2) / 2 + 1 + 0.9);
    expect(() => predictStep(measured, 64, 8)).toThrow('8 rows');
  });

  test('prints a row as one JSON object a line, and as a sentence', () => {
    const row: Row = {
      row: 'step',
      value: 120.4,
      unit: 'ms a step',
      low: 118,
      high: 125,
      peer: 602,
      peerName: 'another',
      ratio: 5,
      versions: { node: '20' },
    };
    expect(JSON.parse(toJsonLine(row, 'a machine'))).toEqual({ ...row, machine: 'a machine' });
    expect(toText(row)).toContain(
      '120.4 ms a step (118.0 to 125.0) · against 602.0 ms a step of another · 5.00×',
    );
  });
});
