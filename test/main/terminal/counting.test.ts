// What is said of counting, after a training and by charloom texts count.

import { describe, expect, test } from 'vitest';
import { defaultRecipe } from '../../../app/contract/defaults.ts';
import type { CountingBaseline } from '../../../app/contract/corpus.ts';
import { EngineError } from '../../../app/contract/errors.ts';
import {
  corpusSummary,
  endedRun,
  modelDetails,
  runInFake,
  trainingEngine,
  type FakeHandlers,
} from './fake-terminal.ts';
import { textFile } from './text-file.ts';

const inChinese = { LANG: 'zh_CN.UTF-8' };

const baseline: CountingBaseline = {
  order: 3,
  loss: 1.75,
  bitsPerCharacter: 2.525,
  losses: [3, 2.5, 1.75, 1.8],
  reduction: null,
  seconds: 0.5,
};

const counting: FakeHandlers = (emit) => ({
  ...trainingEngine(emit),
  'corpus.list': () => [corpusSummary('text-1', [])],
  'corpus.baseline': () => baseline,
});

const train = async (handlers: FakeHandlers, ...typed: string[]) =>
  runInFake(['train', await textFile('hello'), ...typed], { handlers });

describe('a finished training', () => {
  test('is held against counting on the parts and the characters that it had', async () => {
    const details = modelDetails('model-1', 'Text');
    const recipe = { ...details.recipe, validation: 0.2, test: 0.05, minimumCount: 3 };
    const { calls, lines } = await train(
      (emit) => ({ ...counting(emit), 'model.show': () => ({ ...details, recipe }) }),
      '--json',
    );
    expect(calls.at(-1)).toEqual({
      method: 'corpus.baseline',
      request: { corpus: 'corpus-1', validation: 0.2, test: 0.05, minimumCount: 3, coverage: 1 },
    });
    expect(lines.at(-2)).toEqual({ type: 'baseline', ...baseline });
    expect(lines.at(-1)).toMatchObject({ type: 'done' });
  });

  test.each([
    [
      'English',
      {},
      1.75,
      3,
      '0.2500 nats better than counting (1.7500, by the 2 characters before)',
    ],
    ['English', {}, 1.25, 2, '0.2500 nats worse than counting (1.2500, by the character before)'],
    ['English', {}, 1.75, 1, '(1.7500, by how frequent each character is)'],
    ['Chinese', inChinese, 1.75, 3, '比计数好 0.2500 奈特（计数为 1.7500，依据前 2 个字符）'],
    ['Chinese', inChinese, 1.25, 1, '比计数差 0.2500 奈特（计数为 1.2500，依据每个字符的频率）'],
  ])('says so in %s %#', async (_, environment, loss, order, said) => {
    const handlers: FakeHandlers = (emit) => ({
      ...counting(emit),
      'corpus.baseline': () => ({ ...baseline, loss, order }),
    });
    const path = await textFile('hello');
    const { stdout } = await runInFake(['train', path], { handlers, environment });
    expect(stdout).toContain(said);
  });

  test.each<[string, ReturnType<FakeHandlers>]>([
    [
      'the text is gone',
      {
        'model.show': () => {
          const details = modelDetails('model-1', 'Text');
          return { ...details, corpus: { ...details.corpus, id: null } };
        },
      },
    ],
    [
      'the text goes meanwhile',
      {
        'corpus.baseline': () => {
          throw new EngineError('corpus-not-found', 'It is gone.');
        },
      },
    ],
    [
      'the text is long',
      {
        'model.show': () => {
          const details = modelDetails('model-1', 'Text');
          return { ...details, corpus: { ...details.corpus, characters: 30_000_000 } };
        },
      },
    ],
  ])('is all that is said where %s', async (_, others) => {
    const { stdout, stderr, exitCode } = await train((emit) => ({ ...counting(emit), ...others }));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('is done');
    expect(stdout).not.toContain('counting');
    expect(stderr).not.toContain('gone');
  });

  test('that was not validated is not held against anything', async () => {
    const { calls, exitCode } = await train((emit) => ({
      ...counting(emit),
      'training.start': () => {
        queueMicrotask(() => emit('training.ended', { ...endedRun, bestValidationLoss: null }));
        return { run: 'run-1', model: 'model-1' };
      },
    }));
    expect(exitCode).toBe(0);
    expect(calls.map(({ method }) => method)).not.toContain('corpus.baseline');
  });

  test('stays finished where a person does not wait for the counting', async () => {
    const { exitCode, stdout, endedAtOnce } = await runInFake(['train', await textFile('hello')], {
      handlers: (emit) => ({ ...counting(emit), 'corpus.baseline': () => new Promise(() => {}) }),
      interruptAt: { method: 'corpus.baseline', times: 1 },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('is done');
    expect(stdout).not.toContain('counting');
    expect(endedAtOnce).toBeNull();
  });
});

describe('texts count', () => {
  test.each([
    ['English', {}],
    ['Chinese', inChinese],
  ])('says what a model has to beat, in %s', async (_, environment) => {
    const reduction = { counted: 140_000_000, foretold: 16_000_000 };
    const say = async (figures: CountingBaseline) => {
      const handlers: FakeHandlers = (emit) => ({
        ...counting(emit),
        'corpus.baseline': () => figures,
      });
      return (await runInFake(['texts', 'count', 'Text'], { handlers, environment })).stdout;
    };
    expect(await say(baseline)).toMatchSnapshot();
    expect(await say({ ...baseline, reduction })).toMatchSnapshot();
  });

  test('counts as a run would by itself, or as it is told', async () => {
    const { validation, test, minimumCount, coverage } = defaultRecipe;
    const usual = { validation, test, minimumCount, coverage };
    const ask = async (...typed: string[]) => {
      const { calls } = await runInFake(['texts', 'count', 'text-1', ...typed], {
        handlers: counting,
      });
      return calls.at(-1)?.request;
    };
    expect(await ask()).toEqual({ corpus: 'text-1', ...usual });
    expect(await ask(...'--validation 0.2 --test 0.1 --coverage 0.99'.split(' '))).toEqual({
      corpus: 'text-1',
      ...{ ...usual, validation: 0.2, test: 0.1, coverage: 0.99 },
    });
  });
});
