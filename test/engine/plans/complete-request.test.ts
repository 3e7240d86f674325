import { describe, expect, test } from 'vitest';
import {
  defaultConfiguration,
  defaultRecipe,
  optimizerDefaults,
} from '../../../app/contract/defaults.ts';
import { presets } from '../../../app/contract/presets.ts';
import { completeSettings } from '../../../app/engine/plans/complete-request.ts';

describe('completing a request', () => {
  test('gives the defaults to a request that asks for nothing', () => {
    expect(completeSettings({})).toEqual({
      configuration: defaultConfiguration,
      recipe: defaultRecipe,
    });
  });

  test('lets minutes take the place of the epochs, and epochs that of minutes', () => {
    const timed = completeSettings({ recipe: { minutes: 3 } }).recipe;
    expect([timed.minutes, timed.epochs]).toEqual([3, null]);
    const counted = completeSettings({ recipe: { epochs: 2, minutes: null } }).recipe;
    expect([counted.minutes, counted.epochs]).toEqual([null, 2]);
  });

  test('gives a named optimiser its own numbers unless they are asked for', () => {
    const { recipe } = completeSettings({ recipe: { optimizer: 'sgd', momentum: 0.5 } });
    expect(recipe).toMatchObject({ ...optimizerDefaults.sgd, momentum: 0.5 });
  });

  test('takes over a whole preset and keeps its name', () => {
    const { configuration, recipe } = completeSettings({ recipe: { preset: 'char-rnn' } });
    expect(configuration).toEqual({
      ...defaultConfiguration,
      ...presets['char-rnn'].configuration,
    });
    expect(recipe).toEqual({
      ...defaultRecipe,
      ...presets['char-rnn'].recipe,
      preset: 'char-rnn',
    });
  });

  test('lets single fields of a preset be asked for otherwise', () => {
    const { configuration, recipe } = completeSettings({
      configuration: { layers: [30] },
      recipe: { preset: 'keras-stack', batchSize: 64, minutes: 2 },
    });
    expect(configuration).toMatchObject({ layers: [30], embedding: 'one-hot', targets: 'last' });
    expect(recipe).toMatchObject({
      preset: 'keras-stack',
      windows: 'strided',
      batchSize: 64,
      minutes: 2,
      epochs: null,
    });
  });

  test('does not give a preset’s rates to another optimiser than its own', () => {
    const { recipe } = completeSettings({ recipe: { preset: 'char-rnn', optimizer: 'adamw' } });
    expect(recipe).toMatchObject({ ...optimizerDefaults.adamw, decayFactor: 0.97 });
  });

  test('settles the embedding’s size for tied weights, and refuses one that cannot be tied', () => {
    const tied = { tieWeights: true, layers: [20, 12] };
    expect(completeSettings({ configuration: tied }).configuration.embedding).toBe(12);
    expect(() => completeSettings({ configuration: { ...tied, embedding: 8 } })).toThrow(
      /configuration\.tieWeights/,
    );
  });
});
