// What the commands beside train put out, as JSON lines and in words, and how they end.

import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  failingEngine,
  modelDetails,
  modelSummary,
  planOf,
  runInFake,
  trainingEngine,
  writingEngine,
  type FakeHandlers,
} from './fake-terminal.ts';
import { testFolder, textFile } from './text-file.ts';

describe('sample', () => {
  test('streams the text alone to stdout', async () => {
    const { stdout, stderr } = await runInFake(
      ['sample', 'model-1', '--prompt', 'Ah', '--seed', '5'],
      {
        handlers: writingEngine,
      },
    );
    expect(stdout).toBe('seed 5 字\n');
    expect(stderr).toBe('');
  });

  test('shows a person the prompt before the text', async () => {
    const { stdout } = await runInFake(['sample', 'model-1', '--prompt', 'Ah ', '--seed', '5'], {
      handlers: writingEngine,
      isTerminal: true,
    });
    expect(stdout).toBe('Ah seed 5 字\n');
  });

  test('gives one line a text, with seeds one after the other', async () => {
    const typed = 'sample Text --seed 4294967295 --count 2 --json'.split(' ');
    const { lines } = await runInFake(typed, { handlers: writingEngine });
    expect(lines).toEqual([
      { type: 'sample', text: 'seed 4294967295 字', seed: 4294967295, charsPerSecond: 8_000 },
      { type: 'sample', text: 'seed 0 字', seed: 0, charsPerSecond: 8_000 },
    ]);
  });

  test('says which seed it took where none was given', async () => {
    const { stdout, stderr } = await runInFake(['sample', 'model-1'], { handlers: writingEngine });
    const seed = /^seed (\d+) /.exec(stdout)?.[1];
    expect(stderr).toBe(`Seed ${seed}\n`);
  });

  test('reports characters of the prompt that the model does not know', async () => {
    const typed = ['sample', 'model-1', '--prompt', '猫', '--seed', '1'];
    const { stderr } = await runInFake(typed, { handlers: writingEngine });
    expect(stderr).toContain('has never seen “猫”');
  });

  test('asks for an id where a name is not enough', async () => {
    const { exitCode, stderr } = await runInFake(['sample', 'Twin'], { handlers: writingEngine });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('model-2, model-3');
  });

  test('says where models are listed when there is none of that name', async () => {
    const { lines } = await runInFake(['sample', 'Nobody', '--json'], { handlers: writingEngine });
    expect(lines).toMatchObject([{ type: 'error', code: 'model-not-found' }]);
    expect(lines[0]?.['message']).toContain('charloom models');
  });

  test('opens a model file in a library of its own', async () => {
    const path = await textFile('not really', 'model.safetensors');
    const { homes, granted, calls } = await runInFake(['sample', path, '--seed', '1'], {
      handlers: writingEngine,
    });
    expect(homes).toHaveLength(1);
    expect(homes[0]).not.toBe('/usual/home');
    expect(granted).toEqual([{ path, mode: 'read', name: 'model.safetensors' }]);
    expect(calls.at(-1)?.request).toMatchObject({ model: 'imported' });
  });
});

describe('the other commands', () => {
  const evaluation = {
    characters: 1_000,
    unknown: 20,
    loss: 1.5,
    bitsPerCharacter: 2.164,
    perplexity: 4.482,
    accuracy: 0.55,
    topFiveAccuracy: 0.85,
  };
  const library: FakeHandlers = () => ({
    'model.list': () => [modelSummary('model-1', 'Text'), modelSummary('model-2', '海的故事')],
    'model.unreadable': () => [],
    'model.show': () => modelDetails('model-1', 'Text'),
    'model.rename': ({ name }) => modelSummary('model-1', name),
    'model.remove': () => null,
    'model.export': () => ({ sizeBytes: 3_400_000 }),
    'model.import': ({ name }) => modelSummary('model-9', name ?? 'From a file'),
    'sampling.evaluate': () => evaluation,
  });
  const inWords = async (typed: string[], answer?: string) =>
    (await runInFake(typed, { handlers: library, ...(answer === undefined ? {} : { answer }) }))
      .stdout;
  const inJson = async (typed: string[]) =>
    (await runInFake([...typed, '--json'], { handlers: library })).lines;

  test('evaluate', async () => {
    const path = await textFile('hello');
    expect(await inJson(['evaluate', 'Text', path])).toEqual([
      { type: 'evaluation', ...evaluation },
    ]);
    expect(await inWords(['evaluate', 'Text', path])).toMatchSnapshot();
  });

  test.each([
    [123.4, 'about 123 characters'],
    [1_355_579, 'more than 1,000 characters'],
  ])('evaluate says a perplexity of %d as what can be felt of it', async (perplexity, said) => {
    const handlers: FakeHandlers = () => ({
      'model.list': () => [modelSummary('model-1', 'Text')],
      'sampling.evaluate': () => ({ ...evaluation, perplexity }),
    });
    const { stdout } = await runInFake(['evaluate', 'Text', await textFile('a')], { handlers });
    expect(stdout).toContain(`hesitates between ${said}.`);
  });

  test('models', async () => {
    expect(await inJson(['models'])).toMatchObject([
      { type: 'model', id: 'model-1' },
      { type: 'model', id: 'model-2' },
    ]);
    expect(await inWords(['models'])).toMatchSnapshot();
  });

  test.each([
    [{}, 'it has format 9'],
    [
      { LANG: 'zh_CN.UTF-8' },
      '有 1 个模型无法读取，没有列出，它的文件夹是 /library/models/new。它由更新',
    ],
  ])('models says below the list what cannot be read, with %o', async (environment, words) => {
    const handlers: FakeHandlers = (emit) => ({
      ...library(emit),
      'model.unreadable': () => [
        {
          id: 'new',
          folder: '/library/models/new',
          error: { code: 'library-too-new', message: 'Too new: it has format 9.', details: {} },
        },
      ],
    });
    const { stdout, stderr } = await runInFake(['models'], { handlers, environment });
    expect(stdout).toContain('model-2');
    expect(stderr).toContain(words);
    const { lines } = await runInFake(['models', '--json'], { handlers, environment });
    expect(lines.map(({ type }) => type)).toEqual(['model', 'model', 'unreadable']);
  });

  test('show', async () => {
    expect(await inJson(['show', 'Text'])).toMatchObject([{ type: 'model', sizeBytes: 3_400_000 }]);
    expect(await inWords(['show', 'Text'])).toMatchSnapshot();
  });

  test('show, of a model that was fine-tuned and optimised another loss', async () => {
    const details = modelDetails('model-1', 'Text');
    const handlers: FakeHandlers = (emit) => ({
      ...library(emit),
      'model.show': () => ({
        ...details,
        parent: { id: 'model-0', name: 'Before', bestValidationLoss: 1.75 },
        configuration: {
          ...details.configuration,
          cell: 'gru' as const,
          layers: [64],
          head: [32, 16],
          embedding: 16,
          tieWeights: true,
          loss: 'mean-squared-error' as const,
        },
        recipe: { ...details.recipe, preset: 'keras-stack' as const, windows: 'strided' as const },
        results: {
          ...details.results,
          testLoss: 1.6,
          testAccuracy: 0.5,
          testOptimisedLoss: 0.0123,
        },
      }),
    });
    const english = await runInFake(['show', 'Text'], { handlers });
    expect(english.stdout).toMatchSnapshot();
    const chinese = await runInFake(['show', 'Text'], { handlers, environment: { LANG: 'zh_CN' } });
    expect(chinese.stdout).toMatchSnapshot();
  });

  test('export', async () => {
    const file = join(await testFolder(), 'model.safetensors');
    const { lines, granted } = await runInFake(['export', 'Text', '--output', file, '--json'], {
      handlers: library,
    });
    expect(granted).toEqual([{ path: file, mode: 'write', name: 'model.safetensors' }]);
    expect(lines).toEqual([
      {
        type: 'exported',
        model: 'model-1',
        name: 'Text',
        file,
        sizeBytes: 3_400_000,
      },
    ]);
  });

  test('export, but not into a folder that is not there', async () => {
    const file = join(await testFolder(), 'none', 'model.safetensors');
    const { stderr, calls } = await runInFake(['export', 'Text', '--output', file], {
      handlers: library,
    });
    expect(stderr).toContain(`There is no file or folder "${dirname(file)}".`);
    expect(calls).toEqual([]);
  });

  test('import', async () => {
    expect(await inJson(['import', 'm.safetensors', '--name', 'Mine'])).toEqual([
      { type: 'imported', model: 'model-9', name: 'Mine' },
    ]);
    expect(await inWords(['import', 'm.safetensors'])).toContain('charloom sample model-9');
  });

  test('rename', async () => {
    expect(await inJson(['rename', 'Text', 'Other'])).toEqual([
      { type: 'renamed', model: 'model-1', name: 'Other' },
    ]);
  });

  test('remove, asked first where a person is there', async () => {
    expect(await inWords(['remove', 'Text'], 'y')).toContain('“Text” is deleted.');
    const refused = await runInFake(['remove', 'Text'], { handlers: library, answer: '' });
    expect(refused.exitCode).toBe(130);
    expect(refused.calls.map(({ method }) => method)).not.toContain('model.remove');
    expect(refused.stderr).toContain('“Text” stays.');
  });

  test('remove, without a question in a script or with --yes', async () => {
    expect(await inJson(['remove', 'Text'])).toEqual([
      { type: 'removed', model: 'model-1', name: 'Text' },
    ]);
    expect(await inWords(['remove', 'Text', '--yes'], 'n')).toContain('deleted');
  });

  test('demo', async () => {
    const outcome = await runInFake(['demo', '--minutes', '0.5', '--json'], {
      handlers: trainingEngine,
    });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.lines.map(({ type }) => type)).toEqual([
      'plan',
      'started',
      'progress',
      'sample',
      'validation',
      'done',
      'sample',
    ]);
    const { configuration, recipe } = planOf({ corpus: 'corpus-1', minutes: 0.5 });
    const request = (method: string) =>
      outcome.calls.find((call) => call.method === method)?.request;
    expect(request('training.plan')).toEqual({ corpus: 'corpus-1', minutes: 0.5 });
    expect(request('training.start')).toEqual({
      corpus: 'corpus-1',
      name: 'Demo',
      configuration,
      recipe,
    });
  });
});

describe('an error of the engine', () => {
  test('is the last JSON line and one line for a person', async () => {
    const handlers = failingEngine('library-unwritable', 'The folder cannot be written to.');
    const { exitCode, lines, stderr } = await runInFake(['models', '--json'], { handlers });
    expect(exitCode).toBe(1);
    expect(lines).toEqual([
      { type: 'error', code: 'library-unwritable', message: 'The folder cannot be written to.' },
    ]);
    expect(stderr).toBe('The folder cannot be written to.\n');
  });

  test('is said in Chinese with the original behind it', async () => {
    const { stderr } = await runInFake(['models'], {
      handlers: failingEngine('disk-full', 'The disk is full: 3 MB needed.'),
      environment: { LANG: 'zh_CN.UTF-8' },
    });
    expect(stderr).toBe('磁盘已满，请腾出空间后再试。（The disk is full: 3 MB needed.）\n');
  });

  test('cannot steer the terminal by what it names', async () => {
    const { stderr } = await runInFake(['models'], {
      handlers: failingEngine('corpus-unreadable', '"a\u001b[31m.txt" cannot be read.'),
    });
    expect(stderr).toBe('"a\ufffd[31m.txt" cannot be read.\n');
  });

  test('that finds the request wrong is wrong usage', async () => {
    const { exitCode } = await runInFake(['models'], {
      handlers: failingEngine('invalid-request', 'Not valid.'),
    });
    expect(exitCode).toBe(2);
  });
});
