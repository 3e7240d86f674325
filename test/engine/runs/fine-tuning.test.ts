import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import type { Cell, ModelConfiguration } from '../../../app/contract/model.ts';
import { inheritWeights } from '../../../app/engine/runs/fine-tuning.ts';
import { Network } from '../../../app/model/network.ts';
import {
  initialiseParameters,
  layOutParameters,
  setOutputBias,
} from '../../../app/model/parameters.ts';
import { createRandom } from '../../../app/model/random.ts';
import { openTensorFlow } from '../../../app/tensor/tensorflow.ts';

const parentVocabulary = ['<unk>', '<end>', 'e', 't', 'a', 'z'];
const vocabulary = ['<unk>', '<end>', 'a', 'ö', 'e', '🙂', 't', 'z'];
const newIndices = [3, 5];

/** A network whose every number is another, so that a wrong place shows. */
function randomNetwork(configuration: ModelConfiguration, characters: string[], seed: number) {
  const layout = layOutParameters(configuration, characters.length);
  const parameters = initialiseParameters(layout, seed);
  const random = createRandom(seed, 99);
  for (const { offset, size } of layout.entries) {
    for (let at = offset; at < offset + size; at++) {
      parameters[at] = (parameters[at] ?? 0) + 0.3 * random.normal();
    }
  }
  return { configuration, vocabulary: characters, parameters };
}

function freshNetwork(configuration: ModelConfiguration) {
  const layout = layOutParameters(configuration, vocabulary.length);
  const parameters = initialiseParameters(layout, 5);
  setOutputBias(parameters, layout, Float64Array.of(0.5, 1, 40, 9, 30, 3, 20, 0.5));
  return { configuration, vocabulary, parameters };
}

/** Probability of each target at every position of one stream. */
function probabilities(
  network: Network,
  parameters: Float32Array,
  inputs: number[],
  target: number,
): number[] {
  const weights = network.lend(Float32Array.from(parameters));
  const state = network.initialState(1);
  const score = network.score({
    weights,
    inputs: Int32Array.from(inputs),
    targets: new Int32Array(inputs.length).fill(target),
    batchSize: 1,
    sequenceLength: inputs.length,
    state,
  });
  const result = Array.from(score.losses, (loss) => Math.exp(-loss));
  network.disposeState(state);
  network.disposeState(score.state);
  weights.release();
  return result;
}

const small: ModelConfiguration = { ...defaultConfiguration, layers: [5, 4], embedding: 3 };
const shapes: [string, ModelConfiguration][] = [
  ...(['lstm', 'gru', 'rnn'] as Cell[]).flatMap((cell): [string, ModelConfiguration][] => [
    [`${cell} with an embedding`, { ...small, cell }],
    [`${cell} on one-hot characters`, { ...small, cell, embedding: 'one-hot' }],
  ]),
  ['an lstm with a head', { ...small, head: [6] }],
  ['an lstm with tied weights', { ...small, embedding: 4, tieWeights: true }],
];

describe.each(shapes)('%s that begins with a parent’s weights', (_, configuration) => {
  test('gives the parent’s probabilities on known characters, less the share of the new ones', () => {
    const parent = randomNetwork(configuration, parentVocabulary, 1);
    const child = freshNetwork(configuration);
    inheritWeights(child, parent);

    const tensorflow = openTensorFlow();
    const ofParent = new Network(tensorflow, configuration, {
      vocabularySize: parentVocabulary.length,
    });
    const ofChild = new Network(tensorflow, configuration, { vocabularySize: vocabulary.length });
    const text = ['t', 'e', 'a', 'z', 'e', '<unk>', 't'];
    const read = (characters: string[]) => text.map((character) => characters.indexOf(character));
    const p = (index: number) => probabilities(ofChild, child.parameters, read(vocabulary), index);
    const newShares = newIndices.map(p);
    parentVocabulary.forEach((character, index) => {
      const before = probabilities(ofParent, parent.parameters, read(parentVocabulary), index);
      const after = p(vocabulary.indexOf(character));
      after.forEach((probability, at) => {
        const share = newShares.reduce((sum, shares) => sum + (shares[at] ?? 0), 0);
        expect(share).toBeGreaterThan(0);
        expect(probability).toBeCloseTo((before[at] ?? 0) * (1 - share), 5);
      });
    });
    ofParent.dispose();
    ofChild.dispose();
  });
});

test('a model whose vocabulary is the parent’s in another order is the parent', () => {
  const parent = randomNetwork({ ...small, embedding: 'one-hot' }, parentVocabulary, 1);
  const child = { ...parent, parameters: new Float32Array(parent.parameters.length) };
  inheritWeights(child, parent);
  expect(child.parameters).toEqual(parent.parameters);
});

test('<unk> starts as a new character does where it stood for nothing in the parent’s text', () => {
  const parent = randomNetwork(small, parentVocabulary, 1);
  const bias = (count: number) => layOutParameters(small, count).entries.at(-1)?.offset ?? 0;
  const ofUnknown = bias(vocabulary.length);
  const inherited = freshNetwork(small);
  const first = Float32Array.from(inherited.parameters);
  inheritWeights(inherited, parent);
  expect(inherited.parameters[ofUnknown]).toBe(parent.parameters[bias(parentVocabulary.length)]);
  const renewed = freshNetwork(small);
  inheritWeights(renewed, parent, true);
  expect([...renewed.parameters.subarray(0, 3)]).toEqual([...first.subarray(0, 3)]);
  // Its share stays what it is in the text, beside that of another new character.
  const apart = (parameters: Float32Array) =>
    (parameters[ofUnknown] ?? 0) - (parameters[ofUnknown + 3] ?? 0);
  expect(apart(renewed.parameters)).toBeCloseTo(apart(first), 5);
});

test('new characters keep their own first values, their bias moved as the parent’s biases have', () => {
  const parent = randomNetwork(small, parentVocabulary, 1);
  const bias = (count: number) => layOutParameters(small, count).entries.at(-1)?.offset ?? 0;
  const known = new Set(parentVocabulary);
  const child = freshNetwork(small);
  const first = Float32Array.from(child.parameters);
  // A parent whose biases stand two above the new text's log shares.
  vocabulary.forEach((character, index) => {
    if (!known.has(character)) return;
    const at = bias(parentVocabulary.length) + parentVocabulary.indexOf(character);
    parent.parameters[at] = (first[bias(vocabulary.length) + index] ?? 0) + 2;
  });
  inheritWeights(child, parent);
  for (const index of newIndices) {
    expect([...child.parameters.subarray(index * 3, index * 3 + 3)]).toEqual([
      ...first.subarray(index * 3, index * 3 + 3),
    ]);
    const at = bias(vocabulary.length) + index;
    expect(child.parameters[at]).toBeCloseTo((first[at] ?? 0) + 2, 5);
  }
});
