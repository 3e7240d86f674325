// The LSTM whose products are in bfloat16 against its readable twin: as near as eight bits of fraction allow.

import { describe, expect, test } from 'vitest';
import { KernelLstmLayer } from '../../../app/model/lstm/kernel-lstm-layer.ts';
import { takesNarrowWindow } from '../../../app/model/lstm/narrow-lstm-window.ts';
import { cellCases } from '../cell-cases.ts';
import { joined, randomExample, runLayer, type CreateLayer, type Sizes } from '../run-layer.ts';

const lstm = cellCases.find(({ name }) => name.startsWith('lstm'))!;

/** What is off, as a share of what there is: both as the length of all numbers together. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  const off = Array.from(expected, (value, at) => (actual[at]! - value) ** 2);
  const all = Array.from(expected, (value) => value ** 2);
  const sum = (squares: number[]) => squares.reduce((total, square) => total + square, 0);
  return Math.sqrt(sum(off) / sum(all));
}

/** About twice the largest that is seen here; a wrong gate or a shifted step would be off by a third or more. */
const tolerance = 0.013;

function run(sizes: Sizes, seed: number) {
  const shapes = lstm.shapes(sizes);
  const example = randomExample(sizes, shapes, { seed, cellScale: 1 });
  // Weights as networks have them: with large ones every gate is shut or open, and gradients vanish.
  example.parameters['kernel'] = example.parameters['kernel']!.map((value) => 0.3 * value);
  const create: CreateLayer = (...made) => new KernelLstmLayer(...made);
  const actual = runLayer(create, sizes, { shapes, example, arithmetic: 'bfloat16' });
  return { actual, expected: lstm.reference(sizes, example) };
}

function expectNearReference(sizes: Sizes, seed: number): void {
  const { actual, expected } = run(sizes, seed);
  expect(distance(actual.hidden, joined(expected.hidden))).toBeLessThan(tolerance);
  expect(distance(actual.after.hidden, expected.state.hidden)).toBeLessThan(tolerance);
  expect(distance(actual.after.cell, expected.state.cell)).toBeLessThan(tolerance);
  expect(distance(actual.inputs, joined(expected.inputs))).toBeLessThan(tolerance);
  for (const part of ['kernel', 'bias']) {
    expect(distance(actual.gradients[part]!, expected.gradients[part]!)).toBeLessThan(tolerance);
  }
}

describe('an LSTM with products in bfloat16', () => {
  test.each([
    ['over an even number of steps', { T: 6, B: 8, I: 12, H: 32 }],
    ['over an odd number of steps', { T: 5, B: 8, I: 12, H: 32 }],
    ['over a single step', { T: 1, B: 4, I: 8, H: 32 }],
    ['with streams that are no multiple of four', { T: 5, B: 7, I: 12, H: 32 }],
    ['with windows fetched in several parts', { T: 24, B: 16, I: 8, H: 64 }],
  ])('is near the reference %s', (_, sizes) => {
    expect(takesNarrowWindow(sizes.H, sizes)).toBe(true);
    expectNearReference(sizes, 1);
    expectNearReference(sizes, 2);
  });

  test.each([
    ['fewer than four streams', { T: 4, B: 3, I: 8, H: 64 }],
    ['states that cannot be lent as they lie', { T: 4, B: 5, I: 8, H: 20 }],
    ['a size that is no multiple of four', { T: 4, B: 8, I: 8, H: 30 }],
  ])('takes the float32 kernels for %s', (_, sizes) => {
    expect(takesNarrowWindow(sizes.H, sizes)).toBe(false);
    expectNearReference(sizes, 3);
  });

  test('gives the same numbers again', () => {
    const sizes = { T: 6, B: 8, I: 12, H: 32 };
    expect(run(sizes, 4).actual).toEqual(run(sizes, 4).actual);
  });
});
