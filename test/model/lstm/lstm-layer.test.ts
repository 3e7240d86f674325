// The fused layer's gate order. That it equals its readable twin stands in cells.test.ts.

import { expect, test } from 'vitest';
import { LstmLayer } from '../../../app/model/lstm/lstm-layer.ts';
import { runLayer } from '../run-layer.ts';

test('takes the gates in the order i, g, f, o', () => {
  // With H = 1, T = 1 and no inputs the bias alone opens one gate after the other.
  const open = 30; // σ and tanh of it are 1, σ of its negative 0
  const after = (bias: number[]) =>
    runLayer(
      (tensorflow, constants, place) => new LstmLayer(tensorflow, constants, place),
      { T: 1, B: 1, I: 1, H: 1 },
      {
        shapes: { kernel: [2, 4], bias: [4] },
        example: {
          parameters: { kernel: new Float64Array(8), bias: Float64Array.from(bias) },
          state: { hidden: Float64Array.of(0), cell: Float64Array.of(0.5) },
          inputs: [Float64Array.of(0)],
          hiddenGradients: [Float64Array.of(0)],
        },
      },
    ).after;
  // input gate open on g = 1, forget gate shut: the new cell is the update; output shut, then open
  expect(after([open, open, -open, -open]).cell[0]).toBeCloseTo(1, 6);
  expect(after([open, open, -open, -open]).hidden[0]).toBeCloseTo(0, 6);
  expect(after([open, open, -open, open]).hidden[0]).toBeCloseTo(Math.tanh(1), 6);
  // input gate shut, forget gate open: the old cell stays
  expect(after([-open, open, open, -open]).cell[0]).toBeCloseTo(0.5, 6);
  expect(after([open, -open, open, -open]).cell[0]).toBeCloseTo(-0.5, 6);
});
