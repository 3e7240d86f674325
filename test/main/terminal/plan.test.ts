// What charloom plan and charloom presets put out, and what train says of its plan before it starts.

import { describe, expect, test, vi } from 'vitest';
import { presetNames } from '../../../app/contract/presets.ts';
import { EngineError } from '../../../app/contract/errors.ts';
import {
  corpusSummary,
  planOf,
  runInFake,
  trainingEngine,
  type FakeHandlers,
} from './fake-terminal.ts';
import { textFile } from './text-file.ts';

const inChinese = { LANG: 'zh_CN.UTF-8' };

/** Noon, in whatever zone the test runs. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(2025, 0, 2, 12, 0, 0) });
}

describe('plan', () => {
  test.each([
    ['English', {}],
    ['Chinese', inChinese],
  ])('shows what would come of a time, in %s', async (_, environment) => {
    stopClock();
    const path = await textFile('hello');
    const typed = ['plan', path, '--minutes', '3'];
    const { stdout, calls } = await runInFake(typed, { handlers: trainingEngine, environment });
    vi.useRealTimers();
    expect(stdout).toMatchSnapshot();
    expect(calls.map(({ method }) => method)).not.toContain('training.start');
  });

  test.each([
    ['English', {}],
    ['Chinese', inChinese],
  ])('shows a preset beside the same network trained our way, in %s', async (_, environment) => {
    stopClock();
    const path = await textFile('hello');
    const { stdout } = await runInFake(['plan', path, '--preset', 'keras-lstm-50'], {
      handlers: trainingEngine,
      environment,
    });
    vi.useRealTimers();
    expect(stdout).toMatchSnapshot();
  });

  test.each([
    {
      environment: {},
      unknown: 'the loss is not known: no runs with such a recipe were measured',
      sooner: 'That is sooner than you allow',
      small: 'Too few characters for any network.',
    },
    {
      environment: { LANG: 'zh_CN.UTF-8' },
      unknown: '损失未知：没有实测过这样的训练设置',
      sooner: '比给出的时间短',
      small: '任何网络都学不到多少',
    },
  ])(
    'says why no loss is foretold, why it ends early, and that a text is too short ($unknown)',
    async ({ environment, unknown, sooner, small }) => {
      const path = await textFile('hello');
      const remark = {
        code: 'text-too-small' as const,
        message: 'Too few characters for any network.',
        layers: null,
      };
      const handlers: FakeHandlers = (emit) => ({
        ...trainingEngine(emit),
        'training.plan': (request) => ({
          ...planOf(request),
          expectedLoss: null,
          lossUnknown: 'recipe' as const,
          seconds: 60,
          remarks: [remark],
        }),
      });
      const typed = ['plan', path, '--minutes', '3'];
      const { stdout } = await runInFake(typed, { handlers, environment });
      expect(stdout).toContain(unknown);
      expect(stdout).toContain(sooner);
      expect(stdout).toContain(small);
    },
  );

  test.each([
    ['English', {}, 'rarer ones, 0.52% of the text, count as <unk>'],
    ['Chinese', inChinese, '更少见的占文本的 0.52%，按 <unk> 处理'],
  ])(
    'says how much of the text falls out of the vocabulary, in %s',
    async (_, environment, said) => {
      const path = await textFile('hello');
      const handlers: FakeHandlers = (emit) => ({
        ...trainingEngine(emit),
        'training.plan': (request) => ({ ...planOf(request), unknownShare: 0.0052 }),
      });
      const planned = await runInFake(['plan', path], { handlers, environment });
      expect(planned.stdout).toContain(said);
      const typed = ['train', path, '--minimum-count', '3'];
      const trained = await runInFake(typed, { handlers, environment });
      expect(trained.stderr).toContain(said);
    },
  );

  test('counts by the epoch where a run has no end', async () => {
    const path = await textFile('hello');
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'training.plan': (request) => ({ ...planOf(request), steps: 40_000, seconds: 20_000 }),
    });
    const { stdout } = await runInFake(['plan', path, '--until-converged'], { handlers });
    expect(stdout).toContain('4 an epoch');
    expect(stdout).toContain('0:02 an epoch, until checks show no more gain');
    expect(stdout).not.toContain('ends at');
  });

  test('gives one line with --json', async () => {
    const path = await textFile('hello');
    const typed = ['plan', path, '--minutes', '3', '--json'];
    const { lines } = await runInFake(typed, { handlers: trainingEngine });
    expect(lines).toEqual([
      {
        type: 'plan',
        ...planOf({ corpus: 'corpus-1', minutes: 3 }),
        expectedLossOwnWay: null,
      },
    ]);
  });

  test('gives the same network our way with --json', async () => {
    const path = await textFile('hello');
    const typed = ['plan', path, '--preset', 'keras-stack', '--json'];
    const { lines, calls } = await runInFake(typed, { handlers: trainingEngine });
    expect(lines).toMatchObject([{ type: 'plan', expectedLossOwnWay: { low: 1.5, high: 1.6 } }]);
    expect(calls.at(-1)?.request).toEqual({
      corpus: 'corpus-1',
      minutes: 2.5,
      configuration: { cell: 'lstm', layers: [50, 50, 50], head: [] },
    });
  });
});

describe('train with a plan', () => {
  test.each([
    ['English', {}],
    ['Chinese', inChinese],
  ])('says it on stderr before it starts, in %s', async (_, environment) => {
    const path = await textFile('hello');
    const typed = ['train', path, '--minutes', '3'];
    const { stderr } = await runInFake(typed, { handlers: trainingEngine, environment });
    expect(stderr).toMatchSnapshot();
  });

  test('gives it as the first line with --json', async () => {
    const path = await textFile('hello');
    const typed = ['train', path, '--preset', 'small', '--json'];
    const { lines } = await runInFake(typed, { handlers: trainingEngine });
    expect(lines[0]).toEqual({
      type: 'plan',
      ...planOf({ corpus: 'corpus-1', recipe: { preset: 'small' } }),
    });
    expect(lines[1]).toMatchObject({ type: 'started' });
  });

  test('leaves it to the run to say that it runs unfused', async () => {
    const path = await textFile('hello');
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'training.plan': (request) => ({
        ...planOf(request),
        remarks: [{ code: 'runs-unfused', message: 'It runs unfused.', layers: null }],
      }),
    });
    const typed = ['train', path, '--minutes', '3', '--json'];
    const { stderr, lines } = await runInFake(typed, { handlers });
    expect(stderr).not.toContain('unfused');
    expect(lines[0]).toMatchObject({ type: 'plan', remarks: [{ code: 'runs-unfused' }] });
  });

  test('stops well while it is made', async () => {
    const path = await textFile('hello');
    const { exitCode, stderr } = await runInFake(['train', path, '--minutes', '3'], {
      handlers: (emit) => ({
        ...trainingEngine(emit),
        'training.plan': () => new Promise(() => undefined),
      }),
      interruptAt: { method: 'training.plan', times: 1 },
    });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Stopped before anything was trained.');
  });
});

describe('presets', () => {
  test.each([
    ['English', {}],
    ['Chinese', inChinese],
  ])('are listed with where they come from and what to expect, in %s', async (_, environment) => {
    const { stdout, homes } = await runInFake(['presets'], { environment });
    expect(stdout).toMatchSnapshot();
    expect(homes).toEqual([]);
  });

  test('have a line each with --json', async () => {
    const { lines } = await runInFake(['presets', '--json']);
    expect(lines.map(({ name }) => name)).toEqual([...presetNames]);
    expect(lines.find(({ name }) => name === 'keras-lstm-50')).toMatchObject({
      type: 'preset',
      source: expect.stringContaining('Keras') as string,
      configuration: { layers: [50], activation: 'relu', loss: 'mean-squared-error' },
      recipe: { windows: 'strided', stride: 3, epochs: 100 },
      prints: 'optimised-loss',
    });
  });

  test.each([
    ['English', {}],
    ['Chinese', inChinese],
  ])('say their updates and time on a text, in %s', async (_, environment) => {
    const path = await textFile('hello');
    const { stdout } = await runInFake(['presets', path], {
      handlers: trainingEngine,
      environment,
    });
    expect(stdout.split('\n\n')[4]).toMatchSnapshot();
    expect(stdout.split('\n\n')[0]).toMatchSnapshot();
  });

  test('count the updates with --json, on a corpus of the library', async () => {
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'corpus.list': () => [corpusSummary('corpus-7', [])],
    });
    const { lines, calls } = await runInFake(['presets', '--corpus', 'Text', '--json'], {
      handlers,
    });
    expect(lines[0]).toMatchObject({
      name: 'small',
      updates: 3_120,
      seconds: 150,
      expectedLoss: { low: 1.5, high: 1.6 },
      expectedLossOwnWay: null,
    });
    expect(lines[4]).toMatchObject({ name: 'keras-lstm-50', expectedLossOwnWay: { low: 1.5 } });
    expect(calls[1]).toEqual({
      method: 'training.plan',
      request: { corpus: 'corpus-7', recipe: { preset: 'small' } },
    });
  });

  test('that do not fit a text say so, and the others have their turn', async () => {
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'training.plan': (request) => {
        if (request.recipe?.preset !== 'keras-128-64') return planOf(request);
        throw new EngineError('corpus-too-short', 'The training part has 9 characters.');
      },
    });
    const path = await textFile('hello');
    const { stdout, exitCode } = await runInFake(['presets', path], { handlers });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Not on this text: The training part has 9 characters.');
    expect(stdout).toContain('elman-50');
  });

  test('end with an error that is none of their own', async () => {
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'training.plan': () => {
        throw new EngineError('tensorflow-wrong', 'MatMul is wrong.');
      },
    });
    const path = await textFile('hello');
    const { stdout, stderr, exitCode } = await runInFake(['presets', path], { handlers });
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe('MatMul is wrong.\n');
  });

  test('of a corpus that is not there name the reference', async () => {
    const typed = ['presets', '--corpus', 'Nobody'];
    const { exitCode, stderr } = await runInFake(typed, { handlers: trainingEngine });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('"Nobody"');
  });
});
