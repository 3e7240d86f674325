// The stepper against a plain float64 network, for every cell, non-linearity, head and output.

import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import type { Activation, Cell, ModelConfiguration } from '../../../app/contract/model.ts';
import { layOutParameters } from '../../../app/model/parameters.ts';
import { createRandom } from '../../../app/model/random.ts';
import { createStepper } from '../../../app/model/stepper/stepper.ts';
import { expectClose } from '../close.ts';
import { createReferenceStepper } from './reference-stepper.ts';

const V = 11;
const characters = Array.from({ length: 60 }, (_, i) => (i * i + 3 * i) % V);

/** Normal numbers, in each matrix of such a spread that sums are a little smaller than what is summed. */
function randomParameters(configuration: ModelConfiguration): Float32Array {
  const layout = layOutParameters(configuration, V);
  const parameters = new Float32Array(layout.size);
  layout.entries.forEach(({ shape, offset, size }, index) => {
    const random = createRandom(9, index);
    const scale = 0.8 / Math.sqrt(shape.length > 1 ? shape[0]! : 4);
    for (let at = 0; at < size; at++) parameters[offset + at] = scale * random.normal();
  });
  return parameters;
}

function expectReference(configuration: ModelConfiguration, parameters: Float32Array): void {
  const stepper = createStepper(configuration, V, parameters);
  const reference = createReferenceStepper(configuration, V, parameters);
  for (const index of characters) {
    const expected = reference.feed(index);
    expectClose(stepper.feed(index), expected, 1e-3);
  }
  stepper.readState().forEach(({ hidden, cell }, layer) => {
    const expected = reference.state()[layer]!;
    expectClose(hidden, expected.hidden, 2e-3);
    expectClose(cell, expected.cell, 2e-3);
  });
}

const cells: Cell[] = ['lstm', 'gru', 'rnn'];
const activations: Activation[] = ['tanh', 'relu', 'sigmoid'];
const shapes: [string, Partial<ModelConfiguration>][] = [
  ['an embedding and two layers', { embedding: 4, layers: [64, 24] }],
  ['one-hot input and odd sizes', { embedding: 'one-hot', layers: [5, 9, 6] }],
  ['a head', { embedding: 3, layers: [12], head: [10, 7] }],
  ['a tied output', { embedding: 6, layers: [20, 6], tieWeights: true }],
  ['a tied output over a head', { embedding: 5, layers: [20], head: [9, 5], tieWeights: true }],
];

describe.each(cells.flatMap((cell) => activations.map((activation) => ({ cell, activation }))))(
  '$cell with $activation',
  ({ cell, activation }) => {
    test.each(shapes)('gives the logits of the plain network, with %s', (_, shape) => {
      const configuration = { ...defaultConfiguration, cell, activation, ...shape };
      expectReference(configuration, randomParameters(configuration));
    });

    test('goes on from a state that was read, and from the start after a reset', () => {
      const shape: Partial<ModelConfiguration> = { embedding: 3, layers: [7, 10] };
      const configuration = { ...defaultConfiguration, cell, activation, ...shape };
      const stepper = createStepper(configuration, V, randomParameters(configuration));
      const first = stepper.feed(3).slice();
      const state = stepper.readState();
      expect(state.map((layer) => layer.cell.length)).toEqual(cell === 'lstm' ? [7, 10] : [0, 0]);
      const second = stepper.feed(4).slice();
      stepper.writeState(state);
      expect(stepper.feed(4)).toEqual(second);
      stepper.reset();
      expect(stepper.feed(3)).toEqual(first);
    });
  },
);

test.each(cells)('%s with ReLU keeps its precision where states are large', (cell) => {
  const shape: Partial<ModelConfiguration> = { embedding: 4, layers: [24, 16], head: [12] };
  const configuration = { ...defaultConfiguration, cell, activation: 'relu' as const, ...shape };
  const parameters = randomParameters(configuration);
  const { offset, size } = layOutParameters(configuration, V).entries[0]!; // the embedding
  for (let at = offset; at < offset + size; at++) parameters[at]! *= 1000;
  expectReference(configuration, parameters);
  const stepper = createStepper(configuration, V, parameters);
  stepper.feedAll(Int32Array.from(characters));
  const largest = stepper.readState().map(({ hidden }) => Math.max(...hidden));
  expect(Math.min(...largest)).toBeGreaterThan(10);
});
