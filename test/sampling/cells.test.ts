// The writing loop over real networks of every cell.

import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { defaultConfiguration, defaultSampling } from '../../app/contract/defaults.ts';
import type { ModelConfiguration } from '../../app/contract/model.ts';
import type { SamplingOptions } from '../../app/contract/sampling.ts';
import { Vocabulary } from '../../app/corpus/vocabulary/vocabulary.ts';
import { withContextLimit } from '../../app/model/stepper/context-limit.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import { createRandom } from '../../app/model/random.ts';
import { createStepper, type Stepper } from '../../app/model/stepper/stepper.ts';
import { generate } from '../../app/sampling/generate.ts';
import { createReferenceStepper } from '../model/stepper/reference-stepper.ts';

const vocabulary = Vocabulary.fromCharacters(['<unk>', '<end>', ...'abcdefgh字\n']);
const V = vocabulary.size;

const networks: [string, Partial<ModelConfiguration>][] = [
  ['an LSTM', {}],
  ['an LSTM with ReLU and a head', { activation: 'relu', head: [8] }],
  ['a GRU', { cell: 'gru' }],
  ['a GRU with a tied output', { cell: 'gru', layers: [12, 6], tieWeights: true }],
  ['a simple RNN', { cell: 'rnn' }],
  [
    'a simple RNN with sigmoid, one-hot',
    { cell: 'rnn', activation: 'sigmoid', embedding: 'one-hot' },
  ],
];

/** Weights so large that the most probable character changes often; texts do not end by themselves. */
function randomNetwork(change: Partial<ModelConfiguration>) {
  const configuration = { ...defaultConfiguration, embedding: 6, layers: [12, 9], ...change };
  const layout = layOutParameters(configuration, V);
  const random = createRandom(7);
  const parameters = new Float32Array(layout.size).map(() => random.normal());
  const bias = layout.entries.find(({ name }) => name === 'dense/bias')!;
  parameters.fill(-100, bias.offset, bias.offset + 2);
  return { configuration, parameters };
}

async function write(stepper: Stepper, prompt: string, options: Partial<SamplingOptions>) {
  const merged = { ...defaultSampling, ...options };
  let text = '';
  const normalisation = defaultCleaning;
  const now = () => 0;
  const pieces = generate({ stepper, vocabulary, normalisation, prompt, options: merged, now });
  for await (const piece of pieces) text += piece;
  return text;
}

describe.each(networks)('%s', (_, change) => {
  const { configuration, parameters } = randomNetwork(change);
  const open = () => createStepper(configuration, V, parameters);

  /** What the plain network finds most probable after a prompt, character by character. */
  function mostProbable(prompt: string, length: number): string {
    const reference = createReferenceStepper(configuration, V, parameters);
    let logits: number[] = [];
    for (const index of vocabulary.encode(prompt)) logits = reference.feed(index);
    let text = '';
    for (let at = 0; at < length; at++) {
      const best = logits.indexOf(Math.max(...logits));
      text += vocabulary.characters[best]!;
      logits = reference.feed(best);
    }
    return text;
  }

  test('writes the most probable characters of the plain network at temperature 0', async () => {
    const stepper = open();
    let written = '';
    for (const prompt of ['ab', 'c', 'dda', 'e字', 'f', 'g', 'haha', '\n']) {
      const text = await write(stepper, prompt, { temperature: 0, length: 8 });
      expect(text).toBe(mostProbable(prompt, 8));
      written += text;
    }
    expect(new Set(written).size).toBeGreaterThan(2);
  });

  test('writes the same text with the same seed, another with another', async () => {
    const stepper = open();
    const options = { temperature: 2, length: 60 };
    const text = await write(stepper, 'a', { ...options, seed: 5 });
    expect(await write(stepper, 'a', { ...options, seed: 5 })).toBe(text);
    expect(await write(open(), 'a', { ...options, seed: 6 })).not.toBe(text);
  });
});

test('a limited context writes what the last characters alone make most probable', async () => {
  const { configuration, parameters } = randomNetwork({ cell: 'rnn' });
  const length = 3;
  const written = await write(
    withContextLimit(createStepper(configuration, V, parameters), length),
    'abcde',
    { temperature: 0, length: 20 },
  );
  let text = [...'abcde'];
  for (let at = 0; at < 20; at++) {
    const reference = createReferenceStepper(configuration, V, parameters);
    let logits: number[] = [];
    for (const character of text.slice(-length)) {
      logits = reference.feed(vocabulary.indexOf(character));
    }
    text = [...text, vocabulary.characters[logits.indexOf(Math.max(...logits))]!];
  }
  expect('abcde' + written).toBe(text.join(''));
});
