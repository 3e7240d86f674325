import { describe, expect, test } from 'vitest';
import { openTestSession } from './test-session.ts';

async function openTraining() {
  const opened = await openTestSession((engine) => engine.furnish());
  const { session, settle } = opened;
  session.makeModel('letters');
  session.recipe.minutes = 1;
  expect(await session.startTraining()).toBe(true);
  await settle();
  const run = () => session.runs.active!;
  return { ...opened, run };
}

describe('a run', () => {
  test('is shown as soon as it starts', async () => {
    const { session, run } = await openTraining();
    expect(session.place).toBe('train');
    expect(session.models.selected).toBe(run().model);
    expect(run().state).toBe('running');
  });

  test('grows by events: progress, validations, samples', async () => {
    const { engine, run, settle } = await openTraining();
    for (let tick = 0; tick < 40; tick++) engine.tick(0.5);
    await settle();
    expect(run().fraction).toBeCloseTo(20 / 60, 2);
    expect(run().curve.length).toBe(40);
    expect(run().validations.length).toBe(2);
    expect(run().samples.length).toBe(2);
    expect(run().bestValidationLoss).toBe(run().lastValidation?.loss);
  });

  test('tells what happens as it happens', async () => {
    const { engine, session, run, settle } = await openTraining();
    engine.runs[0]!.notice({ code: 'overfitting', message: 'O.', details: { epoch: 3 } });
    await settle();
    expect(run().notices.map(session.language.notice)).toEqual([
      'Learning by heart since epoch 3: training still gets better, validation no longer does.',
    ]);
  });

  test('draws the gradient of each layer', async () => {
    const { engine, run, settle } = await openTraining();
    for (let tick = 0; tick < 10; tick++) engine.tick(0.5);
    await settle();
    expect(run().gradients.layers).toBe(2);
    expect(run().gradients.points).toHaveLength(10);
  });

  test('keeps numbers still long enough to be read', async () => {
    const { engine, run, settle } = await openTraining();
    engine.tick(0.5);
    await settle();
    const shown = run().progress;
    engine.tick(0.1);
    await settle();
    expect(run().progress).toBe(shown);
    expect(run().curve.length).toBe(2);
  });

  test('pauses and resumes', async () => {
    const { session, run, settle } = await openTraining();
    await session.runs.pause(run());
    await settle();
    expect(run().state).toBe('paused');
    await session.runs.resume(run());
    await settle();
    expect(run().state).toBe('running');
  });

  test('ends, and leaves a model with its history', async () => {
    const { engine, session, run, settle } = await openTraining();
    const { model } = run();
    for (let tick = 0; tick < 130; tick++) engine.tick(0.5);
    await settle();
    expect(session.runs.list).toEqual([]);
    expect(session.runs.ended.get(model)?.reason).toBe('completed');
    expect(session.models.current?.state).toBe('finished');
    expect(session.models.details?.history.validation.length).toBeGreaterThan(2);
  });

  test('waits in the queue while another trains, and starts by itself', async () => {
    const { engine, session, run, settle } = await openTraining();
    session.makeModel('xin');
    await session.startTraining();
    await settle();
    const waiting = session.runs.list.find(({ state }) => state === 'queued');
    expect(waiting?.queuePosition).toBe(1);
    await session.runs.stop(run());
    await settle();
    expect(engine.runs).toHaveLength(1);
    expect(session.runs.active?.id).toBe(waiting?.id);
  });

  test('started by another window appears here', async () => {
    const { engine, session, settle } = await openTestSession((fake) => fake.furnish());
    await engine.handlers['training.start']({ corpus: 'letters' });
    engine.tick(0.5);
    await settle();
    expect(session.runs.active?.name).toBe('Letters 2009–2024');
  });

  test('is shown at once by a window that opens while it goes on', async () => {
    const { session } = await openTestSession((engine) => {
      engine.furnish();
      void engine.handlers['training.start']({ corpus: 'letters' });
      engine.tick(20);
    });
    expect(session.place).toBe('train');
    expect(session.runs.active?.validations).toHaveLength(1);
  });

  test('survives a break of the connection with all its points', async () => {
    const { engine, run, disconnect, runTimers, settle } = await openTraining();
    for (let tick = 0; tick < 10; tick++) engine.tick(0.5);
    disconnect();
    for (let tick = 0; tick < 10; tick++) engine.tick(0.5);
    await settle();
    runTimers();
    await settle();
    expect(run().curve.length).toBe(20);
  });
});

describe('an interrupted model', () => {
  test('goes on from its checkpoint', async () => {
    const { session, settle } = await openTestSession((engine) => engine.furnish());
    await session.runs.continue({ model: 'broken' });
    await settle();
    expect(session.runs.ofModel('broken')?.state).toBe('running');
  });
});
