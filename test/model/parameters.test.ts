// Where the parameters of every configuration lie, and their first values.

import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../app/contract/defaults.ts';
import type { ModelConfiguration } from '../../app/contract/model.ts';
import {
  initialiseParameters,
  layOutParameters,
  setOutputBias,
} from '../../app/model/parameters.ts';

const V = 7;

function open(changes: Partial<ModelConfiguration>) {
  const layout = layOutParameters(
    { ...defaultConfiguration, layers: [5, 6], embedding: 4, ...changes },
    V,
  );
  const valuesOf = (parameters: Float32Array, name: string) => {
    const entry = layout.entries.find((candidate) => candidate.name === name)!;
    return parameters.subarray(entry.offset, entry.offset + entry.size);
  };
  return { layout, valuesOf };
}

const shapesOf = (changes: Partial<ModelConfiguration>) =>
  Object.fromEntries(open(changes).layout.entries.map(({ name, shape }) => [name, shape]));

describe('the layout', () => {
  test('of a GRU has kernels of three gates and two biases', () => {
    expect(shapesOf({ cell: 'gru' })).toEqual({
      'embedding/embeddings': [V, 4],
      'gru_0/kernel': [4, 15],
      'gru_0/recurrent_kernel': [5, 15],
      'gru_0/bias': [2, 15],
      'gru_1/kernel': [5, 18],
      'gru_1/recurrent_kernel': [6, 18],
      'gru_1/bias': [2, 18],
      'dense/kernel': [6, V],
      'dense/bias': [V],
    });
  });

  test('of a one-hot simple RNN with a head begins at the vocabulary and ends at the head', () => {
    expect(shapesOf({ cell: 'rnn', embedding: 'one-hot', layers: [5], head: [8, 3] })).toEqual({
      'rnn_0/kernel': [V, 5],
      'rnn_0/recurrent_kernel': [5, 5],
      'rnn_0/bias': [5],
      'head_0/kernel': [5, 8],
      'head_0/bias': [8],
      'head_1/kernel': [8, 3],
      'head_1/bias': [3],
      'dense/kernel': [3, V],
      'dense/bias': [V],
    });
  });

  test('of tied weights has no output kernel', () => {
    const { layout } = open({ layers: [4], tieWeights: true });
    expect(layout.entries.map(({ name }) => name)).not.toContain('dense/kernel');
    expect(layout.count).toBe(V * 4 + 8 * 16 + 16 + V);
  });

  test('starts every tensor at a multiple of 64 bytes', () => {
    for (const cell of ['lstm', 'gru', 'rnn'] as const) {
      for (const { offset } of open({ cell, head: [3] }).layout.entries) {
        expect(offset % 16).toBe(0);
      }
    }
  });
});

describe('the first values', () => {
  test.each(['lstm', 'gru', 'rnn'] as const)('of a %s come from the seed alone', (cell) => {
    const { layout } = open({ cell, head: [3] });
    expect(initialiseParameters(layout, 3)).toEqual(initialiseParameters(layout, 3));
    expect(initialiseParameters(layout, 3)).not.toEqual(initialiseParameters(layout, 4));
  });

  test.each(['gru', 'rnn'] as const)(
    'of every bias of a %s are zero, the two-row one too',
    (cell) => {
      const { layout, valuesOf } = open({ cell, head: [3] });
      const parameters = initialiseParameters(layout, 1);
      const biases = layout.entries.filter(({ name }) => name.endsWith('/bias'));
      expect(biases).toHaveLength(4);
      for (const { name } of biases)
        expect(valuesOf(parameters, name).every((b) => b === 0)).toBe(true);
    },
  );

  test("of an LSTM's bias are zero but for the forget gate", () => {
    const { layout, valuesOf } = open({});
    const bias = valuesOf(initialiseParameters(layout, 1), 'lstm_0/bias');
    expect([...bias]).toEqual(Array.from({ length: 20 }, (_, i) => (i >= 10 && i < 15 ? 1 : 0)));
  });

  test.each(['gru', 'rnn'] as const)("of a %s's kernels fill Glorot's range", (cell) => {
    const { layout, valuesOf } = open({ cell, layers: [40, 50], head: [30] });
    const parameters = initialiseParameters(layout, 1);
    for (const { name, shape } of layout.entries.filter(({ name }) => /kernel$/.test(name))) {
      const bound = Math.sqrt(6 / (shape[0]! + shape[1]!));
      const largest = Math.max(...valuesOf(parameters, name).map(Math.abs));
      expect(largest, name).toBeLessThanOrEqual(bound);
      expect(largest, name).toBeGreaterThan(0.95 * bound);
    }
  });

  test("of the output's bias are the logarithms of shares, whatever stands before it", () => {
    const { layout, valuesOf } = open({ cell: 'gru', layers: [4], tieWeights: true });
    const parameters = initialiseParameters(layout, 1);
    setOutputBias(parameters, layout, Float64Array.of(1, 1, 2, 4, 4, 2, 2));
    const expected = [1, 1, 2, 4, 4, 2, 2].map((count) => Math.fround(Math.log(count / 16)));
    expect([...valuesOf(parameters, 'dense/bias')]).toEqual(expected);
  });
});
