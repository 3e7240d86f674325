// The network against PyTorch's values in float64: forward, loss, carried state and every gradient.

import { describe, expect, test } from 'vitest';
import { layOutParameters } from '../../app/model/parameters.ts';
import { Network } from '../../app/model/network.ts';
import { allocateShared } from '../../app/tensor/shared-memory.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { expectClose } from './close.ts';
import {
  configurationOf,
  flatten,
  goldenCases,
  statesOf,
  type GoldenCase,
} from './lstm/golden-lstm.ts';

const tensorflow = openTensorFlow();

function open(golden: GoldenCase) {
  const network = new Network(tensorflow, configurationOf(golden), golden);
  const parameters = allocateShared(network.layout.size);
  parameters.set(flatten(golden, golden.parameters));
  const weights = network.lend(parameters);
  const state = network.createState(statesOf(golden.stateBefore));
  const window = {
    weights,
    inputs: Int32Array.from(golden.inputs),
    targets: Int32Array.from(golden.targets),
    batchSize: golden.batchSize,
    sequenceLength: golden.sequenceLength,
    state,
  };
  return { network, window };
}

describe.each(goldenCases)('$name', (golden) => {
  test('gives the loss, the right guesses and the state after the window', () => {
    const { network, window } = open(golden);
    const { losses, isCorrect, state } = network.score(window);
    expectClose(losses, golden.losses, 2e-6);
    const V = golden.vocabularySize;
    const guesses = golden.targets.map((target, i) => {
      const logits = golden.logits.slice(i * V, (i + 1) * V);
      return logits.indexOf(Math.max(...logits)) === target ? 1 : 0;
    });
    expect([...isCorrect]).toEqual(guesses);
    network.readState(state).forEach(({ hidden, cell }, layer) => {
      expectClose(hidden, golden.stateAfter[layer]!.hidden, 2e-6);
      expectClose(cell, golden.stateAfter[layer]!.cell, 2e-6);
    });
  });

  test('gives every gradient of the mean loss', () => {
    const { network, window } = open(golden);
    const layout = layOutParameters(configurationOf(golden), golden.vocabularySize);
    const gradients = new Float32Array(layout.size).fill(9);
    const { lossSum, state } = network.lossAndGradients({
      ...window,
      gradientScale: 1 / golden.losses.length,
      dropout: null,
      gradients,
    });
    expect(lossSum).toBeCloseTo(
      golden.losses.reduce((sum, loss) => sum + loss, 0),
      5,
    );
    const expected = flatten(golden, golden.gradientsOfMeanLoss);
    for (const { name, offset, size } of layout.entries) {
      const actual = gradients.subarray(offset, offset + size);
      expect(actual, name).toHaveLength(size);
      expectClose(actual, expected.subarray(offset, offset + size), 1e-5);
    }
    expectClose(gradients, expected, 1e-5); // padding is zero too
    network.readState(state).forEach(({ cell }, layer) => {
      expectClose(cell, golden.stateAfter[layer]!.cell, 2e-6);
    });
  });
});
