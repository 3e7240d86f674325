import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  discard,
  openEngine,
  tinyConfiguration,
  tinyRecipe,
  type EngineAtHand,
} from './engine-at-hand.ts';
import { inventText } from './invent-text.ts';

let engine: EngineAtHand;
let corpus = '';

beforeAll(async () => {
  engine = await openEngine();
  // Every fourth sentence ends in a character that stands nowhere else.
  const sentences = inventText(240).split('\n');
  const rare = (at: number) => String.fromCodePoint(0x4e00 + at);
  const text = sentences.map((line, at) => (at % 4 === 0 ? `${line}${rare(at)}` : line)).join('\n');
  const sources = [{ kind: 'text' as const, name: 'rare', text }];
  corpus = (await engine.client.call('corpus.import', { sources })).id;
});

afterAll(async () => {
  await engine.close();
  await discard(engine.home);
});

test('a model learns <unk> where rare characters fall out, and never writes it', async () => {
  const recipe = { ...tinyRecipe, minimumCount: 2 };
  const request = { corpus, configuration: tinyConfiguration, recipe };
  const plan = await engine.client.call('training.plan', request);
  const limits = { validation: 0.1, test: 0, minimumCount: 2, coverage: 1 };
  const preview = await engine.client.call('corpus.vocabulary', { corpus, ...limits });
  expect(plan.vocabularySize).toBe(preview.size + 2);
  expect(plan.unknownShare).toBeCloseTo(1 - preview.coverage, 9);
  expect(preview.droppedCount).toBeGreaterThan(50);

  const { run, model } = await engine.client.call('training.start', request);
  const ended = await engine.next('training.ended', (payload) => payload.run === run);
  expect(ended).toMatchObject({ reason: 'completed', error: null });
  const options = { length: 1500, temperature: 1.5 };
  const prompt = 'saw the harbour.';
  const { sampling } = await engine.client.call('sampling.start', { model, prompt, options });
  await engine.next('sampling.ended', (payload) => payload.sampling === sampling);
  const written = engine.heard
    .filter(({ event }) => event === 'sampling.text')
    .map(({ payload }) => (payload as { text: string }).text)
    .join('');
  expect(written.length).toBeGreaterThan(100);
  expect(written).not.toMatch(/\uFFFD|<unk>|[\u4e00-\u9fff]/);
});

test('fine-tuning keeps what the parent knows and learns <unk> anew', async () => {
  const begun = await engine.client.call('training.start', {
    corpus,
    configuration: tinyConfiguration,
    recipe: tinyRecipe,
  });
  await engine.next('training.ended', (payload) => payload.run === begun.run);
  const text = `${inventText(60)}${'Ωψ'.repeat(3)}${inventText(60)}ξ`;
  const sources = [{ kind: 'text' as const, name: 'other', text }];
  const other = (await engine.client.call('corpus.import', { sources })).id;
  const tuned = await engine.client.call('training.start', {
    corpus: other,
    from: begun.model,
    recipe: { ...tinyRecipe, epochs: 1, minimumCount: 4, validation: 0 },
  });
  const ended = await engine.next('training.ended', (payload) => payload.run === tuned.run);
  expect(ended).toMatchObject({ reason: 'completed', error: null });
  const parent = await engine.client.call('model.show', { model: begun.model });
  const child = await engine.client.call('model.show', { model: tuned.model });
  expect(new Set(child.characters)).toEqual(new Set(parent.characters));
});
