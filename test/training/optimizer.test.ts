import golden from '../golden/optimizers.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../app/contract/defaults.ts';
import type { Cell, Optimizer } from '../../app/contract/model.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import type { OptimizerStep } from '../../app/training/optimizer.ts';
import { createStepMemory } from '../../app/training/shared-memory.ts';
import { SliceArithmetic } from '../../app/training/slice-arithmetic.ts';
import { sliceParts } from '../../app/training/slices.ts';

/** Both forms that the arithmetic has. */
const forms = ['in kernels', 'readable'] as const;

/** One replica's gradients and more, with what works on them. */
function memoryOf(
  form: (typeof forms)[number],
  optimizer: Optimizer,
  values: { parameters?: number[]; gradients: number[][] },
) {
  const memory = createStepMemory({
    parameters: values.gradients[0]!.length,
    replicas: values.gradients.length,
  });
  memory.live.parameters.set(values.parameters ?? []);
  values.gradients.forEach((each, replica) => memory.gradients[replica]!.set(each));
  const kernelMemory = form === 'in kernels' ? memory.kernelMemory : null;
  const arithmetic = new SliceArithmetic({ ...memory, kernelMemory }, optimizer);
  return { ...memory, arithmetic };
}

/** Numbers of either sign, of very different sizes. */
const variedNumbers = (count: number, seed: number) =>
  Array.from({ length: count }, (_, i) => Math.sin(seed + i) * 10 ** (3 * Math.cos(1.3 * i)));

const plain: OptimizerStep = {
  step: 0,
  learningRate: 0.1,
  momentum: 0.9,
  squareDecay: 0.99,
  weightDecay: 0,
  gradientScale: 1,
};

describe.each(forms)('%s', (form) => {
  test('AdamW’s first step moves each parameter by the learning rate against its gradient’s sign', () => {
    const { live, arithmetic } = memoryOf(form, 'adamw', {
      ...{ parameters: [1, 1, 1, 1, 1], gradients: [[0.5, -3, 0, 2, -1]] },
    });
    arithmetic.update(plain, 0, 5);
    const [less, more] = [expect.closeTo(0.9, 5) as number, expect.closeTo(1.1, 5) as number];
    expect([...live.parameters]).toEqual([less, more, 1, less, more]);
  });

  describe('five steps with decay and both kinds of clipping agree with PyTorch’s', () => {
    test.each<[keyof typeof golden.values, Optimizer, Partial<OptimizerStep>]>([
      ['sgd', 'sgd', {}],
      ['rmsprop', 'rmsprop', { momentum: 0.5, squareDecay: 0.95 }],
      ['rmsprop-plain', 'rmsprop', { momentum: 0, squareDecay: 0.95 }],
      ['adam', 'adam', { squareDecay: 0.999 }],
      ['adamw', 'adamw', {}],
    ])('%s', (name, kind, settings) => {
      // The values and their script stand in test/golden: two decayed numbers, then two of a bias. Each stands here twice,
      // so that four are updated at once.
      const twice = (pair: number[]) => [...pair, ...pair];
      const { live, gradients, arithmetic } = memoryOf(form, kind, {
        parameters: [...twice([0.5, -1.25]), ...twice([2, 0.75])],
        gradients: [new Array<number>(8).fill(0)],
      });
      golden.values[name].forEach((expected, step) => {
        const gradient = [0, 1, 2, 3].map((place) => 3 * Math.sin(1.7 * step + 0.9 * place));
        gradients[0]!.set([...twice(gradient.slice(0, 2)), ...twice(gradient.slice(2))]);
        const { clippedSquaredNorm } = arithmetic.reduce(1.5, 0, 8);
        const gradientScale = Math.min(1, 2 / Math.sqrt(clippedSquaredNorm / 2));
        const how = { ...plain, ...settings, step, gradientScale };
        arithmetic.update({ ...how, weightDecay: 0.05 }, 0, 4);
        arithmetic.update(how, 4, 8);
        const [decayed, bias] = [expected.slice(0, 2), expected.slice(2)];
        [...twice(decayed), ...twice(bias)].forEach((value, place) =>
          expect(live.parameters[place]).toBeCloseTo(value, 5),
        );
      });
    });
  });

  test.each<Optimizer>(['sgd', 'rmsprop', 'adam', 'adamw'])(
    'an update by %s does not depend on how the parameters are cut into slices',
    (kind) => {
      const values = { parameters: variedNumbers(50, 0), gradients: [variedNumbers(50, 1)] };
      const step = { ...plain, step: 3, weightDecay: 0.1, gradientScale: 0.5 };
      const whole = memoryOf(form, kind, values);
      whole.arithmetic.update(step, 0, 50);
      const cut = memoryOf(form, kind, values);
      cut.arithmetic.update(step, 0, 17);
      cut.arithmetic.update(step, 17, 50);
      expect(cut.live).toEqual(whole.live);
    },
  );

  describe('reducing gradients', () => {
    test('sums them in order, measures the sum and clips it by value', () => {
      const { gradients, arithmetic } = memoryOf(form, 'sgd', {
        gradients: [
          [9, 1, -4, 0.5, 8, -0.25, 9],
          [9, 2, -1, 0.25, -6, 0, 9],
          [9, 0, 0, 0, 4, 0, 9],
        ],
      });
      const figures = arithmetic.reduce(2, 1, 6);
      expect([...gradients[0]!]).toEqual([9, 2, -2, 0.75, 2, -0.25, 9]);
      expect(figures.squaredNorm).toBe(9 + 25 + 0.5625 + 36 + 0.0625);
      expect(figures.clippedSquaredNorm).toBe(4 + 4 + 0.5625 + 4 + 0.0625);
    });

    test('leaves them as they are without a limit', () => {
      const { gradients, arithmetic } = memoryOf(form, 'sgd', { gradients: [[3, -4, 0, 0, 1]] });
      const squaredNorm = 26;
      expect(arithmetic.reduce(null, 0, 5)).toEqual({
        ...{ squaredNorm, clippedSquaredNorm: squaredNorm },
      });
      expect([...gradients[0]!]).toEqual([3, -4, 0, 0, 1]);
    });

    test.each([NaN, Infinity])('does not clip away that a number is %s', (value) => {
      const { arithmetic } = memoryOf(form, 'sgd', { gradients: [[1, 2, value, 3, 4]] });
      const { squaredNorm, clippedSquaredNorm } = arithmetic.reduce(1, 0, 5);
      expect([squaredNorm, clippedSquaredNorm]).toEqual([value, value]);
    });
  });
});

test.each<Optimizer>(['sgd', 'rmsprop', 'adam', 'adamw'])(
  'twenty steps by %s are the same to the bit in both forms, also where numbers come below 1e-38',
  (kind) => {
    const values = { parameters: variedNumbers(64, 0), gradients: [[], []].map(() => numbers(0)) };
    const runs = forms.map((form) => memoryOf(form, kind, values));
    for (let step = 0; step < 20; step++) {
      for (const { gradients, arithmetic } of runs) {
        gradients.forEach((each, replica) => {
          each.set(numbers(step + replica));
        });
        arithmetic.reduce(0.5, 0, 64);
        const how = { ...plain, step, weightDecay: 0.01, gradientScale: 0.3 + step / 40 };
        arithmetic.update(how, 0, 64);
      }
    }
    expect(runs[0]!.live).toEqual(runs[1]!.live);
    expect(runs[0]!.gradients).toEqual(runs[1]!.gradients);
    expect(runs[0]!.live.momentum.some((value) => value !== 0)).toBe(true);
  },
);

/** Half of them so small that their squares, and what is left of them after some steps, are nothing to float32. */
function numbers(seed: number): number[] {
  return variedNumbers(64, seed).map((value, i) => (i % 2 === 0 ? value : value * 1e-38));
}

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
