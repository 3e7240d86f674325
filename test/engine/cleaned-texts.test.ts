import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import {
  discard,
  openEngine,
  tinyConfiguration,
  tinyRecipe,
  type EngineAtHand,
} from './engine-at-hand.ts';
import { inventText } from './invent-text.ts';

const cleaning = { lowerCase: true, chinese: 'simplified', controls: true, remove: '!' } as const;
let engine: EngineAtHand;
let model = '';

beforeAll(async () => {
  engine = await openEngine();
  const text = inventText(120).toUpperCase().replaceAll('.', '漢!');
  const sources = [{ kind: 'text' as const, name: 'shouted', text }];
  const { id } = await engine.client.call('corpus.import', { sources, cleaning });
  const started = await engine.client.call('training.start', {
    corpus: id,
    configuration: tinyConfiguration,
    recipe: { ...tinyRecipe, epochs: 1 },
    samplePrompt: 'THE 漢',
  });
  model = started.model;
  await engine.next('training.ended', (payload) => payload.run === started.run);
});

afterAll(async () => {
  await engine.close();
  await discard(engine.home);
});

describe('a model of a cleaned corpus', () => {
  test('remembers how that was cleaned', async () => {
    const { normalisation, characters } = await engine.client.call('model.show', { model });
    expect(normalisation).toEqual({ ...defaultCleaning, ...cleaning });
    expect(characters).toContain('汉');
    expect(characters.join('')).not.toMatch(/[A-Z!漢]/);
  });

  test('reads a prompt as it read its corpus', async () => {
    const prompt = 'THE\u200b 漢!';
    const options = { length: 5 };
    const request = { model, prompt, options };
    const { unknownCharacters } = await engine.client.call('sampling.start', request);
    expect(unknownCharacters).toEqual([]);
  });

  test('scores a text as it would stand in its corpus', async () => {
    const score = (text: string) =>
      engine.client.call('sampling.evaluate', {
        model,
        sources: [{ kind: 'text', name: 'x', text }],
      });
    const shouted = await score('THE OLD SAILOR\u200b SAW 漢!!!');
    expect(shouted).toEqual(await score('the old sailor saw 汉'));
    expect(shouted.unknown).toBe(0);
  });
});
