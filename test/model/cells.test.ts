// Every cell on TensorFlow against its readable twin, and every twin against differences of a loss.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectClose } from './close.ts';
import { cellCases, type CellCase } from './cell-cases.ts';
import { joined, randomExample, runLayer, type Sizes } from './run-layer.ts';

function expectEqualsReference(cell: CellCase, sizes: Sizes, seed: number): void {
  const shapes = cell.shapes(sizes);
  const example = randomExample(sizes, shapes, { seed, cellScale: cell.cellScale });
  const actual = runLayer(cell.create, sizes, { shapes, example });
  const expected = cell.reference(sizes, example);
  expectClose(actual.hidden, joined(expected.hidden), 1e-5);
  expectClose(actual.after.hidden, expected.state.hidden, 1e-5);
  expectClose(actual.after.cell, expected.state.cell, 1e-5);
  for (const part of Object.keys(shapes)) {
    expectClose(actual.gradients[part]!, expected.gradients[part]!, 1e-5);
  }
  expectClose(actual.inputs, joined(expected.inputs), 1e-5);
}

describe.each(cellCases)('$name', (cell) => {
  test('equals the reference, forward and in every gradient', () => {
    expectEqualsReference(cell, { T: 3, B: 2, I: 4, H: 5 }, 1);
  });

  test('equals it over one step, where the carried state alone makes the recurrent gradient', () => {
    expectEqualsReference(cell, { T: 1, B: 2, I: 3, H: 4 }, 2);
  });

  test('equals it where rows are aligned, so that parts of a window are its own memory', () => {
    expectEqualsReference(cell, { T: 4, B: 2, I: 16, H: 16 }, 3);
  });

  test('equals it at any sizes', () => {
    const size = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(
        fc.record({ T: size, B: size, I: size, H: size }),
        fc.nat(1000),
        (sizes, seed) => {
          expectEqualsReference(cell, sizes, seed);
        },
      ),
      { seed: 3, numRuns: 12 },
    );
  });

  test('has a reference whose gradients equal differences of the loss', () => {
    const sizes = { T: 3, B: 2, I: 3, H: 4 };
    const shapes = cell.shapes(sizes);
    const example = randomExample(sizes, shapes, { seed: 5, cellScale: 0.3 * cell.cellScale });
    // A loss whose gradient by the hidden states is hiddenGradients.
    const loss = () =>
      cell
        .reference(sizes, example)
        .hidden.reduce(
          (sum, hidden, t) =>
            sum +
            hidden.reduce((part, value, at) => part + value * example.hiddenGradients[t]![at]!, 0),
          0,
        );
    const differences = (values: Float64Array) =>
      values.map((value, at) => {
        const epsilon = 1e-5;
        values[at] = value + epsilon;
        const above = loss();
        values[at] = value - epsilon;
        const below = loss();
        values[at] = value;
        return (above - below) / (2 * epsilon);
      });
    const { gradients, inputs } = cell.reference(sizes, example);
    for (const [part, values] of Object.entries(example.parameters)) {
      expect(gradients[part], part).toBeDefined();
      expectClose(gradients[part]!, differences(values), 1e-7);
    }
    example.inputs.forEach((input, t) => expectClose(inputs[t]!, differences(input), 1e-7));
  });
});
