import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../app/contract/defaults.ts';
import type { ModelConfiguration } from '../../app/contract/model.ts';
import { Network } from '../../app/model/network.ts';
import { initialiseParameters } from '../../app/model/parameters.ts';
import { createRandom } from '../../app/model/random.ts';
import { takesWideSoftmax, WideSoftmax } from '../../app/model/wide-softmax.ts';
import { Constants } from '../../app/tensor/constants.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';

const tensorflow = openTensorFlow();
const rowLength = 3;

/** What comes into the output of so many rows; `spread` says how far apart logits lie. */
function inputOf(N: number, V: number, spread: number) {
  const random = createRandom(7, 1);
  const normal = (size: number, by: number) =>
    Float32Array.from({ length: size }, () => by * random.normal());
  return {
    rows: normal(N * rowLength, 1),
    kernel: normal(rowLength * V, spread),
    bias: normal(V, 1),
    targets: Int32Array.from({ length: N }, (_, row) => (row * 97) % V),
  };
}

/** By the definition, in float64. */
function expected({ rows, kernel, bias, targets }: ReturnType<typeof inputOf>, scale: number) {
  const V = bias.length;
  const biasGradients = new Float64Array(V);
  const results = Array.from(targets, (target, row) => {
    const logits = Array.from(bias, (base, column) => {
      let sum = base;
      for (let k = 0; k < rowLength; k++) {
        sum += rows[row * rowLength + k]! * kernel[k * V + column]!;
      }
      return sum;
    });
    const most = logits.reduce((max, logit) => Math.max(max, logit), -Infinity);
    const powers = logits.map((logit) => Math.exp(logit - most));
    const sum = powers.reduce((total, power) => total + power, 0);
    const gradients = powers.map((power, at) => scale * (power / sum - (at === target ? 1 : 0)));
    gradients.forEach((gradient, at) => (biasGradients[at]! += gradient));
    return { loss: Math.log(sum) + most - logits[target]!, gradients };
  });
  return {
    losses: results.map(({ loss }) => loss),
    logitGradients: results.flatMap(({ gradients }) => gradients),
    biasGradients,
  };
}

function differentiate(input: ReturnType<typeof inputOf>, scale: number) {
  return differentiateAll([input], scale)[0]!;
}

/** One after the other in the same memory. */
function differentiateAll(inputs: ReturnType<typeof inputOf>[], scale: number) {
  const [N, V] = [inputs[0]!.targets.length, inputs[0]!.bias.length];
  const constants = new Constants(tensorflow);
  const before = tensorflow.liveTensors;
  const wide = new WideSoftmax(tensorflow, constants, { N, V });
  const results = inputs.map((input) =>
    tensorflow.scope(() => {
      const rows = tensorflow.copyIn(input.rows, [N, rowLength]);
      const kernel = tensorflow.copyIn(input.kernel, [rowLength, V]);
      const multiply = (part: typeof rows) => tensorflow.ops.matMul(part, kernel);
      const own = wide.differentiate({ ...input, rows, rowLength, multiply, scale });
      return { ...own, logitGradients: tensorflow.read(own.logitGradients) };
    }),
  );
  constants.dispose();
  expect(tensorflow.liveTensors).toBeLessThanOrEqual(before);
  return results;
}

function largestDifference(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(actual.length).toBe(wanted.length);
  return Array.from(actual).reduce(
    (largest, value, at) => Math.max(largest, Math.abs(value - wanted[at]!)),
    0,
  );
}

describe('the wide softmax', () => {
  test.each([
    ['rows that are fetched in pieces', 32, 260],
    ['a last row of characters that is no multiple of four', 16, 259],
    ['rows that make no whole piece', 21, 301],
    ['more rows than one product takes', 528 + 5, 257],
    ['as few characters as it takes', 528 + 5, 33],
  ])('is the cross-entropy by its definition: %s', (_, N, V) => {
    const input = inputOf(N, V, 1);
    const own = differentiate(input, 0.25);
    const wanted = expected(input, 0.25);
    expect(largestDifference(own.losses, wanted.losses)).toBeLessThan(5e-6);
    expect(largestDifference(own.logitGradients, wanted.logitGradients)).toBeLessThan(3e-7);
    expect(largestDifference(own.biasGradients, wanted.biasGradients)).toBeLessThan(N * 1e-7);
  });

  test('holds where one character is all but certain and the right one all but impossible', () => {
    const input = inputOf(16, 258, 60);
    const own = differentiate(input, 1);
    const wanted = expected(input, 1);
    expect(Math.max(...wanted.losses)).toBeGreaterThan(150);
    wanted.losses.forEach((loss, row) => expect(own.losses[row]! / loss).toBeCloseTo(1, 4));
    expect(largestDifference(own.logitGradients, wanted.logitGradients)).toBeLessThan(1e-4);
  });

  test('gives no gradient so small that processors are slow with it', () => {
    const input = inputOf(16, 258, 60);
    const smallest = 2 ** -126; // of the numbers that float32 holds with all their digits
    const { logitGradients } = differentiate(input, 1 / 65_536);
    // 0 where the right character is certain.
    const sizes = logitGradients.map(Math.abs).filter((size) => size !== 0);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(smallest);
  });

  test('tells of a network whose weights have blown up', () => {
    const input = inputOf(16, 258, 1);
    input.bias[5] = NaN;
    expect(differentiate(input, 1).losses.every(Number.isNaN)).toBe(true);
  });

  test('recovers from that in the next window', () => {
    const [good, bad] = [inputOf(21, 259, 1), inputOf(21, 259, 1)];
    bad.rows.fill(NaN);
    const [before, blown, after] = differentiateAll([good, bad, good], 1);
    expect(blown!.losses.every(Number.isNaN)).toBe(true);
    expect(after!.losses).toEqual(before!.losses);
    expect(after!.logitGradients).toEqual(before!.logitGradients);
  });

  test('is left to TensorFlow for few characters, or where it would not fit one memory', () => {
    expect(takesWideSoftmax(2048, 31)).toBe(false);
    expect(takesWideSoftmax(2048, 5400)).toBe(true);
    expect(takesWideSoftmax(262_144, 65_536)).toBe(false);
  });
});

describe('a network of many characters', () => {
  const small: ModelConfiguration = { ...defaultConfiguration, layers: [5, 4], embedding: 4 };
  test.each([
    ['with an output of its own', small],
    ['with tied weights', { ...small, tieWeights: true }],
    ['with a head', { ...small, head: [6] }],
  ])('%s has the gradients that its losses differ by', (_, configuration) => {
    const vocabularySize = 263;
    const network = new Network(tensorflow, configuration, { vocabularySize });
    const parameters = initialiseParameters(network.layout, 3);
    // Far from where ReLU bends.
    const bend = network.layout.entries.find(({ name }) => name === 'head_0/bias');
    if (bend) parameters.fill(1, bend.offset, bend.offset + bend.size);
    const window = {
      inputs: Int32Array.of(5, 262, 9, 100, 7, 33),
      targets: Int32Array.of(100, 7, 262, 33, 5, 200),
      batchSize: 3,
      sequenceLength: 2,
    };
    const lossOf = (values: Float32Array) => {
      const weights = network.lend(values.slice());
      const state = network.initialState(3);
      const score = network.score({ ...window, weights, state });
      network.disposeState(state);
      network.disposeState(score.state);
      weights.release();
      return score.losses.reduce((sum, loss) => sum + loss, 0);
    };
    const gradients = new Float32Array(network.layout.size);
    const weights = network.lend(parameters.slice());
    const state = network.initialState(3);
    const step = { ...window, weights, state, gradients, gradientScale: 1, dropout: null };
    const result = network.lossAndGradients(step);
    expect(result.lossSum).toBeCloseTo(lossOf(parameters), 4);
    // Along each parameter's own gradient the loss changes as its length says.
    // The recurrent layers' own gradients are tested elsewhere, and too small here for differences in float32.
    const near = network.layout.entries.filter(({ name }) => !name.startsWith('lstm'));
    for (const { name, offset, size } of near) {
      const gradient = gradients.subarray(offset, offset + size);
      const length = Math.hypot(...gradient);
      const moved = (by: number) => {
        const changed = parameters.slice();
        gradient.forEach((part, at) => (changed[offset + at]! += (by * part) / length));
        return lossOf(changed);
      };
      const slope = (moved(0.03) - moved(-0.03)) / 0.06;
      expect(slope / length, name).toBeGreaterThan(0.95);
      expect(slope / length, name).toBeLessThan(1.05);
    }
    network.disposeState(state);
    network.disposeState(result.state);
    weights.release();
    network.dispose();
  });
});
