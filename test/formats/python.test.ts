// What other people's readers make of our files. Skipped where no Python with the packages is at hand.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { pythonWith } from '../golden/python.ts';
import { countingParameters, tinyConfiguration, tinyHeader, tinyModelFile } from './fixtures.ts';
import { encodeModelFile } from '../../app/formats/model-file.ts';

const numpyLstm = fileURLToPath(new URL('../golden/numpy_lstm.py', import.meta.url));

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

test('an LSTM in NumPy scores a text from the file alone', async (context) => {
  const python = pythonWith(['numpy']);
  if (python === null) return context.skip(lacking('numpy'));
  const parameters = countingParameters(tinyConfiguration, 7).map((value) => Math.sin(8 * value));
  const pieces = encodeModelFile(tinyHeader(), Float32Array.from(parameters)).pieces();
  const model = await write('ink.safetensors', Buffer.concat([...pieces]));
  const text = 'eé字x𠮷\ne𠮷é';
  const result = JSON.parse(python.run([numpyLstm, model, await write('a.txt', text)]));
  expect(result.characters).toBe(8);
  expect(result.unknown).toBe(1);
  expect(result.loss).toBeCloseTo(scoreNaively(parameters, [2, 3, 4, 0, 5, 6, 2, 5, 3]), 5);
  expect(result.bitsPerCharacter).toBeCloseTo(result.loss / Math.LN2, 12);
});

/** The same network straight from the flat buffer, whose gates are i, c, f, o: E=4, layers 5 and 3, V=7. */
function scoreNaively(parameters: ArrayLike<number>, indices: number[]): number {
  let offset = 0;
  const take = (rows: number, columns: number) => {
    const start = offset;
    offset += Math.ceil((rows * columns) / 16) * 16;
    return (row: number, column: number) => parameters[start + row * columns + column]!;
  };
  const embedding = take(7, 4);
  const zeros = (length: number) => Array.from({ length }, () => 0);
  const layers = [
    {
      inputs: 4,
      units: 5,
      kernel: take(9, 20),
      bias: take(1, 20),
      hidden: zeros(5),
      cell: zeros(5),
    },
    {
      inputs: 5,
      units: 3,
      kernel: take(8, 12),
      bias: take(1, 12),
      hidden: zeros(3),
      cell: zeros(3),
    },
  ];
  const dense = take(3, 7);
  const denseBias = take(1, 7);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  let loss = 0;
  for (let t = 0; t + 1 < indices.length; t++) {
    let values = [0, 1, 2, 3].map((column) => embedding(indices[t]!, column));
    for (const layer of layers) {
      const { units: H, kernel, bias } = layer;
      const row = [...values, ...layer.hidden];
      const gate = (k: number, unit: number) =>
        row.reduce(
          (sum, value, at) => sum + value * kernel(at, k * H + unit),
          bias(0, k * H + unit),
        );
      const next = Array.from({ length: H }, (_, unit) => {
        const cell =
          sigmoid(gate(2, unit)) * layer.cell[unit]! +
          sigmoid(gate(0, unit)) * Math.tanh(gate(1, unit));
        return { cell, hidden: sigmoid(gate(3, unit)) * Math.tanh(cell) };
      });
      layer.cell = next.map(({ cell }) => cell);
      values = layer.hidden = next.map(({ hidden }) => hidden);
    }
    const logits = Array.from({ length: 7 }, (_, v) =>
      values.reduce((sum, value, at) => sum + value * dense(at, v), denseBias(0, v)),
    );
    loss +=
      Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[indices[t + 1]!]!;
  }
  return loss / (indices.length - 1);
}
