// The fused layer against its readable twin, and the twin against differences of the loss.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LstmLayer } from '../../app/model/lstm-layer.ts';
import {
  differentiateReference,
  runReference,
  type ReferenceLayer,
  type ReferenceState,
} from '../../app/model/lstm-reference.ts';
import { createRandom } from '../../app/model/random.ts';
import { Constants } from '../../app/tensor/constants.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { expectClose } from './close.ts';

interface Sizes {
  T: number;
  B: number;
  I: number;
  H: number;
}

/** A layer, its inputs, its state and the gradients that reach its hidden states, all random. */
function example({ T, B, I, H }: Sizes, seed = 1, cellScale = 10) {
  const random = createRandom(seed);
  const numbers = (count: number, scale: number) =>
    Float64Array.from({ length: count }, () => Math.fround(scale * random.normal()));
  const layer: ReferenceLayer = {
    I,
    H,
    kernel: numbers((I + H) * 4 * H, 0.5),
    bias: numbers(4 * H, 0.5),
  };
  const state: ReferenceState = {
    hidden: numbers(B * H, 1)
      .map(Math.tanh)
      .map(Math.fround),
    cell: numbers(B * H, cellScale),
  };
  const inputs = Array.from({ length: T }, () => numbers(B * I, 1));
  const hiddenGradients = Array.from({ length: T }, () => numbers(B * H, 1));
  return { layer, state, inputs, hiddenGradients };
}

const joined = (parts: Float64Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));

/** The fused layer's results for the same example. */
function runFused(
  { T, B, I, H }: Sizes,
  { layer, state, inputs, hiddenGradients }: ReturnType<typeof example>,
) {
  const tensorflow = openTensorFlow();
  const before = tensorflow.liveTensors;
  const constants = new Constants(tensorflow);
  const fused = new LstmLayer(tensorflow, constants, { inputSize: I, hiddenSize: H });
  const results = tensorflow.scope(() => {
    const copyIn = (values: Float64Array, shape: number[]) =>
      tensorflow.copyIn(Float32Array.from(values), shape);
    const operands = fused.operands({
      kernel: copyIn(layer.kernel, [I + H, 4 * H]),
      bias: copyIn(layer.bias, [4 * H]),
    });
    const window = fused.forward(operands, tensorflow.copyIn(joined(inputs), [T, B, I]), {
      state: { hidden: copyIn(state.hidden, [B, H]), cell: copyIn(state.cell, [B, H]) },
      T,
    });
    const after = fused.stateAfter(window, { T, B });
    const gateGradients = fused.gateGradients(operands, window, {
      hiddenGradients: tensorflow.copyIn(joined(hiddenGradients), [T, B, H]),
      T,
      B,
    });
    const read = tensorflow.read.bind(tensorflow);
    return {
      hidden: read(window.activations.hidden),
      lastHidden: read(after.hidden),
      lastCell: read(after.cell),
      inputKernel: read(fused.inputKernelGradient(window, gateGradients, { T, B })),
      recurrentKernel: read(fused.recurrentKernelGradient(window, gateGradients, { T, B })),
      bias: read(tensorflow.ops.biasAddGrad(gateGradients)),
      inputs: read(fused.inputGradients(operands, gateGradients)),
    };
  });
  constants.dispose();
  expect(tensorflow.liveTensors).toBe(before);
  return results;
}

function expectFusedEqualsReference(sizes: Sizes, seed: number): void {
  const given = example(sizes, seed);
  const fused = runFused(sizes, given);
  const window = runReference(given.layer, given.inputs, given.state);
  const gradients = differentiateReference(given.layer, window, given.hiddenGradients);
  expectClose(fused.hidden, joined(window.hidden), 1e-5);
  expectClose(fused.lastHidden, window.state.hidden, 1e-5);
  expectClose(fused.lastCell, window.state.cell, 1e-5);
  expectClose([...fused.inputKernel, ...fused.recurrentKernel], gradients.kernel, 1e-5);
  expectClose(fused.bias, gradients.bias, 1e-5);
  expectClose(fused.inputs, joined(gradients.inputs), 1e-5);
}

describe('the fused layer', () => {
  test('equals the reference, forward and in every gradient', () => {
    expectFusedEqualsReference({ T: 3, B: 2, I: 4, H: 5 }, 1);
  });

  test('equals it over one step, where the carried state alone makes the recurrent gradient', () => {
    expectFusedEqualsReference({ T: 1, B: 2, I: 3, H: 4 }, 2);
  });

  test('equals it at any sizes', () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        fc.record({ T: size, B: size, I: size, H: size }),
        fc.nat(1000),
        (sizes, seed) => {
          expectFusedEqualsReference(sizes, seed);
        },
      ),
      { seed: 3, numRuns: 25 },
    );
  });

  test('takes the gates in the order i, g, f, o', () => {
    // With H = 1, T = 1 and no inputs the bias alone opens one gate after the other.
    const sizes = { T: 1, B: 1, I: 1, H: 1 };
    const open = 30; // σ and tanh of it are 1, σ of its negative 0
    const cellAfter = (bias: number[]) =>
      runFused(sizes, {
        layer: { I: 1, H: 1, kernel: new Float64Array(8), bias: Float64Array.from(bias) },
        state: { hidden: Float64Array.of(0), cell: Float64Array.of(0.5) },
        inputs: [Float64Array.of(0)],
        hiddenGradients: [Float64Array.of(0)],
      });
    // input gate open on g = 1, forget gate shut: the new cell is the update; output shut, then open
    expect(cellAfter([open, open, -open, -open]).lastCell[0]).toBeCloseTo(1, 6);
    expect(cellAfter([open, open, -open, -open]).hidden[0]).toBeCloseTo(0, 6);
    expect(cellAfter([open, open, -open, open]).hidden[0]).toBeCloseTo(Math.tanh(1), 6);
    // input gate shut, forget gate open: the old cell stays
    expect(cellAfter([-open, open, open, -open]).lastCell[0]).toBeCloseTo(0.5, 6);
    expect(cellAfter([open, -open, open, -open]).lastCell[0]).toBeCloseTo(-0.5, 6);
  });
});

test("the reference's gradients equal differences of the loss", () => {
  const sizes = { T: 3, B: 2, I: 3, H: 4 };
  const { layer, state, inputs, hiddenGradients } = example(sizes, 5, 3);
  // A loss whose gradient by the hidden states is hiddenGradients.
  const loss = () =>
    runReference(layer, inputs, state).hidden.reduce(
      (sum, hidden, t) =>
        sum + hidden.reduce((part, value, at) => part + value * hiddenGradients[t]![at]!, 0),
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
  const window = runReference(layer, inputs, state);
  const gradients = differentiateReference(layer, window, hiddenGradients);
  expectClose(gradients.kernel, differences(layer.kernel), 1e-7);
  expectClose(gradients.bias, differences(layer.bias), 1e-7);
  inputs.forEach((input, t) => expectClose(gradients.inputs[t]!, differences(input), 1e-7));
});
