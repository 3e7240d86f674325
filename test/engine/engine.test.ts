import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  discard,
  openEngine,
  tinyConfiguration,
  tinyRecipe,
  type EngineAtHand,
} from './engine-at-hand.ts';
import { inventText } from './invent-text.ts';

const text = inventText(250);
let engine: EngineAtHand;
let corpus = '';

beforeAll(async () => {
  engine = await openEngine();
  const sources = [{ kind: 'text' as const, name: 'sentences', text }];
  corpus = (await engine.client.call('corpus.import', { sources })).id;
});

afterAll(async () => {
  await engine.close();
  await discard(engine.home);
});

const start = (recipe = {}, configuration = {}) =>
  engine.client.call('training.start', {
    corpus,
    configuration: { ...tinyConfiguration, ...configuration },
    recipe: { ...tinyRecipe, ...recipe },
  });

const write = async (model: string, options = {}, prompt = 'the old ') => {
  const { sampling } = await engine.client.call('sampling.start', { model, prompt, options });
  const ended = await engine.next('sampling.ended', (payload) => payload.sampling === sampling);
  const pieces = engine.heard.filter(
    ({ event, payload }) =>
      event === 'sampling.text' && (payload as { sampling: string }).sampling === sampling,
  );
  return { ended, text: pieces.map(({ payload }) => (payload as { text: string }).text).join('') };
};

describe('the engine', () => {
  test('trains a model, keeps it and writes with it', async () => {
    const { run, model } = await start();
    const ended = await engine.next('training.ended', (payload) => payload.run === run);
    expect(ended).toMatchObject({ reason: 'completed', error: null, model });
    expect(ended.bestValidationLoss).toBeLessThan(2.5);

    const details = await engine.client.call('model.show', { model });
    expect(details.state).toBe('finished');
    expect(details.results.bestValidationLoss).toBe(ended.bestValidationLoss);
    expect(details.results.epochs).toBe(4);
    expect(details.history.validation.at(-1)?.loss).toBeCloseTo(ended.bestValidationLoss ?? 0, 10);

    const first = await write(model, { length: 80, seed: 7 });
    const second = await write(model, { length: 80, seed: 7 });
    expect([...first.text]).toHaveLength(80);
    expect(second.text).toBe(first.text);
    expect((await write(model, { length: 80, seed: 8 })).text).not.toBe(first.text);
  });

  test('scores the validation part as the run did', async () => {
    const { run, model } = await start();
    const ended = await engine.next('training.ended', (payload) => payload.run === run);
    const characters = [...text];
    const part = characters.slice(-Math.ceil(characters.length * 0.1)).join('');
    const evaluation = await engine.client.call('sampling.evaluate', {
      model,
      sources: [{ kind: 'text', name: 'part', text: part }],
    });
    expect(evaluation.unknown).toBe(0);
    expect(evaluation.loss).toBeCloseTo(ended.bestValidationLoss ?? 0, 6);
    expect(evaluation.bitsPerCharacter).toBeCloseTo(evaluation.loss / Math.LN2, 10);
    const short = [{ kind: 'text' as const, name: 'line', text: 'the old sailor' }];
    const line = await engine.client.call('sampling.evaluate', { model, sources: short });
    expect(line.characters).toBe(13);
    expect(evaluation.perplexity).toBeCloseTo(Math.exp(evaluation.loss), 10);
  });

  test('writes the same text after export and import', async () => {
    const { run, model } = await start();
    await engine.next('training.ended', (payload) => payload.run === run);
    const path = join(engine.home, 'exported.safetensors');
    const { hostHandlers } = engine.engine;
    const place = { path, name: 'exported.safetensors' };
    const written = await hostHandlers['host.grant']({ ...place, mode: 'write' });
    await engine.client.call('model.export', { model, grant: written.grant });
    const read = await hostHandlers['host.grant']({ ...place, mode: 'read' });
    const imported = await engine.client.call('model.import', { grant: read.grant, name: 'copy' });
    expect(imported).toMatchObject({ name: 'copy', origin: 'imported', state: 'finished' });
    const options = { length: 60, seed: 3, temperature: 0.9 };
    expect((await write(imported.id, options)).text).toBe((await write(model, options)).text);
  });

  test('lets a second run wait for the first, and a waiting one be taken out', async () => {
    const first = await start({ epochs: 3000 });
    const second = await start();
    const third = await start();
    const runs = await engine.client.call('training.runs');
    expect(runs.find(({ run }) => run === second.run)).toMatchObject({
      state: 'queued',
      queuePosition: 1,
    });
    await engine.client.call('training.stop', { run: third.run });
    await engine.next('training.started', ({ run }) => run === first.run);
    await engine.client.call('training.stop', { run: first.run });
    const ended = await engine.next('training.ended', ({ run }) => run === second.run);
    expect(ended.reason).toBe('completed');
    const cancelled = await engine.next('training.ended', ({ run }) => run === third.run);
    expect(cancelled.reason).toBe('stopped');
  });

  test('pauses, writes while paused, and goes on', async () => {
    const { run, model } = await start({ epochs: 400 });
    await engine.next('training.progress', (payload) => payload.run === run);
    await engine.client.call('training.pause', { run });
    await engine.next(
      'training.state',
      (payload) => payload.run === run && payload.state === 'paused',
    );
    expect((await write(model, { length: 20 })).ended.reason).toBe('length');
    await engine.client.call('training.resume', { run });
    await engine.client.call('training.stop', { run });
    const ended = await engine.next('training.ended', (payload) => payload.run === run);
    expect(ended.reason).toBe('stopped');
    expect(ended.bestValidationLoss).not.toBeNull();
  });

  test('writes while a run is training', async () => {
    const { run, model } = await start({ epochs: 3000 });
    await engine.next('training.progress', (payload) => payload.run === run);
    const { ended, text: written } = await write(model, { length: 40 });
    expect(ended.reason).toBe('length');
    expect([...written]).toHaveLength(40);
    await engine.client.call('training.stop', { run });
  });

  test('refuses to delete, to train again, or to take the text from a model that is training', async () => {
    const { run, model } = await start({ epochs: 3000 });
    await engine.next('training.started', (payload) => payload.run === run);
    await expect(engine.client.call('model.remove', { model })).rejects.toMatchObject({
      code: 'model-busy',
    });
    await expect(engine.client.call('corpus.remove', { corpus })).rejects.toMatchObject({
      code: 'model-busy',
    });
    await expect(engine.client.call('training.continue', { model })).rejects.toMatchObject({
      code: 'model-busy',
    });
    await engine.client.call('training.stop', { run });
  });

  test('lowers the batch, then the length, for a small text, and says so', async () => {
    const sources = [{ kind: 'text' as const, name: 'small', text: inventText(20) }];
    const small = await engine.client.call('corpus.import', { sources });
    const { run } = await engine.client.call('training.start', {
      corpus: small.id,
      configuration: tinyConfiguration,
      recipe: { ...tinyRecipe, batchSize: 256, sequenceLength: 64, epochs: 1 },
    });
    const started = await engine.next('training.started', (payload) => payload.run === run);
    expect(started.adjustments).toContainEqual(
      expect.objectContaining({ field: 'batchSize', asked: 256 }),
    );
    await engine.next('training.ended', (payload) => payload.run === run);
  });

  test('trains a finished model for longer, counting on', async () => {
    const { run, model } = await start();
    const first = await engine.next('training.ended', (payload) => payload.run === run);
    const again = await engine.client.call('training.continue', { model, epochs: 3 });
    const ended = await engine.next('training.ended', (payload) => payload.run === again.run);
    expect(ended.reason).toBe('completed');
    expect(ended.bestValidationLoss).toBeLessThanOrEqual(first.bestValidationLoss ?? 0);
    const { results } = await engine.client.call('model.show', { model });
    expect(results.epochs).toBe(7);
  });
});

test('an engine that is closed in mid-run leaves a checkpoint, and the run resumes bit for bit', async () => {
  const recipe = { ...tinyRecipe, epochs: 4, replicas: 2 };
  let other = await openEngine();
  const sources = [{ kind: 'text' as const, name: 'sentences', text }];
  const { id } = await other.client.call('corpus.import', { sources });
  const request = { corpus: id, configuration: tinyConfiguration, recipe };
  const whole = await other.client.call('training.start', { ...request, name: 'whole' });
  const wholeEnded = await other.next('training.ended', ({ run }) => run === whole.run);

  const cut = await other.client.call('training.start', { ...request, name: 'resumed' });
  await other.next('training.progress', ({ run }) => run === cut.run);
  await other.close();
  const interrupted = await other.next('training.ended', ({ run }) => run === cut.run);
  expect(interrupted.reason).toBe('interrupted');

  const { home } = other;
  other = await openEngine(home);
  const shown = await other.client.call('model.show', { model: cut.model });
  expect(shown.state).toBe('interrupted');
  expect(shown.results.steps).toBeGreaterThan(0);
  const resumed = await other.client.call('training.continue', { model: cut.model });
  const ended = await other.next('training.ended', ({ run }) => run === resumed.run);
  expect(ended.reason).toBe('completed');
  expect(ended.bestValidationLoss).toBe(wholeEnded.bestValidationLoss);
  await other.close();
  await discard(home);
});
