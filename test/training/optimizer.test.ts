import golden from '../golden/optimizers.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../app/contract/defaults.ts';
import type { Cell, Optimizer } from '../../app/contract/model.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import { reduceSlice } from '../../app/training/gradients.ts';
import { updateSlice, type OptimizerStep } from '../../app/training/optimizer.ts';
import { sliceParts } from '../../app/training/slices.ts';

const buffersOf = (values: number[], gradients: number[]) => ({
  parameters: Float32Array.from(values),
  gradients: Float32Array.from(gradients),
  momentum: new Float32Array(values.length),
  variance: new Float32Array(values.length),
});

const plain: OptimizerStep = {
  step: 0,
  learningRate: 0.1,
  momentum: 0.9,
  squareDecay: 0.99,
  weightDecay: 0,
  gradientScale: 1,
};

test('AdamW’s first step moves each parameter by the learning rate against its gradient’s sign', () => {
  const buffers = buffersOf([1, 1, 1], [0.5, -3, 0]);
  updateSlice('adamw', buffers, plain, 0, 3);
  expect([...buffers.parameters]).toEqual([expect.closeTo(0.9, 5), expect.closeTo(1.1, 5), 1]);
});

describe('five steps with decay and both kinds of clipping agree with PyTorch’s', () => {
  test.each<[keyof typeof golden.values, Optimizer, Partial<OptimizerStep>]>([
    ['sgd', 'sgd', {}],
    ['rmsprop', 'rmsprop', { momentum: 0.5, squareDecay: 0.95 }],
    ['rmsprop-plain', 'rmsprop', { momentum: 0, squareDecay: 0.95 }],
    ['adam', 'adam', { squareDecay: 0.999 }],
    ['adamw', 'adamw', {}],
  ])('%s', (name, kind, settings) => {
    // The values and their script stand in test/golden: two decayed numbers, then two of a bias.
    const buffers = buffersOf([0.5, -1.25, 2, 0.75], [0, 0, 0, 0]);
    golden.values[name].forEach((expected, step) => {
      buffers.gradients.set([0, 1, 2, 3].map((place) => 3 * Math.sin(1.7 * step + 0.9 * place)));
      const { clippedSquaredNorm } = reduceSlice([buffers.gradients], 1.5, 0, 4);
      const gradientScale = Math.min(1, 2 / Math.sqrt(clippedSquaredNorm));
      const how = { ...plain, ...settings, step, gradientScale };
      updateSlice(kind, buffers, { ...how, weightDecay: 0.05 }, 0, 2);
      updateSlice(kind, buffers, how, 2, 4);
      expected.forEach((value, place) => expect(buffers.parameters[place]).toBeCloseTo(value, 5));
    });
  });
});

test.each<Optimizer>(['sgd', 'rmsprop', 'adam', 'adamw'])(
  'an update by %s does not depend on how the parameters are cut into slices',
  (kind) => {
    const values = Array.from({ length: 50 }, (_, index) => Math.sin(index));
    const gradients = Array.from({ length: 50 }, (_, index) => Math.cos(index));
    const step = { ...plain, step: 3, weightDecay: 0.1, gradientScale: 0.5 };
    const whole = buffersOf(values, gradients);
    updateSlice(kind, whole, step, 0, 50);
    const cut = buffersOf(values, gradients);
    updateSlice(kind, cut, step, 0, 17);
    updateSlice(kind, cut, step, 17, 50);
    expect(cut).toEqual(whole);
  },
);

describe('reducing gradients', () => {
  test('sums them in order, measures the sum and clips it by value', () => {
    const gradients = [Float32Array.of(9, 1, -4, 0.5), Float32Array.of(9, 2, -1, 0.25)];
    const figures = reduceSlice(gradients, 2, 1, 4);
    expect([...gradients[0]!]).toEqual([9, 2, -2, 0.75]);
    expect(figures.squaredNorm).toBe(9 + 25 + 0.5625);
    expect(figures.clippedSquaredNorm).toBe(4 + 4 + 0.5625);
  });

  test('leaves them as they are without a limit', () => {
    const gradients = [Float32Array.of(3, -4)];
    expect(reduceSlice(gradients, null, 0, 2)).toEqual({ squaredNorm: 25, clippedSquaredNorm: 25 });
    expect([...gradients[0]!]).toEqual([3, -4]);
  });

  test('does not clip away that a number is not finite', () => {
    const gradients = [Float32Array.of(1, Number.POSITIVE_INFINITY)];
    const { squaredNorm, clippedSquaredNorm } = reduceSlice(gradients, 1, 0, 2);
    expect([squaredNorm, clippedSquaredNorm]).toEqual([Infinity, Infinity]);
  });
});

test.each<Cell>(['lstm', 'gru', 'rnn'])('no bias of a %s is decayed, every kernel is', (cell) => {
  const configuration = { ...defaultConfiguration, cell, layers: [3, 4], head: [5], embedding: 2 };
  const layout = layOutParameters(configuration, 7);
  const parts = sliceParts(layout, 0, layout.size);
  expect(parts).toHaveLength(layout.entries.length);
  layout.entries.forEach(({ name, offset }, at) => {
    expect(parts[at]).toMatchObject({ start: offset, isDecayed: !name.includes('bias') });
    const layer = name.startsWith(`${cell}_`) ? Number(name.at(cell.length + 1)) : null;
    expect(parts[at]?.layer).toBe(layer);
  });
});

test('a slice begins and ends within parameters', () => {
  const layout = layOutParameters({ ...defaultConfiguration, layers: [3], embedding: 2 }, 5);
  const parts = sliceParts(layout, 5, 30);
  expect(parts).toEqual([
    { start: 5, end: 10, isDecayed: true, layer: null },
    { start: 16, end: 30, isDecayed: true, layer: 0 },
  ]);
});
