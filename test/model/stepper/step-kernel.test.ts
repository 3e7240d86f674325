// The WebAssembly kernel alone: exact sums up to the limits, and the non-linearities.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activation } from '../../../app/contract/model.ts';
import { fixedLimit, packFloats, packMatrix } from '../../../app/model/stepper/fixed-point.ts';
import { createStepKernel } from '../../../app/model/stepper/step-kernel.ts';
import { expectClose } from '../close.ts';

/** rows × columns times a vector, by the kernel. */
function multiply(matrix: number[][], vector: number[], base: number[]): Float32Array {
  const [rows, columns] = [matrix.length, vector.length];
  const { kernel, memory } = createStepKernel(65_536 * 4, 'tanh');
  const packed = packMatrix(rows, columns, (row, values) => values.set(matrix[row]!));
  const place = { vector: 0, scales: 8192, base: 16_384, out: 24_576, weights: 32_768 };
  const values = 196_608;
  new Int16Array(memory, place.weights, packed.weights.length).set(packed.weights);
  new Float32Array(memory, values, columns).set(vector);
  kernel.fixWithinOne(values, values + 4 * columns, place.vector);
  new Float32Array(memory, place.scales, rows).set(packed.scales);
  new Float32Array(memory, place.base, rows).set(base);
  const end = place.out + 4 * rows;
  kernel.multiply(
    place.weights,
    place.vector,
    2 * columns,
    place.scales,
    place.base,
    place.out,
    end,
  );
  return new Float32Array(memory, place.out, rows).slice();
}

test('multiplies a matrix by a vector and adds the base', () => {
  const matrix = Array.from({ length: 12 }, (_, row) =>
    Array.from({ length: 24 }, (_, column) => Math.sin(row * 24 + column)),
  );
  const vector = Array.from({ length: 24 }, (_, column) => Math.cos(3 * column));
  const base = Array.from({ length: 12 }, (_, row) => row - 6);
  const expected = matrix.map(
    (row, r) => base[r]! + row.reduce((sum, weight, k) => sum + weight * vector[k]!, 0),
  );
  expectClose(multiply(matrix, vector, base), expected, 1e-4);
});

test('never overflows, however the weights are spread and with hidden states of ±1', () => {
  const weight = fc.oneof(
    fc.constant(0),
    fc.constant(40),
    fc.double({ min: -40, max: 40, noNaN: true }),
  );
  const columns = 256;
  fc.assert(
    fc.property(fc.array(weight, { minLength: columns, maxLength: columns }), (row) => {
      const vector = row.map((value) => (value < 0 ? -1 : 1)); // every product positive
      const expected = row.reduce((sum, value) => sum + Math.abs(value), 0);
      const [actual] = multiply([row, row, row, row], vector, [0, 0, 0, 0]);
      expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-4 * Math.max(1, expected));
    }),
    { seed: 7, numRuns: 60 },
  );
});

test('multiplies in floats, whatever the size of the vector', () => {
  const [rows, columns] = [12, 16];
  const { kernel, memory } = createStepKernel(65_536, 'relu');
  const weightOf = (row: number, column: number) => Math.sin(row * columns + column);
  const place = { vector: 0, base: 128, out: 256, weights: 512 };
  const packed = packFloats(rows, columns, (row, values) => {
    for (let column = 0; column < columns; column++) values[column] = weightOf(row, column);
  });
  new Float32Array(memory, place.weights, rows * columns).set(packed);
  const vector = new Float32Array(memory, place.vector, columns);
  vector.forEach((_, column) => (vector[column] = 10 ** (column % 5) * Math.cos(3 * column)));
  new Float32Array(memory, place.base, rows).set(packed.subarray(0, rows));
  const expected = Array.from({ length: rows }, (_, row) =>
    vector.reduce((sum, value, column) => sum + weightOf(row, column) * value, packed[row]!),
  );
  const end = place.out + 4 * rows;
  kernel.multiplyFloats(place.weights, place.vector, 4 * columns, place.base, place.out, end);
  expectClose(new Float32Array(memory, place.out, rows), expected, 1e-6);
});

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const activations: [Activation, (x: number) => number][] = [
  ['tanh', Math.tanh],
  ['relu', (x) => Math.max(0, x)],
  ['sigmoid', sigmoid],
];

/** Small and great values of either sign. */
const variousSums = (length: number): number[] =>
  Array.from({ length }, (_, i) => 1.7 ** (i % 9) * (i % 2 === 0 ? 0.1 : -0.1)).with(0, 100);

describe.each(activations)('with %s', (name, activation) => {
  const units = 16;
  const size = 4 * units;
  const place = { sums: 0, recurrentSums: 512, cell: 1024, hidden: 2048, fixed: 3072 };

  function open() {
    const { kernel, memory } = createStepKernel(65_536, name);
    const at = (start: number, values: number[]) => {
      const view = new Float32Array(memory, start, values.length);
      view.set(values);
      return view;
    };
    return { kernel, at, memory };
  }

  test('advances an LSTM as the equations say', () => {
    const { kernel, at } = open();
    const sums = at(place.sums, variousSums(4 * units).with(units, -100));
    const cell = at(
      place.cell,
      Array.from({ length: units }, (_, i) => 2 * i - 14),
    );
    const hidden = at(place.hidden, Array.from({ length: units }).fill(0) as number[]);
    const expectedCell = Array.from(cell, (before, unit) => {
      const [i, g, f] = [sums[unit]!, sums[units + unit]!, sums[2 * units + unit]!];
      return sigmoid(f) * before + sigmoid(i) * activation(g);
    });
    const expectedHidden = expectedCell.map(
      (after, unit) => sigmoid(sums[3 * units + unit]!) * activation(after),
    );
    kernel.advanceLstm(place.sums, size, place.cell, place.hidden);
    expectClose(cell, expectedCell, 1e-6);
    expectClose(hidden, expectedHidden, 2e-6);
  });

  test('advances a GRU as the equations say', () => {
    const { kernel, at } = open();
    const inputs = at(place.sums, variousSums(3 * units));
    const recurrent = at(place.recurrentSums, variousSums(3 * units).reverse());
    const hidden = at(
      place.hidden,
      Array.from({ length: units }, (_, i) => Math.sin(i)),
    );
    const expected = Array.from(hidden, (before, unit) => {
      const [update, reset] = [0, units].map((block) =>
        sigmoid(inputs[block + unit]! + recurrent[block + unit]!),
      );
      const last = 2 * units + unit;
      const candidate = activation(inputs[last]! + reset! * recurrent[last]!);
      return update! * before + (1 - update!) * candidate;
    });
    kernel.advanceGru(place.sums, place.recurrentSums, size, place.hidden);
    expectClose(hidden, expected, 2e-6);
  });

  test('maps sums one by one', () => {
    const { kernel, at, memory } = open();
    const sums = at(place.sums, variousSums(units));
    kernel.activate(place.sums, place.sums + size, place.hidden);
    kernel.rectify(place.sums, place.sums + size, place.cell);
    const [activated, rectified] = [place.hidden, place.cell].map(
      (start) => new Float32Array(memory, start, units),
    );
    expectClose(activated!, [...sums].map(activation), 2e-6);
    expect([...rectified!]).toEqual([...sums].map((value) => Math.max(0, value)));
  });
});

test('rounds numbers in [-1,1] to 8192ths and cuts off what lies beyond', () => {
  const { kernel, memory } = createStepKernel(65_536, 'tanh');
  new Float32Array(memory, 0, 8).set([0, 1, -1, 0.5, 1 / 8192, -0.4 / 8192, 1.5, -7]);
  kernel.fixWithinOne(0, 32, 64);
  expect([...new Int16Array(memory, 64, 8)]).toEqual([
    ...[0, fixedLimit, -fixedLimit, fixedLimit / 2, 1, 0, fixedLimit, -fixedLimit],
  ]);
});
