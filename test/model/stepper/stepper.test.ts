// The stepper against the network: the same characters, one by one, in 16-bit fixed point.

import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import type { ModelConfiguration } from '../../../app/contract/model.ts';
import { Network } from '../../../app/model/network.ts';
import { initialiseParameters, layOutParameters } from '../../../app/model/parameters.ts';
import { createStepper } from '../../../app/model/stepper/stepper.ts';
import { openTensorFlow } from '../../../app/tensor/tensorflow.ts';
import { expectClose } from '../close.ts';
import { configurationOf, flatten, goldenCases, statesOf } from '../lstm/golden-lstm.ts';

const V = 11;
const characters = Int32Array.from({ length: 40 }, (_, i) => (i * i + 3 * i) % V);

function lossesByStepper(step: (index: number) => Float32Array, targets: Int32Array): number[] {
  return Array.from(characters, (index, i) => {
    const logits = Array.from(step(index));
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    return Math.log(sum) - logits[targets[i]!]!;
  });
}

describe.each<{ name: string; shape: Partial<ModelConfiguration> }>([
  { shape: { embedding: 4, layers: [64, 24] }, name: 'an embedding and two layers' },
  { shape: { embedding: 'one-hot', layers: [5, 9, 6] }, name: 'one-hot, odd sizes' },
  { shape: { embedding: 3, layers: [10] }, name: 'one layer' },
  { shape: { activation: 'relu', embedding: 3, layers: [10, 7] }, name: 'an LSTM with ReLU' },
  { shape: { cell: 'gru', embedding: 3, layers: [10, 7] }, name: 'a GRU' },
  {
    shape: { cell: 'gru', embedding: 5, layers: [10], head: [9, 5], tieWeights: true },
    name: 'a GRU with a head and a tied output',
  },
  {
    shape: { cell: 'rnn', activation: 'sigmoid', embedding: 'one-hot', layers: [10, 7] },
    name: 'a simple RNN with sigmoid',
  },
])('with $name', ({ shape }) => {
  const configuration = { ...defaultConfiguration, ...shape };
  const parameters = initialiseParameters(layOutParameters(configuration, V), 5).map((w) => 2 * w);

  test('gives the loss of the network at every character', () => {
    const tensorflow = openTensorFlow();
    const network = new Network(tensorflow, configuration, { vocabularySize: V });
    const weights = network.lend(parameters);
    const targets = Int32Array.from(characters, (index) => (index + 1) % V);
    const state = network.initialState(1);
    const window = { batchSize: 1, sequenceLength: characters.length, state };
    const expected = network.score({ weights, inputs: characters, targets, ...window });

    const stepper = createStepper(configuration, V, parameters);
    const actual = lossesByStepper((index) => stepper.feed(index), targets);
    expectClose(actual, expected.losses, 5e-4);
    network.readState(expected.state).forEach(({ hidden, cell }, layer) => {
      expectClose(stepper.readState()[layer]!.hidden, hidden, 5e-3);
      expectClose(stepper.readState()[layer]!.cell, cell, 5e-3);
    });
    weights.release();
  });

  test('reads a prompt at once as it does one by one', () => {
    const [one, all] = [1, 2].map(() => createStepper(configuration, V, parameters));
    let expected = new Float32Array(0);
    for (const index of characters) expected = one!.feed(index).slice();
    expect(all!.feedAll(characters)).toEqual(expected);
    expect(all!.readState()).toEqual(one!.readState());
  });

  test('goes on from a state that was read, and from the start after a reset', () => {
    const stepper = createStepper(configuration, V, parameters);
    const first = stepper.feed(3).slice();
    const state = stepper.readState();
    const second = stepper.feed(4).slice();
    stepper.writeState(state);
    expect(stepper.feed(4)).toEqual(second);
    stepper.reset();
    expect(stepper.feed(3)).toEqual(first);
  });
});

test('keeps its own copy of the weights', () => {
  const configuration = configurationOf({ embedding: 3, layers: [10] });
  const parameters = initialiseParameters(layOutParameters(configuration, V), 5);
  const [before, after] = [1, 2].map(() => createStepper(configuration, V, parameters));
  const expected = before!.feedAll(characters);
  parameters.fill(0);
  expect(after!.feedAll(characters)).toEqual(expected);
});

test.each(goldenCases)("agrees with PyTorch's first step ($name)", (golden) => {
  const { vocabularySize, batchSize, inputs, logits } = golden;
  const parameters = flatten(golden, golden.parameters);
  const stepper = createStepper(configurationOf(golden), vocabularySize, parameters);
  const states = statesOf(golden.stateBefore).map(({ hidden, cell }) => ({
    hidden: hidden.slice(0, hidden.length / batchSize),
    cell: cell.slice(0, cell.length / batchSize),
  }));
  stepper.writeState(states);
  expectClose(stepper.feed(inputs[0]!), logits.slice(0, vocabularySize), 5e-4);
});

test('refuses to go on when it was disposed of', () => {
  const configuration = configurationOf({ embedding: 3, layers: [10] });
  const parameters = initialiseParameters(layOutParameters(configuration, V), 5);
  const stepper = createStepper(configuration, V, parameters);
  stepper.dispose();
  expect(() => stepper.feed(1)).toThrow('disposed');
});
