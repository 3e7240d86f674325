import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../app/contract/errors.ts';
import type { ModelConfiguration } from '../../app/contract/model.ts';
import { encodeModelFile, readModelFile } from '../../app/formats/model-file.ts';
import { readHeader, readTensor } from '../../app/formats/safetensors.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import {
  countingParameters,
  memorySource,
  rawFile,
  tinyConfiguration,
  tinyHeader,
  tinyModelFile,
  tinyVocabulary,
} from './fixtures.ts';

const open = (bytes: Uint8Array) => readModelFile(memorySource(bytes), 'ink.safetensors');

/** What the header says under `charloom`, as far as the tests change it. */
interface Told {
  formatVersion: unknown;
  name: string;
  configuration: Record<string, unknown>;
  vocabulary: string[];
  [key: string]: unknown;
}

interface Place {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** The file with its JSON under `charloom`, or its tensors' places, changed. */
function changed(
  change: (charloom: Told, tensors: Record<string, Place>) => unknown,
  file = tinyModelFile(),
): Buffer {
  const length = Number(file.readBigUInt64LE());
  const { __metadata__: metadata, ...tensors } = JSON.parse(
    file.toString('utf8', 8, 8 + length),
  ) as Record<string, Place> & { __metadata__: { charloom: string } };
  const charloom = JSON.parse(metadata.charloom) as Told;
  change(charloom, tensors);
  const header = { __metadata__: { charloom: JSON.stringify(charloom) }, ...tensors };
  return rawFile(JSON.stringify(header), file.subarray(8 + length));
}

const withHeader = (change: (charloom: Told) => unknown) =>
  changed((charloom) => void change(charloom));
const withTensors = (change: (tensors: Record<string, Place>) => unknown) =>
  changed((_, tensors) => void change(tensors));

describe('a model file', () => {
  test.each<[string, Partial<ModelConfiguration>]>([
    ['an embedding and two layers', {}],
    ['one-hot input', { embedding: 'one-hot' }],
    ['one layer', { layers: [6] }],
    ['layers beyond one piece of writing', { layers: [400, 7], embedding: 300 }],
    ['a GRU', { cell: 'gru' }],
    ['a simple RNN with ReLU', { cell: 'rnn', activation: 'relu' }],
    ['a head and an output tied to the embedding', { cell: 'gru', head: [6, 4], tieWeights: true }],
    ['targets at the last position', { targets: 'last', loss: 'binary-cross-entropy' }],
  ])('gives back what was written, with %s', async (_, change) => {
    const header = tinyHeader({ ...tinyConfiguration, ...change });
    const read = await open(tinyModelFile(header));
    expect(read.header).toEqual(header);
    const layout = layOutParameters(header.configuration, tinyVocabulary.length);
    const written = countingParameters(header.configuration, tinyVocabulary.length);
    expect(Buffer.from(read.parameters.buffer).equals(Buffer.from(written.buffer))).toBe(true);
    expect(read.count).toBe(layout.count);
  });

  test("holds tensors under Keras's names, shapes and order", async () => {
    const { tensors } = await readHeader(memorySource(tinyModelFile()), () => null);
    expect([...tensors.values()].map(({ name, shape }) => [name, shape])).toEqual([
      ['embedding/embeddings', [7, 4]],
      ['lstm_0/kernel', [4, 20]],
      ['lstm_0/recurrent_kernel', [5, 20]],
      ['lstm_0/bias', [20]],
      ['lstm_1/kernel', [5, 12]],
      ['lstm_1/recurrent_kernel', [3, 12]],
      ['lstm_1/bias', [12]],
      ['dense/kernel', [3, 7]],
      ['dense/bias', [7]],
    ]);
  });

  test.each<[string, Partial<ModelConfiguration>, [string, number[]][]]>([
    [
      'a GRU',
      { cell: 'gru', layers: [5] },
      [
        ['embedding/embeddings', [7, 4]],
        ['gru_0/kernel', [4, 15]],
        ['gru_0/recurrent_kernel', [5, 15]],
        ['gru_0/bias', [2, 15]],
        ['dense/kernel', [5, 7]],
        ['dense/bias', [7]],
      ],
    ],
    [
      'a simple RNN with a head and a tied output',
      { cell: 'rnn', layers: [5], head: [6, 4], tieWeights: true },
      [
        ['embedding/embeddings', [7, 4]],
        ['rnn_0/kernel', [4, 5]],
        ['rnn_0/recurrent_kernel', [5, 5]],
        ['rnn_0/bias', [5]],
        ['head_0/kernel', [5, 6]],
        ['head_0/bias', [6]],
        ['head_1/kernel', [6, 4]],
        ['head_1/bias', [4]],
        ['dense/bias', [7]],
      ],
    ],
  ])('holds the tensors of %s, their values as in memory', async (_, change, expected) => {
    const configuration = { ...tinyConfiguration, ...change };
    const source = memorySource(tinyModelFile(tinyHeader(configuration)));
    const header = await readHeader(source, () => null);
    const places = [...header.tensors.values()];
    expect(places.map(({ name, shape }) => [name, shape])).toEqual(expected);
    let value = 0; // the parameters count on in eighths
    for (const place of places) {
      for (const found of await readTensor(source, header, place)) expect(found).toBe(++value / 8);
    }
  });

  test('puts the gates in the order i, f, c, o', async () => {
    const configuration = { ...tinyConfiguration, layers: [2], embedding: 1 };
    const layout = layOutParameters(configuration, tinyVocabulary.length);
    const parameters = new Float32Array(layout.size);
    // In memory: one row of input weights, two of recurrent weights, and the bias; gates i, c, f, o.
    const kernel = layout.entries.find((entry) => entry.name === 'lstm_0/kernel')!;
    const bias = layout.entries.find((entry) => entry.name === 'lstm_0/bias')!;
    const row = (base: number) => [1, 2, 3, 4, 5, 6, 7, 8].map((value) => base + value);
    parameters.set([...row(10), ...row(20), ...row(30)], kernel.offset);
    parameters.set(row(40), bias.offset);
    const encoded = encodeModelFile(tinyHeader(configuration), parameters);
    const source = memorySource(Buffer.concat([...encoded.pieces()]));
    const header = await readHeader(source, () => null);
    const values = async (name: string) => [
      ...(await readTensor(source, header, header.tensors.get(name)!)),
    ];
    const onDisk = (base: number) => [1, 2, 5, 6, 3, 4, 7, 8].map((value) => base + value);
    expect(await values('lstm_0/kernel')).toEqual(onDisk(10));
    expect(await values('lstm_0/recurrent_kernel')).toEqual([...onDisk(20), ...onDisk(30)]);
    expect(await values('lstm_0/bias')).toEqual(onDisk(40));
  });

  test('takes its parameters from shared memory', async () => {
    const plain = countingParameters(tinyConfiguration, tinyVocabulary.length);
    const shared = new Float32Array(new SharedArrayBuffer(plain.byteLength));
    shared.set(plain);
    const bytes = Buffer.concat([...encodeModelFile(tinyHeader(), shared).pieces()]);
    expect((await open(bytes)).parameters).toEqual(plain);
  });

  test('is not written with a value that is not a number', () => {
    const parameters = countingParameters(tinyConfiguration, tinyVocabulary.length);
    parameters[3] = NaN;
    expect(() => [...encodeModelFile(tinyHeader(), parameters).pieces()]).toThrow(
      expect.objectContaining({
        code: 'model-not-finite',
        details: { model: 'Tiny "ink" 墨', tensor: 'embedding/embeddings', value: 'NaN' },
      }),
    );
  });
});

describe('a model file is refused', () => {
  test.each<[string, Buffer, string]>([
    [
      'that is another program’s',
      rawFile('{"__metadata__":{"format":"pt"}}'),
      'no model of Charloom',
    ],
    ['without metadata', rawFile('{}'), 'no model of Charloom'],
    ['with an unknown key', withHeader((header) => (header.code = 'x')), 'Unrecognized key'],
    [
      'with an unknown key in its configuration',
      withHeader((header) => (header.configuration.attention = 8)),
      'Unrecognized key',
    ],
    [
      'of a cell that nobody knows',
      withHeader((header) => (header.configuration.cell = 'transformer')),
      'configuration.cell',
    ],
    [
      'of another cell than its tensors',
      withHeader((header) => (header.configuration.cell = 'gru')),
      'lacks the tensor "gru_0/kernel"',
    ],
    [
      'whose output cannot be its embedding',
      withHeader((header) => (header.configuration.tieWeights = true)),
      'configuration.tieWeights": tied weights need an embedding of the same size',
    ],
    [
      'with more layers than eight',
      withHeader((header) => (header.configuration.layers = Array.from({ length: 9 }, () => 2))),
      'configuration.layers',
    ],
    [
      'with a layer of more than 4,096',
      withHeader((header) => (header.configuration.layers = [4097])),
      'configuration.layers.0',
    ],
    ['without a version', withHeader((header) => delete header.formatVersion), 'formatVersion'],
    [
      'with a version that is no number',
      withHeader((header) => (header.formatVersion = '2')),
      'formatVersion',
    ],
    [
      'with a name that is endless',
      withHeader((header) => (header.name = 'x'.repeat(201))),
      '"name"',
    ],
    [
      'with a character twice',
      withHeader((header) => (header.vocabulary[3] = 'e')),
      'vocabulary is not valid at index 3',
    ],
    [
      'with half a character',
      withHeader((header) => (header.vocabulary[3] = '\ud800')),
      'half a character',
    ],
    [
      'with a smaller vocabulary than its tensors',
      withHeader((header) => header.vocabulary.pop()),
      'tensor "embedding/embeddings" is F32 [7,4], expected F32 [6,4]',
    ],
    [
      'with a larger layer than its tensors',
      withHeader((header) => (header.configuration.layers = [5, 4])),
      'expected F32 [5,16]',
    ],
    [
      'with a head that it has no tensors for',
      withHeader((header) => (header.configuration.head = [4])),
      'lacks the tensor "head_0/kernel"',
    ],
    [
      'with more head layers than eight',
      withHeader((header) => (header.configuration.head = Array.from({ length: 9 }, () => 2))),
      'configuration.head',
    ],
    [
      'with an output kernel beside a tied one',
      changed(
        (header) => (header.configuration.tieWeights = true),
        tinyModelFile(tinyHeader({ ...tinyConfiguration, layers: [5, 4] })),
      ),
      'does not belong to it, "dense/kernel"',
    ],
    [
      'without a tensor',
      withTensors((tensors) => {
        tensors['dense/other'] = tensors['dense/bias']!;
        delete tensors['dense/bias'];
      }),
      'lacks the tensor "dense/bias"',
    ],
    [
      'with a tensor too many',
      withTensors((tensors) => {
        const end = tensors['dense/bias']!.data_offsets[1];
        tensors['lstm_9/kernel'] = { dtype: 'F32', shape: [0], data_offsets: [end, end] };
      }),
      'does not belong to it, "lstm_9/kernel"',
    ],
    [
      'with whole numbers for weights',
      withTensors((tensors) => (tensors['dense/bias']!.dtype = 'I32')),
      'is I32 [7], expected F32 [7]',
    ],
    [
      'with a transposed tensor',
      withTensors((tensors) => (tensors['dense/kernel']!.shape = [7, 3])),
      'is F32 [7,3], expected F32 [3,7]',
    ],
  ])('%s', async (_, bytes, problem) => {
    await expect(open(bytes)).rejects.toMatchObject({
      code: 'model-file-invalid',
      message: expect.stringContaining(problem) as string,
      details: { file: 'ink.safetensors' },
    });
  });

  test('of a later version, before anything else is looked at', async () => {
    const later = withHeader((header) => {
      header.formatVersion = 2;
      header.attention = 8;
    });
    await expect(open(later)).rejects.toMatchObject({
      code: 'model-file-too-new',
      details: { version: 2, supported: 1 },
    });
  });

  test('of a later version with tensors of a kind that is not known yet', async () => {
    const charloom = JSON.stringify(JSON.stringify({ formatVersion: 3 }));
    const bf16 = '{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}';
    const file = rawFile(`{"__metadata__":{"charloom":${charloom}},"w":${bf16}}`, Buffer.alloc(8));
    await expect(open(file)).rejects.toMatchObject({ code: 'model-file-too-new' });
  });

  test('that would not fit into memory, before any is taken', async () => {
    const huge = withHeader((header) => {
      header.configuration.layers = [4096, 4096, 4096];
    });
    const opened = readModelFile(memorySource(huge), 'huge.safetensors', 2 ** 31);
    await expect(opened).rejects.toMatchObject({
      code: 'out-of-memory',
      details: { neededMegabytes: 1281, availableMegabytes: 1024 },
    });
  });

  test.each([NaN, Infinity, -Infinity])('with %d for a weight', async (value) => {
    const file = tinyModelFile();
    file.writeFloatLE(value, file.length - 8);
    await expect(open(file)).rejects.toMatchObject({
      code: 'model-not-finite',
      details: { tensor: 'dense/bias' },
    });
  });
});

describe('a damaged model file', () => {
  /** Refused in words, or read as what it then says; never anything else. */
  async function openSafely(bytes: Uint8Array): Promise<string> {
    try {
      const { parameters } = await open(bytes);
      expect(parameters.every(Number.isFinite)).toBe(true);
      return 'read';
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
      return (error as EngineError).code;
    }
  }

  test('cut off at any byte is refused', async () => {
    const file = tinyModelFile();
    for (let length = 0; length < file.length; length++) {
      expect(await openSafely(file.subarray(0, length))).toBe('model-file-invalid');
    }
  });

  test('with bytes after its end is refused', async () => {
    expect(await openSafely(Buffer.concat([tinyModelFile(), Buffer.alloc(1)]))).toBe(
      'model-file-invalid',
    );
  });

  test.each<[string, Partial<ModelConfiguration>]>([
    ['an LSTM', {}],
    ['a GRU with a head and a tied output', { cell: 'gru', head: [4], tieWeights: true }],
    ['a simple RNN, one-hot', { cell: 'rnn', embedding: 'one-hot' }],
  ])(
    'of %s with any bytes changed never brings anything but a plain error',
    { timeout: 60_000 },
    async (_, change) => {
      const file = tinyModelFile(tinyHeader({ ...tinyConfiguration, ...change }));
      const headerEnd = 8 + Number(file.readBigUInt64LE());
      const place = fc.oneof(fc.nat(7), fc.nat(headerEnd - 1), fc.nat(file.length - 1));
      const damage = fc.tuple(place, fc.integer({ min: 0, max: 255 }));
      await fc.assert(
        fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (changes) => {
          const bytes = Buffer.from(file);
          for (const [at, byte] of changes) bytes[at] = byte;
          const started = performance.now();
          await openSafely(bytes);
          expect(performance.now() - started).toBeLessThan(2000);
        }),
        { numRuns: 1000 },
      );
    },
  );

  test('of any bytes at all never brings anything but a plain error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, isFramed) => {
        const code = await openSafely(
          isFramed ? rawFile(Buffer.concat([Buffer.from('{'), bytes])) : bytes,
        );
        expect(code).toBe('model-file-invalid');
      }),
    );
  });
});
