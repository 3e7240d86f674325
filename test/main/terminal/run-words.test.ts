// What a run says of itself: notices in words with their numbers, and at its end the figure that its preset prints.

import { describe, expect, test } from 'vitest';
import type { TrainingEnded, TrainingNotice } from '../../../app/contract/training.ts';
import {
  endedRun,
  modelDetails,
  runInFake,
  trainingEngine,
  type FakeHandlers,
} from './fake-terminal.ts';
import { textFile } from './text-file.ts';

const inChinese = { LANG: 'zh_CN.UTF-8' };

/** A run that only ends, after one notice where there is one. */
function endingEngine(end: Partial<TrainingEnded>, notice?: TrainingNotice): FakeHandlers {
  return (emit) => {
    const begin = () => {
      queueMicrotask(() => {
        if (notice) emit('training.notice', { run: 'run-1', ...notice });
        emit('training.ended', { ...endedRun, ...end });
      });
      return { run: 'run-1', model: 'model-1' };
    };
    return { ...trainingEngine(emit), 'training.start': begin, 'training.continue': begin };
  };
}

describe('a notice', () => {
  const notices: [TrainingNotice['code'], NonNullable<TrainingNotice['details']>][] = [
    ['rolled-back', { step: 120, toStep: 100, learningRate: 0.0025, attempt: 1, attempts: 3 }],
    ['overfitting', { epoch: 4.5 }],
    ['gradients-vanishing', { layer: 1, gradientNorm: 0.00001, ratio: 0.0001 }],
    ['gradients-exploding', { layer: 2, gradientNorm: 512.3, ratio: 41 }],
    ['learning-rate-lowered', { learningRate: 0.0025 }],
    ['runs-unfused', { cell: 'lstm', activation: 'relu' }],
  ];

  test.each(notices)('%s is said in words with its numbers', async (code, details) => {
    const path = await textFile('hello');
    const notice = { code, message: 'as the engine says', details };
    const handlers = endingEngine({}, notice);
    const english = await runInFake(['train', path], { handlers });
    const chinese = await runInFake(['train', path], { handlers, environment: inChinese });
    expect(english.stderr + chinese.stderr).toMatchSnapshot();
    expect(english.stderr).not.toContain('as the engine says');
  });

  test('without numbers keeps the words of the engine', async () => {
    const path = await textFile('hello');
    const notice = { code: 'rolled-back' as const, message: 'Back to step 7.' };
    const handlers = endingEngine({}, notice);
    const english = await runInFake(['train', path], { handlers });
    expect(english.stderr).toBe('Back to step 7.\n');
    const chinese = await runInFake(['train', path], { handlers, environment: inChinese });
    expect(chinese.stderr).toContain('（Back to step 7.）');
  });
});

describe('at the end', () => {
  test.each([
    [{}, 'Nothing was validated, so its last weights are kept.'],
    [inChinese, '没有做过验证，保留的是最后的权重。'],
  ])('a run without any validation says so and what to do (%o)', async (environment, said) => {
    const path = await textFile('hello');
    const handlers = endingEngine({ bestValidationLoss: null, testLoss: null, testAccuracy: null });
    const { stdout } = await runInFake(['train', path], { handlers, environment });
    expect(stdout).toContain(said);
    expect(stdout).toContain('--validation');
  });

  const tested = { testLoss: 2.3125, testAccuracy: 0.45678, testOptimisedLoss: 0.01234 };
  const lastLines = async (
    line: string,
    end: Partial<TrainingEnded>,
    environment: NodeJS.ProcessEnv = {},
  ) => {
    const path = await textFile('hello');
    const typed = ['train', path, ...line.split(' ')];
    const { stdout } = await runInFake(typed, { handlers: endingEngine(end), environment });
    return stdout.trimEnd().split('\n').slice(-2)[0];
  };

  test.each([
    ['small', { testLoss: null }, 'Loss: 1.5000 nats per character'],
    ['char-rnn', { testLoss: 2.3125 }, 'Loss: 2.3125 nats per character'],
    ['keras-lstm-50', tested, 'Test loss (mean squared error): 0.0123 · 2.31 nats per character'],
    ['keras-stack-mse', tested, 'Test loss (mean squared error): 0.0123 · 2.31 nats per character'],
    ['keras-stack', tested, 'Accuracy: 45.68%'],
    ['keras-128-64', tested, 'Accuracy: 45.68%'],
    ['elman-50', tested, 'Accuracy: 45.68%'],
  ])('%s prints what its source prints', async (preset, end, said) => {
    expect(await lastLines(`--preset ${preset}`, end)).toBe(said);
  });

  test('a preset without a test part prints its loss', async () => {
    expect(await lastLines('--preset keras-stack --test 0', {})).toBe(
      'Loss: 1.5000 nats per character',
    );
  });

  test('another loss is called by its name', async () => {
    expect(await lastLines('--preset keras-lstm-50 --loss binary-cross-entropy', tested)).toContain(
      'Test loss (binary cross-entropy): 0.0123',
    );
  });

  test('says it in Chinese', async () => {
    expect(await lastLines('--preset keras-stack', tested, inChinese)).toBe('准确率：45.68%');
    expect(await lastLines('--preset keras-lstm-50', tested, inChinese)).toBe(
      '测试损失（均方误差）：0.0123 · 每字符 2.31 奈特',
    );
    expect(await lastLines('--preset small', {}, inChinese)).toBe('损失：每字符 1.5000 奈特');
  });

  test('a run that is gone on with prints what its preset does', async () => {
    const handlers: FakeHandlers = (emit) => {
      const details = modelDetails('model-1', 'Text');
      const recipe = { ...details.recipe, preset: 'keras-stack' as const };
      return {
        ...endingEngine(tested)(emit),
        'model.show': () => ({ ...details, recipe }),
      };
    };
    const { stdout } = await runInFake(['train', '--resume', 'Text'], { handlers });
    expect(stdout).toContain('\nAccuracy: 45.68%\n');
  });

  test('says with --json when it has ended because it no longer improved', async () => {
    const path = await textFile('hello');
    const { lines } = await runInFake(['train', path, '--json'], {
      handlers: endingEngine({ reason: 'stopped-improving' }),
    });
    expect(lines).toMatchObject([{ type: 'done', reason: 'stopped-improving' }]);
  });

  test('gives the figures of the test part with --json', async () => {
    const path = await textFile('hello');
    const { lines } = await runInFake(['train', path, '--json'], {
      handlers: endingEngine(tested),
    });
    expect(lines).toEqual([
      {
        type: 'done',
        model: 'model-1',
        name: 'Text',
        reason: 'completed',
        bestValidationLoss: 1.5,
        ...tested,
        seconds: 15,
        charsPerSecond: 40_000,
      },
    ]);
  });
});
