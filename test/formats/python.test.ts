// What other people's readers make of our files. Skipped where no Python with the packages is at hand.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { ModelConfiguration } from '../../app/contract/model.ts';
import { pythonWith } from '../golden/python.ts';
import {
  createReferenceStepper,
  type ReferenceStepper,
} from '../model/stepper/reference-stepper.ts';
import { countingParameters, tinyConfiguration, tinyHeader, tinyModelFile } from './fixtures.ts';
import { encodeModelFile } from '../../app/formats/model-file.ts';

const numpyNetwork = fileURLToPath(new URL('../golden/numpy_network.py', import.meta.url));

const lacking = (packages: string) =>
  `no Python here has ${packages}; CHARLOOM_PYTHON may name one that has`;

async function write(name: string, content: Uint8Array | string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-python-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test("Python's safetensors opens a model file", async (context) => {
  const python = pythonWith(['safetensors', 'numpy']);
  if (python === null) return context.skip(lacking('safetensors and numpy'));
  const path = await write('ink.safetensors', tinyModelFile());
  const script = [
    'import json, sys',
    'from safetensors import safe_open',
    'with safe_open(sys.argv[1], framework="numpy") as file:',
    '    tensors = {name: file.get_tensor(name).tolist() for name in file.keys()}',
    '    print(json.dumps([json.loads(file.metadata()["charloom"]), tensors]))',
  ].join('\n');
  const [charloom, tensors] = JSON.parse(python.run(['-c', script, path]));
  expect(charloom).toEqual({ formatVersion: 1, ...tinyHeader() });
  expect(Object.keys(tensors).sort()).toEqual([
    'dense/bias',
    'dense/kernel',
    'embedding/embeddings',
    'lstm_0/bias',
    'lstm_0/kernel',
    'lstm_0/recurrent_kernel',
    'lstm_1/bias',
    'lstm_1/kernel',
    'lstm_1/recurrent_kernel',
  ]);
  expect(tensors['embedding/embeddings'][0]).toEqual([0.125, 0.25, 0.375, 0.5]);
  expect(tensors['lstm_1/bias']).toHaveLength(12);
});

const networks: [string, Partial<ModelConfiguration>][] = [
  ['an LSTM', {}],
  ['an LSTM with ReLU', { activation: 'relu' }],
  ['a GRU', { cell: 'gru' }],
  ['a GRU with sigmoid, one-hot', { cell: 'gru', activation: 'sigmoid', embedding: 'one-hot' }],
  ['a simple RNN', { cell: 'rnn' }],
  ['a GRU with a head and a tied output', { cell: 'gru', head: [6, 4], tieWeights: true }],
  ['an RNN with a tied output', { cell: 'rnn', layers: [5, 4], tieWeights: true }],
];

test.for(networks)('%s in NumPy scores a text from the file alone', async ([, change], context) => {
  const python = pythonWith(['numpy']);
  if (python === null) return context.skip(lacking('numpy'));
  const configuration = { ...tinyConfiguration, ...change };
  const parameters = countingParameters(configuration, 7).map((value) => Math.sin(8 * value));
  const pieces = encodeModelFile(tinyHeader(configuration), parameters).pieces();
  const model = await write('ink.safetensors', Buffer.concat([...pieces]));
  const text = 'eé字x𠮷\ne𠮷é';
  const result = JSON.parse(python.run([numpyNetwork, model, await write('a.txt', text)]));
  expect(result.characters).toBe(8);
  expect(result.unknown).toBe(1);
  const network = createReferenceStepper(configuration, 7, parameters);
  expect(result.loss).toBeCloseTo(meanLoss(network, [2, 3, 4, 0, 5, 6, 2, 5, 3]), 5);
  expect(result.bitsPerCharacter).toBeCloseTo(result.loss / Math.LN2, 12);
});

/** Nats per character by the plain network, straight from the flat buffer. */
function meanLoss(network: ReferenceStepper, indices: number[]): number {
  let loss = 0;
  for (let at = 0; at + 1 < indices.length; at++) {
    const logits = network.feed(indices[at]!);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    loss += Math.log(sum) - logits[indices[at + 1]!]!;
  }
  return loss / (indices.length - 1);
}
