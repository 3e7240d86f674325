// The WebAssembly kernel alone: exact sums up to the limits, and the non-linearities.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedHidden, packMatrix } from '../../app/model/fixed-point.ts';
import { createStepKernel, hiddenScale } from '../../app/model/step-kernel.ts';
import { expectClose } from './close.ts';

/** rows × columns times a vector, by the kernel. */
function multiply(matrix: number[][], vector: number[], base: number[]): Float32Array {
  const [rows, columns] = [matrix.length, vector.length];
  const { kernel, memory } = createStepKernel(65_536 * 4);
  const packed = packMatrix(rows, columns, (row, values) => values.set(matrix[row]!));
  const place = { vector: 0, scales: 8192, base: 16_384, out: 24_576, weights: 32_768 };
  new Int16Array(memory, place.weights, packed.weights.length).set(packed.weights);
  new Int16Array(memory, place.vector, columns).set(fixedHidden(Float32Array.from(vector)));
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

test('advances cell and hidden state as the equations say, at small and great values', () => {
  const units = 16;
  const { kernel, memory } = createStepKernel(65_536);
  const place = { gates: 0, cell: 1024, hidden: 2048, fixed: 3072 };
  const gates = new Float32Array(memory, place.gates, 4 * units);
  gates.forEach((_, i) => (gates[i] = 1.7 ** (i % 9) * (i % 2 === 0 ? 0.1 : -0.1)));
  gates[0] = 100;
  gates[units] = -100;
  const cell = new Float32Array(memory, place.cell, units);
  cell.forEach((_, i) => (cell[i] = 2 * i - 14));

  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const expectedCell = Array.from(cell, (before, unit) => {
    const [i, g, f] = [gates[unit]!, gates[units + unit]!, gates[2 * units + unit]!];
    return sigmoid(f) * before + sigmoid(i) * Math.tanh(g);
  });
  const expectedHidden = expectedCell.map(
    (after, unit) => sigmoid(gates[3 * units + unit]!) * Math.tanh(after),
  );
  kernel.advance(place.gates, 4 * units, place.cell, place.hidden, place.fixed);
  expectClose(cell, expectedCell, 1e-6);
  const hidden = new Float32Array(memory, place.hidden, units);
  expectClose(hidden, expectedHidden, 2e-6);
  const fixed = new Int16Array(memory, place.fixed, units);
  expect([...fixed]).toEqual(Array.from(hidden, (value) => Math.round(value * hiddenScale)));
});
