import golden from '../golden/adamw.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { defaultConfiguration } from '../../app/contract/defaults.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import { sliceByDecay, updateSlice } from '../../app/training/adamw.ts';

const buffersOf = (values: number[], gradients: number[]) => ({
  parameters: Float32Array.from(values),
  gradients: Float32Array.from(gradients),
  momentum: new Float32Array(values.length),
  variance: new Float32Array(values.length),
});

test('the first step moves each parameter by the learning rate against its gradient’s sign', () => {
  const buffers = buffersOf([1, 1, 1], [0.5, -3, 0]);
  const step = { step: 0, learningRate: 0.1, weightDecay: 0, gradientScale: 1 };
  updateSlice(buffers, step, 0, 3);
  expect([...buffers.parameters]).toEqual([expect.closeTo(0.9, 5), expect.closeTo(1.1, 5), 1]);
});

test('ten steps on a parabola agree with PyTorch’s AdamW', () => {
  // Loss (x-3)², x from 1; the values and their script stand in test/golden.
  const buffers = buffersOf([1], [0]);
  const seen: number[] = [];
  for (let step = 0; step < 10; step++) {
    buffers.gradients[0] = 2 * ((buffers.parameters[0] as number) - 3);
    updateSlice(buffers, { step, learningRate: 0.1, weightDecay: 0.01, gradientScale: 1 }, 0, 1);
    seen.push(buffers.parameters[0] as number);
  }
  golden.values.forEach((value, step) => expect(seen[step]).toBeCloseTo(value, 5));
});

test('an update does not depend on how the parameters are cut into slices', () => {
  const values = Array.from({ length: 50 }, (_, index) => Math.sin(index));
  const gradients = Array.from({ length: 50 }, (_, index) => Math.cos(index));
  const step = { step: 3, learningRate: 0.01, weightDecay: 0.1, gradientScale: 0.5 };
  const whole = buffersOf(values, gradients);
  updateSlice(whole, step, 0, 50);
  const cut = buffersOf(values, gradients);
  updateSlice(cut, step, 0, 17);
  updateSlice(cut, step, 17, 50);
  expect(cut).toEqual(whole);
});

test('matrices are decayed and biases are not', () => {
  const configuration = { ...defaultConfiguration, layers: [3], embedding: 2 };
  const layout = layOutParameters(configuration, 5);
  const parts = sliceByDecay(layout, 0, layout.size);
  const decayed = layout.entries.filter(({ shape }) => shape.length > 1).map(({ name }) => name);
  expect(decayed).toEqual(['embedding/embeddings', 'lstm_0/kernel', 'dense/kernel']);
  expect(parts.map((part) => part.isDecayed)).toEqual([true, true, false, true, false]);
});
