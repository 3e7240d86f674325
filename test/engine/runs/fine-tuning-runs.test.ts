import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  discard,
  openEngine,
  tinyConfiguration,
  tinyRecipe,
  type EngineAtHand,
} from '../engine-at-hand.ts';
import { inventText } from '../invent-text.ts';

let engine: EngineAtHand;
let parent = '';
let corpus = '';

const importText = async (name: string, text: string) =>
  (await engine.client.call('corpus.import', { sources: [{ kind: 'text', name, text }] })).id;

const finish = async ({ run }: { run: string }) =>
  engine.next('training.ended', (payload) => payload.run === run);

beforeAll(async () => {
  engine = await openEngine();
  const first = await importText('sentences', inventText(250));
  const started = await engine.client.call('training.start', {
    corpus: first,
    name: 'parent',
    configuration: tinyConfiguration,
    recipe: tinyRecipe,
  });
  parent = started.model;
  await finish(started);
  // The same words with characters that the parent has never seen.
  corpus = await importText('shouted', inventText(60).replaceAll('.', '! Ω'));
});

afterAll(async () => {
  await engine.close();
  await discard(engine.home);
});

describe('fine-tuning', () => {
  test('after equal steps is ahead of a model that begins anew, and remembers its parent', async () => {
    const recipe = { ...tinyRecipe, epochs: 1 };
    const fresh = await finish(
      await engine.client.call('training.start', {
        corpus,
        configuration: tinyConfiguration,
        recipe,
      }),
    );
    const started = await engine.client.call('training.start', { corpus, from: parent, recipe });
    const tuned = await finish(started);
    expect(tuned).toMatchObject({ reason: 'completed', error: null });
    expect(tuned.bestValidationLoss).toBeLessThan((fresh.bestValidationLoss ?? 0) - 0.3);

    const shown = await engine.client.call('model.show', { model: started.model });
    const ofParent = await engine.client.call('model.show', { model: parent });
    expect(shown.parent).toEqual({
      id: parent,
      name: 'parent',
      bestValidationLoss: ofParent.results.bestValidationLoss,
    });
    expect(shown.configuration).toEqual(ofParent.configuration);
    expect(shown.characters).toEqual(expect.arrayContaining([...ofParent.characters, 'Ω', '!']));
  });

  test('of a fine-tuned model goes on where it is continued', async () => {
    const recipe = { ...tinyRecipe, epochs: 1 };
    const started = await engine.client.call('training.start', { corpus, from: parent, recipe });
    const first = await finish(started);
    const { model } = started;
    const ended = await finish(await engine.client.call('training.continue', { model, epochs: 2 }));
    expect(ended.reason).toBe('completed');
    expect(ended.bestValidationLoss).toBeLessThan(first.bestValidationLoss ?? 0);
  });

  test('from a model without weights, or one that is gone, is refused', async () => {
    const start = (from: string) => engine.client.call('training.start', { corpus, from });
    await expect(start('no-such-model')).rejects.toMatchObject({ code: 'model-not-found' });
    const recipe = { ...tinyRecipe, epochs: 3000 };
    const training = await engine.client.call('training.start', { corpus, from: parent, recipe });
    const waiting = await engine.client.call('training.start', { corpus, from: parent, recipe });
    await expect(start(waiting.model)).rejects.toMatchObject({ code: 'checkpoint-missing' });
    await engine.client.call('training.stop', { run: waiting.run });
    await engine.client.call('training.stop', { run: training.run });
  });
});

describe('a plan of the engine', () => {
  test('times this machine and makes no model', async () => {
    const before = await engine.client.call('model.list');
    const plan = await engine.client.call('training.plan', {
      corpus,
      configuration: tinyConfiguration,
      recipe: tinyRecipe,
    });
    expect(plan.configuration.layers).toEqual(tinyConfiguration.layers);
    expect(plan.charsPerSecond).toBeGreaterThan(0);
    expect(plan.seconds).toBeGreaterThan(0);
    expect(plan.vocabularySize).toBeGreaterThan(20);
    expect(await engine.client.call('model.list')).toHaveLength(before.length);
  });
});
