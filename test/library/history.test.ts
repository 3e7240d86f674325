import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLibrary } from '../../app/library/library.ts';
import { emptyLibrary } from './fixtures.ts';
import { tinyModel } from './samples.ts';
import { progressAt, validationAt } from './scenarios.ts';

describe('a history', () => {
  test('is thinned to at most 2,000 training points over the whole run', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    const lines = Array.from({ length: 9000 }, (_, at) => JSON.stringify(progressAt(at + 1)));
    await writeFile(join(home, 'models', id, 'metrics.jsonl'), lines.join('\n') + '\n');
    const { training } = (await models.show(id)).history;
    expect(training.length).toBeGreaterThan(900);
    expect(training.length).toBeLessThanOrEqual(2000);
    expect(training[0]!.step).toBe(1);
    expect(training.at(-1)!.step).toBeGreaterThan(8980);
    const gaps = training.slice(1).map((point, at) => point.step - training[at]!.step);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(16);
  });

  test('replaces the steps that a resumed run logs again', async () => {
    const { models } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    for (const step of [1, 2, 3, 4]) await models.appendMetrics(id, progressAt(step));
    await models.appendMetrics(id, validationAt(4, 2));
    await models.appendSample(id, { step: 4, seconds: 4, text: 'lost' });
    await models.appendMetrics(id, { ...progressAt(3), loss: 1.75 });
    await models.appendMetrics(id, validationAt(3, 1.5));
    await models.appendSample(id, { step: 3, seconds: 3, text: 'kept' });
    const { training, validation, samples } = (await models.show(id)).history;
    expect(training.map(({ step, loss }) => [step, loss])).toEqual([
      [1, 2],
      [2, 2],
      [3, 1.75],
    ]);
    expect(validation.map(({ step }) => step)).toEqual([3]);
    expect(samples.map(({ text }) => text)).toEqual(['kept']);
  });

  test('forgets what was logged after the step to which a run was rolled back', async () => {
    const { models } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    for (const step of [1, 2, 3, 4]) await models.appendMetrics(id, progressAt(step));
    await models.appendMetrics(id, validationAt(2, 2));
    await models.appendMetrics(id, validationAt(4, 9));
    const back = { step: 4, toStep: 2, learningRateFactor: 0.5, seconds: 4 };
    await models.appendMetrics(id, { type: 'rollback', ...back });
    const { training, validation } = (await models.show(id)).history;
    expect(training.map(({ step }) => step)).toEqual([1, 2]);
    expect(validation.map(({ step }) => step)).toEqual([2]);
  });

  test('keeps what its runs told on the way, each thing once', async () => {
    const { models } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    const unfused = {
      code: 'runs-unfused',
      message: 'Slower.',
      details: { cell: 'lstm' },
    } as const;
    const back = { code: 'rolled-back', message: 'Back to step 2.' } as const;
    await models.appendMetrics(id, { type: 'notice', step: 0, ...unfused });
    await models.appendMetrics(id, progressAt(1));
    await models.appendMetrics(id, { type: 'notice', step: 4, ...back });
    await models.appendMetrics(id, { type: 'notice', step: 4, ...unfused });
    const { notices, history } = await models.show(id);
    expect(notices).toEqual([unfused, { ...back, details: {} }]);
    expect(history.training).toHaveLength(1);
  });

  test('leaves out what is torn or damaged, and goes on after it', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    const path = join(home, 'models', id, 'metrics.jsonl');
    await models.appendMetrics(id, progressAt(1));
    await appendFile(path, 'rubbish\n{"type":"progress","step":"two"}\n\n{"type":"progress","st');
    // Another process takes the model up after the crash.
    const next = await openLibrary({ home });
    await next.models.appendMetrics(id, progressAt(2));
    expect((await models.show(id)).history.training.map(({ step }) => step)).toEqual([1, 2]);
  });

  test('is empty before anything is logged', async () => {
    const { models } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    expect((await models.show(id)).history).toEqual({ training: [], validation: [], samples: [] });
  });

  test('keeps at most 200 samples, from the first to the last', async () => {
    const { models, home } = await emptyLibrary();
    const { id } = await models.create(tinyModel());
    const lines = Array.from({ length: 700 }, (_, at) =>
      JSON.stringify({ step: at, seconds: at, text: `sample ${at}` }),
    );
    await writeFile(join(home, 'models', id, 'samples.jsonl'), lines.join('\n') + '\n');
    const { samples } = (await models.show(id)).history;
    expect(samples).toHaveLength(200);
    expect([samples[0]!.step, samples.at(-1)!.step]).toEqual([0, 699]);
  });
});
