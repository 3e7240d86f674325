// The network's promises beyond its arithmetic: states carried, dropout, batches cut, memory given back.

import { describe, expect, test } from 'vitest';
import { Network, type NetworkState, type TrainingStep } from '../../app/model/network.ts';
import { initialiseParameters } from '../../app/model/parameters.ts';
import { allocateShared } from '../../app/tensor/shared-memory.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { expectClose } from './close.ts';
import { configurationOf } from './golden-lstm.ts';

const tensorflow = openTensorFlow();
const V = 7;

function open(
  dropout = 0,
  shape: { embedding: number | 'one-hot'; layers: number[] } = { embedding: 4, layers: [5, 6] },
) {
  const network = new Network(tensorflow, configurationOf(shape, dropout), V);
  const parameters = allocateShared(network.layout.size);
  parameters.set(initialiseParameters(network.layout, 3));
  return { network, parameters };
}

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
  test('makes two windows the same as one that is twice as long', () => {
    const { network, parameters } = open();
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
    expectClose(losses, whole.losses, 1e-6);
    network.readState(state).forEach(({ hidden, cell }, layer) => {
      expectClose(hidden, network.readState(whole.state)[layer]!.hidden, 1e-6);
      expectClose(cell, network.readState(whole.state)[layer]!.cell, 1e-6);
    });
  });

  test('hands on the same state from learning as from scoring', () => {
    const { network, parameters } = open();
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
    expect(learnt.lossSum).toBeCloseTo(
      scored.losses.reduce((sum, loss) => sum + loss, 0),
      5,
    );
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
  test.each([0, 0.4])(
    'has the sum of its parts as loss and gradients, at dropout %d',
    (dropout) => {
      const { network, parameters } = open(dropout);
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
      const [one, two] = [run(0, 2), run(2, 4)];
      expect(one.lossSum + two.lossSum).toBeCloseTo(whole.lossSum, 4);
      const sum = one.gradients.map((gradient, at) => gradient + two.gradients[at]!);
      expectClose(sum, whole.gradients, 2e-6);
    },
  );
});

describe('dropout', () => {
  test('gives gradients that equal differences of the loss under the same masks', () => {
    const { network, parameters } = open(0.4);
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
      const { lossSum } = network.lossAndGradients(step);
      weights.release();
      return { lossSum, gradients: step.gradients };
    };
    const { gradients } = run();
    // Along the gradient itself the loss changes fastest: float32 suffices to see by how much.
    const norm = Math.hypot(...gradients);
    const before = parameters.slice();
    const epsilon = 0.01;
    const at = (distance: number) => {
      parameters.forEach(
        (_, i) => (parameters[i] = before[i]! + (distance * gradients[i]!) / norm),
      );
      return run().lossSum;
    };
    expect((at(epsilon) - at(-epsilon)) / (2 * epsilon) / norm).toBeCloseTo(1, 2);
  });

  test('changes the loss while learning and nothing while scoring', () => {
    const [{ network, parameters }, plain] = [open(0.4), open(0)];
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
  test('is given back whole, whatever the window sizes', () => {
    const before = tensorflow.liveTensors;
    const { network, parameters } = open(0.2);
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

  test('is given back when a step throws', () => {
    const { network, parameters } = open(0.2);
    const weights = network.lend(parameters);
    const state = network.initialState(2);
    const targets = charactersOf(3, 2, 1);
    const good = { weights, inputs: charactersOf(3, 2), targets, state };
    network.disposeState(network.lossAndGradients(stepOf(network, good)).state); // makes the constants
    const before = tensorflow.liveTensors;
    const outside = { ...good, inputs: charactersOf(3, 2).fill(V) }; // no such character
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

test('learns one sentence by heart', () => {
  const sentence = [...'the loom remembers the thread'];
  const alphabet = [...new Set(sentence)];
  const indices = Int32Array.from(sentence, (character) => alphabet.indexOf(character));
  const network = new Network(
    tensorflow,
    configurationOf({ embedding: 8, layers: [24] }),
    alphabet.length,
  );
  const parameters = allocateShared(network.layout.size);
  parameters.set(initialiseParameters(network.layout, 1));
  const gradients = new Float32Array(network.layout.size);
  const velocity = new Float32Array(network.layout.size);
  const [inputs, targets] = [indices.subarray(0, -1), indices.subarray(1)];
  let loss = Infinity;
  for (let step = 0; step < 300 && loss > 0.02; step++) {
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
    gradients.forEach((gradient, at) => {
      velocity[at] = 0.9 * velocity[at]! + gradient;
      parameters[at] = parameters[at]! - 0.5 * velocity[at];
    });
  }
  expect(loss).toBeLessThan(0.05);
});
