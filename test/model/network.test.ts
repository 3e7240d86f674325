// The network's promises beyond its arithmetic: states carried, dropout, batches cut, memory given back.

import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../app/contract/defaults.ts';
import type { ModelConfiguration } from '../../app/contract/model.ts';
import { Network, type NetworkState, type TrainingStep } from '../../app/model/network.ts';
import { initialiseParameters } from '../../app/model/parameters.ts';
import { allocateShared } from '../../app/tensor/shared-memory.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { expectClose } from './close.ts';

const tensorflow = openTensorFlow();
const V = 7;

function open(changes: Partial<ModelConfiguration> = {}) {
  const configuration = { ...defaultConfiguration, embedding: 4, layers: [5, 6], ...changes };
  const network = new Network(tensorflow, configuration, { vocabularySize: V });
  const parameters = allocateShared(network.layout.size);
  parameters.set(initialiseParameters(network.layout, 3));
  return { network, parameters };
}

/** A network of every cell and head, and its name in a test. */
const kinds: [name: string, changes: Partial<ModelConfiguration>][] = [
  ['a fused LSTM', {}],
  ['a ReLU LSTM with a head', { activation: 'relu', head: [8, 3] }],
  ['a GRU', { cell: 'gru' }],
  ['a one-hot simple RNN', { cell: 'rnn', embedding: 'one-hot' }],
  ['a GRU with tied weights', { cell: 'gru', layers: [5, 4], tieWeights: true }],
  [
    'an LSTM with targets at the last position alone',
    { targets: 'last', embedding: 'one-hot', loss: 'mean-squared-error' },
  ],
  ['a simple RNN with binary cross-entropy', { cell: 'rnn', loss: 'binary-cross-entropy' }],
];

const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);

/** Characters of so many streams, time-major, each stream its own sequence. */
function charactersOf(T: number, B: number, from = 0): Int32Array {
  return Int32Array.from({ length: T * B }, (_, at) => {
    const [t, b] = [from + Math.floor(at / B), at % B];
    return (t * t + 3 * b + t * b) % V;
  });
}

/** Rows of some streams out of a time-major window. */
function streamsOf(values: Int32Array, B: number, first: number, last: number): Int32Array {
  return values.filter((_, at) => at % B >= first && at % B < last);
}

function stepOf(
  network: Network,
  given: Pick<TrainingStep, 'weights' | 'inputs' | 'targets' | 'state'> & Partial<TrainingStep>,
): TrainingStep {
  const { batchSize } = given.state;
  return {
    batchSize,
    sequenceLength: given.inputs.length / batchSize,
    gradientScale: 1,
    dropout: null,
    gradients: new Float32Array(network.layout.size),
    ...given,
  };
}

describe('carrying the state', () => {
  test.each(kinds)('of %s makes two windows the same as a long one', (_, changes) => {
    const { network, parameters } = open(changes);
    const weights = network.lend(parameters);
    const [T, B] = [4, 3];
    const inputs = charactersOf(2 * T, B);
    const targets = charactersOf(2 * T, B, 1);
    const start = network.initialState(B);
    const whole = network.score({
      weights,
      inputs,
      targets,
      batchSize: B,
      sequenceLength: 2 * T,
      state: start,
    });

    const losses: number[] = [];
    let state: NetworkState = start;
    for (const part of [0, 1]) {
      const [from, to] = [part * T * B, (part + 1) * T * B];
      const window = { inputs: inputs.subarray(from, to), targets: targets.subarray(from, to) };
      const result = network.score({ weights, ...window, batchSize: B, sequenceLength: T, state });
      losses.push(...result.losses);
      state = result.state;
    }
    expectClose(losses.slice(-whole.losses.length), whole.losses, 1e-6);
    network.readState(state).forEach(({ hidden, cell }, layer) => {
      expectClose(hidden, network.readState(whole.state)[layer]!.hidden, 1e-6);
      expectClose(cell, network.readState(whole.state)[layer]!.cell, 1e-6);
    });
  });

  test.each(kinds)('of %s hands on the same from learning as from scoring', (_, changes) => {
    const { network, parameters } = open(changes);
    const weights = network.lend(parameters);
    const window = { weights, inputs: charactersOf(3, 2), targets: charactersOf(3, 2, 1) };
    const learnt = network.lossAndGradients(
      stepOf(network, { ...window, state: network.initialState(2) }),
    );
    const scored = network.score({
      ...window,
      batchSize: 2,
      sequenceLength: 3,
      state: network.initialState(2),
    });
    expect(network.readState(learnt.state)).toEqual(network.readState(scored.state));
    expect(learnt.lossSum).toBeCloseTo(sumOf(scored.losses), 5);
    expect(learnt.optimisedLossSum).toBeCloseTo(sumOf(scored.optimisedLosses ?? scored.losses), 5);
    expect(scored.losses).toHaveLength(changes.targets === 'last' ? 2 : 6);
  });

  test('has no cell but in an LSTM', () => {
    for (const [cell, size] of [
      ['lstm', 10],
      ['gru', 0],
      ['rnn', 0],
    ] as const) {
      const { network } = open({ cell });
      const state = network.initialState(2);
      expect(network.readState(state).map(({ cell: values }) => values.length)[0]).toBe(size);
      network.disposeState(state);
    }
  });

  test('survives being read out and put back', () => {
    const { network } = open();
    const states = [5, 6].map((H, layer) => ({
      hidden: Float32Array.from({ length: 2 * H }, (_, i) => Math.sin(i + layer)),
      cell: Float32Array.from({ length: 2 * H }, (_, i) => 9 * Math.cos(i + layer)),
    }));
    const state = network.createState(states);
    expect(state.batchSize).toBe(2);
    expect(network.readState(state)).toEqual(states);
    network.disposeState(state);
  });
});

describe('a batch that is cut among replicas', () => {
  test.each(
    kinds.flatMap(([name, changes]) => [0, 0.4].map((rate) => [name, rate, changes] as const)),
  )('has the sum of its parts as loss and gradients: %s, dropout %d', (_, dropout, changes) => {
    const { network, parameters } = open({ ...changes, dropout });
    const weights = network.lend(parameters);
    const [T, B] = [5, 4];
    const inputs = charactersOf(T, B);
    const targets = charactersOf(T, B, 1);
    const run = (first: number, last: number) => {
      const step = stepOf(network, {
        weights,
        inputs: streamsOf(inputs, B, first, last),
        targets: streamsOf(targets, B, first, last),
        state: network.initialState(last - first),
        dropout: { seed: 1, step: 2, firstStream: first },
      });
      return { ...network.lossAndGradients(step), gradients: step.gradients };
    };
    const whole = run(0, 4);
    const [one, two] = [run(0, 1), run(1, 4)];
    expect(one.lossSum + two.lossSum).toBeCloseTo(whole.lossSum, 4);
    expect(one.optimisedLossSum + two.optimisedLossSum).toBeCloseTo(whole.optimisedLossSum, 4);
    const sum = one.gradients.map((gradient, at) => gradient + two.gradients[at]!);
    expectClose(sum, whole.gradients, 2e-6);
  });
});

test.each(kinds)(
  'gradients of %s equal differences of its loss under the same dropout',
  (_, changes) => {
    const { network, parameters } = open({ ...changes, dropout: 0.4 });
    // Where all that comes in was dropped, a ReLU of a zero bias would stand exactly at its turn.
    parameters.forEach((value, i) => (parameters[i] = value + 0.1 * Math.sin(i)));
    const [T, B] = [4, 3];
    const window = { inputs: charactersOf(T, B), targets: charactersOf(T, B, 1) };
    const run = () => {
      const weights = network.lend(parameters);
      const step = stepOf(network, {
        ...window,
        weights,
        state: network.initialState(B),
        dropout: { seed: 1, step: 2, firstStream: 0 },
      });
      const { optimisedLossSum } = network.lossAndGradients(step);
      weights.release();
      return { optimisedLossSum, gradients: step.gradients };
    };
    const { gradients } = run();
    // Along the gradient itself the loss changes fastest: float32 suffices to see by how much.
    const norm = Math.hypot(...gradients);
    const before = parameters.slice();
    const epsilon = 0.002; // small, lest ReLUs turn on the way
    const at = (distance: number) => {
      parameters.forEach(
        (_, i) => (parameters[i] = before[i]! + (distance * gradients[i]!) / norm),
      );
      return run().optimisedLossSum;
    };
    expect((at(epsilon) - at(-epsilon)) / (2 * epsilon) / norm).toBeCloseTo(1, 2);
  },
);

describe('dropout', () => {
  test('changes the loss while learning and nothing while scoring', () => {
    const [{ network, parameters }, plain] = [open({ dropout: 0.4 }), open()];
    const window = { inputs: charactersOf(3, 2), targets: charactersOf(3, 2, 1) };
    const lossOf = (which: Network, dropout: TrainingStep['dropout']) =>
      which.lossAndGradients(
        stepOf(which, {
          ...window,
          weights: which.lend(parameters),
          state: which.initialState(2),
          dropout,
        }),
      ).lossSum;
    const expected = lossOf(plain.network, null);
    expect(lossOf(network, null)).toBe(expected);
    expect(lossOf(network, { seed: 1, step: 0, firstStream: 0 })).not.toBeCloseTo(expected, 3);
  });
});

describe('memory', () => {
  test.each(kinds)('of %s is given back whole, whatever the window sizes', (_, changes) => {
    const before = tensorflow.liveTensors;
    const { network, parameters } = open({ ...changes, dropout: 0.2 });
    for (const [T, B] of [
      [4, 3],
      [1, 1],
      [7, 2],
      [4, 3],
    ] as const) {
      const weights = network.lend(parameters);
      const state = network.initialState(B);
      const window = { weights, inputs: charactersOf(T, B), targets: charactersOf(T, B, 1), state };
      const dropout = { seed: 1, step: T, firstStream: 0 };
      const learnt = network.lossAndGradients(stepOf(network, { ...window, dropout }));
      const scored = network.score({ ...window, batchSize: B, sequenceLength: T });
      for (const used of [state, learnt.state, scored.state]) network.disposeState(used);
      weights.release();
    }
    network.dispose();
    expect(tensorflow.liveTensors).toBe(before);
  });

  test.each(kinds)('of %s is given back when a step throws', (_, changes) => {
    const { network, parameters } = open({ ...changes, dropout: 0.2 });
    const weights = network.lend(parameters);
    const state = network.initialState(2);
    const targets = charactersOf(3, 2, 1);
    const good = { weights, inputs: charactersOf(3, 2), targets, state };
    network.disposeState(network.lossAndGradients(stepOf(network, good)).state); // makes the constants
    const before = tensorflow.liveTensors;
    const outside = { ...good, targets: targets.slice().fill(V) }; // no such character
    expect(() => network.lossAndGradients(stepOf(network, outside))).toThrow();
    expect(() => network.score({ ...outside, batchSize: 2, sequenceLength: 3 })).toThrow();
    // fails late, when the gradients are written
    const tooSmall = stepOf(network, { ...good, gradients: new Float32Array(3) });
    expect(() => network.lossAndGradients(tooSmall)).toThrow();
    expect(tensorflow.liveTensors).toBe(before);
  });

  test('that was lent may be written once it is released, and counts at the next lending', () => {
    const { network, parameters } = open();
    const scoreOf = (): number => {
      const weights = network.lend(parameters);
      const window = { inputs: charactersOf(3, 2), targets: charactersOf(3, 2, 1) };
      const state = network.initialState(2);
      const { losses } = network.score({
        ...window,
        weights,
        batchSize: 2,
        sequenceLength: 3,
        state,
      });
      weights.release();
      return losses[0]!;
    };
    const first = scoreOf();
    parameters.fill(0);
    expect(scoreOf()).toBeCloseTo(Math.log(V), 6);
    parameters.set(initialiseParameters(network.layout, 3));
    expect(scoreOf()).toBe(first);
  });

  test('refuses a window that does not fit', () => {
    const { network, parameters } = open();
    const weights = network.lend(parameters);
    const given = {
      weights,
      inputs: charactersOf(3, 2),
      targets: charactersOf(2, 2),
      state: network.initialState(2),
    };
    expect(() => network.lossAndGradients(stepOf(network, given))).toThrow('does not fit');
  });
});

const learners: [name: string, learningRate: number, changes: Partial<ModelConfiguration>][] = [
  ['an LSTM', 0.5, {}],
  ['a ReLU LSTM', 0.5, { activation: 'relu' }],
  ['a sigmoid LSTM', 0.5, { activation: 'sigmoid' }],
  ['a GRU', 0.5, { cell: 'gru' }],
  ['a ReLU GRU', 0.5, { cell: 'gru', activation: 'relu' }],
  ['a sigmoid GRU', 0.5, { cell: 'gru', activation: 'sigmoid' }],
  ['a simple RNN', 0.2, { cell: 'rnn' }],
  ['a ReLU RNN', 0.1, { cell: 'rnn', activation: 'relu' }],
  ['a sigmoid RNN', 0.5, { cell: 'rnn', activation: 'sigmoid' }],
  ['an LSTM with a head', 0.2, { head: [16] }],
  ['an LSTM with tied weights', 0.5, { embedding: 24, tieWeights: true }],
];

test.each(learners)('%s learns one sentence by heart', (_, learningRate, changes) => {
  const sentence = [...'the loom remembers the thread'];
  const alphabet = [...new Set(sentence)];
  const indices = Int32Array.from(sentence, (character) => alphabet.indexOf(character));
  const configuration = { ...defaultConfiguration, embedding: 8, layers: [24], ...changes };
  const network = new Network(tensorflow, configuration, { vocabularySize: alphabet.length });
  const parameters = allocateShared(network.layout.size);
  parameters.set(initialiseParameters(network.layout, 1));
  const gradients = new Float32Array(network.layout.size);
  const velocity = new Float32Array(network.layout.size);
  const [inputs, targets] = [indices.subarray(0, -1), indices.subarray(1)];
  let loss = Infinity;
  for (let step = 0; step < 600 && loss > 0.02; step++) {
    const weights = network.lend(parameters);
    const state = network.initialState(1);
    const result = network.lossAndGradients(
      stepOf(network, {
        weights,
        inputs,
        targets,
        state,
        gradients,
        gradientScale: 1 / inputs.length,
      }),
    );
    loss = result.lossSum / inputs.length;
    weights.release();
    for (const used of [state, result.state]) network.disposeState(used);
    const clip = 1 / Math.max(1, Math.hypot(...gradients));
    gradients.forEach((gradient, at) => {
      velocity[at] = 0.9 * velocity[at]! + clip * gradient;
      parameters[at] = parameters[at]! - learningRate * velocity[at];
    });
  }
  expect(loss).toBeLessThan(0.05);
});
