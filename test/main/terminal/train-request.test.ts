// Which request each option of a training becomes, and how presets, minutes and convergence shape it.

import { describe, expect, test } from 'vitest';
import { modelSummary, planOf, runInFake, trainingEngine } from './fake-terminal.ts';
import { textFile } from './text-file.ts';

/** What the engine was asked to start, or to plan. */
async function ask(method: string, line: string): Promise<Record<string, unknown>> {
  const path = await textFile('hello');
  const command = method === 'training.plan' ? 'plan' : 'train';
  const typed = [command, path, ...line.split(' ').filter((word) => word !== '')];
  const { calls, exitCode } = await runInFake(typed, { handlers: trainingEngine });
  expect(exitCode).toBe(0);
  return calls.find((call) => call.method === method)?.request as Record<string, unknown>;
}

const started = (line: string) => ask('training.start', line);
const planned = (line: string) => ask('training.plan', line);

describe('each option', () => {
  test.each([
    ['--cell gru', { configuration: { cell: 'gru' } }],
    ['--activation relu', { configuration: { activation: 'relu' } }],
    ['--layers 8,16', { configuration: { layers: [8, 16] } }],
    ['--head 64,32', { configuration: { head: [64, 32] } }],
    ['--head none', { configuration: { head: [] } }],
    ['--embedding 12', { configuration: { embedding: 12 } }],
    ['--embedding one-hot', { configuration: { embedding: 'one-hot' } }],
    ['--dropout 0.1', { configuration: { dropout: 0.1 } }],
    ['--targets last', { configuration: { targets: 'last' } }],
    ['--loss binary-cross-entropy', { configuration: { loss: 'binary-cross-entropy' } }],
    ['--tie-weights', { configuration: { tieWeights: true } }],
    ['--sequence-length 12', { recipe: { sequenceLength: 12 } }],
    ['--batch-size 3', { recipe: { batchSize: 3 } }],
    ['--windows strided --stride 2', { recipe: { windows: 'strided', stride: 2 } }],
    ['--epochs 7', { recipe: { epochs: 7 } }],
    ['--optimizer sgd', { recipe: { optimizer: 'sgd' } }],
    ['--learning-rate 1e-3', { recipe: { learningRate: 0.001 } }],
    ['--momentum 0.8', { recipe: { momentum: 0.8 } }],
    ['--square-decay 0.95', { recipe: { squareDecay: 0.95 } }],
    ['--weight-decay 0.01', { recipe: { weightDecay: 0.01 } }],
    ['--clip-norm 2', { recipe: { clipNorm: 2 } }],
    ['--clip-norm off --clip-value 5', { recipe: { clipNorm: null, clipValue: 5 } }],
    ['--clip-value off', { recipe: { clipValue: null } }],
    ['--warmup 0.2', { recipe: { warmup: 0.2 } }],
    [
      '--schedule step --decay-factor 0.3 --decay-every 2 --decay-after 4',
      { recipe: { schedule: 'step', decayFactor: 0.3, decayEvery: 2, decayAfter: 4 } },
    ],
    ['--validation 0.2 --test 0.05', { recipe: { validation: 0.2, test: 0.05 } }],
    [
      '--validate-every 50 --patience 4 --minimum-gain 0.01',
      { recipe: { validateEvery: 50, patience: 4, minimumGain: 0.01 } },
    ],
    ['--patience off', { recipe: { patience: null } }],
    ['--seed 9 --replicas 1', { recipe: { seed: 9, replicas: 1 } }],
    ['--replicas auto', { recipe: { replicas: 'auto' } }],
    ['--arithmetic bfloat16', { recipe: { arithmetic: 'bfloat16' } }],
    ['--name Mine', { name: 'Mine' }],
    ['', {}],
  ])('"%s" sends what was typed and nothing else', async (line, request) => {
    expect(await started(line)).toEqual({ corpus: 'corpus-1', ...request });
  });
});

describe('--preset', () => {
  test('is sent by name, beside what overrides it', async () => {
    expect(await planned('--preset char-rnn --dropout 0.3 --epochs 4')).toEqual({
      corpus: 'corpus-1',
      configuration: { dropout: 0.3 },
      recipe: { preset: 'char-rnn', epochs: 4 },
    });
  });

  test('is planned first and starts just as it was shown', async () => {
    const { configuration, recipe } = planOf({
      corpus: 'corpus-1',
      recipe: { preset: 'keras-stack' },
    });
    expect(await started('--preset keras-stack --name Mine')).toEqual({
      corpus: 'corpus-1',
      name: 'Mine',
      configuration,
      recipe,
    });
  });

  test('gives way to a time', async () => {
    expect(await planned('--preset small --minutes 3')).toEqual({
      corpus: 'corpus-1',
      minutes: 3,
      recipe: { preset: 'small' },
    });
  });
});

describe('a cut-off of the vocabulary', () => {
  test('is sent as it was typed, and planned first so that what falls out is shown', async () => {
    const recipe = { minimumCount: 3, coverage: 0.995 };
    const typed = '--minimum-count 3 --coverage 0.995';
    expect(await planned(typed)).toEqual({ corpus: 'corpus-1', recipe });
    expect(await started(typed)).toMatchObject({ recipe });
    expect(await ask('training.start', '--coverage 0.9')).toMatchObject({
      recipe: { coverage: 0.9, replicas: 2 },
    });
  });
});

describe('--minutes', () => {
  test('leaves sizes and recipe to the engine', async () => {
    expect(await planned('--minutes 3')).toEqual({ corpus: 'corpus-1', minutes: 3 });
  });

  test('starts with the sizes that the plan has chosen', async () => {
    expect(await started('--minutes 3')).toMatchObject({
      configuration: { layers: [256, 256] },
      recipe: { minutes: 3, epochs: null, replicas: 2 },
    });
  });
});

describe('--until-converged', () => {
  const convergence = { epochs: 10_000, patience: 5, minimumGain: 0.001 };

  test('asks for patience, a least gain, and a schedule that goes by the checks', async () => {
    expect(await started('--until-converged')).toEqual({
      corpus: 'corpus-1',
      recipe: { ...convergence, schedule: 'plateau' },
    });
  });

  test('keeps a schedule that was named, and a patience', async () => {
    expect(await started('--until-converged --schedule constant --patience 9')).toEqual({
      corpus: 'corpus-1',
      recipe: { ...convergence, schedule: 'constant', patience: 9 },
    });
  });

  test('keeps the constant rate of a preset, and replaces its decay', async () => {
    expect(await planned('--until-converged --preset keras-128-64')).toMatchObject({
      recipe: { ...convergence, preset: 'keras-128-64' },
    });
    expect((await planned('--until-converged --preset keras-128-64'))['recipe']).not.toHaveProperty(
      'schedule',
    );
    expect(await planned('--until-converged --preset char-rnn')).toMatchObject({
      recipe: { schedule: 'plateau' },
    });
  });

  test('lets plateau be shaped', async () => {
    expect(await started('--until-converged --decay-factor 0.3 --decay-every 2')).toMatchObject({
      recipe: { schedule: 'plateau', decayFactor: 0.3, decayEvery: 2 },
    });
  });
});

describe('--fine-tune', () => {
  test('names the model to begin with and leaves its network alone', async () => {
    expect(await started('--fine-tune Text --epochs 2')).toEqual({
      corpus: 'corpus-1',
      from: 'model-1',
      recipe: { epochs: 2 },
    });
  });

  test('with a time starts as planned, still without a network', async () => {
    const request = await started('--fine-tune Text --minutes 2');
    expect(request).toMatchObject({ from: 'model-1', recipe: { minutes: 2 } });
    expect(request).not.toHaveProperty('configuration');
  });

  test('says where models are listed when there is none of that name, before it reads a text', async () => {
    const path = await textFile('hello');
    const handlers = () => ({ 'model.list': () => [modelSummary('model-1', 'Text')] });
    const typed = ['train', path, '--fine-tune', 'Nobody'];
    const { exitCode, stderr, calls } = await runInFake(typed, { handlers });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('charloom models');
    expect(calls.map(({ method }) => method)).toEqual(['model.list']);
  });
});
