import { describe, expect, test } from 'vitest';
import { defaultConfiguration, defaultRecipe } from '../../../app/contract/defaults.ts';
import type { ModelConfiguration, Recipe } from '../../../app/contract/model.ts';
import {
  expectLoss,
  expectLossRange,
  unitsThatFit,
  usefulEpochs,
  whyLossIsUnknown,
} from '../../../app/engine/plans/expected-loss.ts';

const situation = { characters: 1e6, charactersRead: 4e6, units: 256, batchSize: 16, dropout: 0 };

describe('the expected loss', () => {
  test.each([
    [1_003_854, 256, 0, 16, 4, 1.44],
    [1_003_854, 384, 0.22, 32, 9, 1.421],
    [180_000, 128, 0, 16, 11, 1.599],
    [180_000, 256, 0.3, 16, 11, 1.533],
    [18_000, 128, 0.5, 16, 29, 1.87],
    [18_000, 256, 0.5, 16, 19, 1.873],
  ])(
    'meets %i characters, %i units, dropout %d, batch %i, %i passes',
    (characters, units, dropout, batchSize, passes, loss) => {
      const expected = expectLoss({
        characters,
        charactersRead: passes * characters,
        units,
        batchSize,
        dropout,
      });
      expect(Math.abs(expected - loss)).toBeLessThan(0.04);
    },
  );

  test('falls with more reading, more text, more units and smaller batches', () => {
    const loss = expectLoss(situation);
    expect(expectLoss({ ...situation, charactersRead: 8e6 })).toBeLessThan(loss);
    expect(expectLoss({ ...situation, characters: 2e6 })).toBeLessThan(loss);
    expect(expectLoss({ ...situation, units: 384 })).toBeLessThan(loss);
    expect(expectLoss({ ...situation, batchSize: 32 })).toBeGreaterThan(loss);
    expect(expectLoss({ ...situation, dropout: 0.3 })).toBeGreaterThan(loss);
  });

  test('is never worse for a text of which only a part can be read', () => {
    const part = expectLoss({ ...situation, characters: 4e6 });
    expect(expectLoss({ ...situation, characters: 4e9 })).toBe(part);
  });

  test('is a range around the formula for texts like those of the evidence', () => {
    const { low, high } = expectLossRange(situation);
    expect(low).toBeLessThan(expectLoss(situation));
    expect(high).toBeGreaterThan(expectLoss(situation));
  });

  test('is not claimed where no runs were made, and says why', () => {
    const why = (changed: {
      situation?: object;
      configuration?: Partial<ModelConfiguration>;
      recipe?: Partial<Recipe>;
    }) =>
      whyLossIsUnknown(
        {
          ...situation,
          vocabularySize: 65,
          unknownShare: 0,
          unknownOutside: 0,
          ...changed.situation,
        },
        { ...defaultConfiguration, ...changed.configuration },
        { ...defaultRecipe, ...changed.recipe },
      );
    expect(why({})).toBeNull();
    expect(why({ configuration: { cell: 'rnn' } })).toBe('network');
    expect(why({ configuration: { activation: 'relu' } })).toBe('network');
    expect(why({ configuration: { targets: 'last' } })).toBe('network');
    expect(why({ configuration: { loss: 'mean-squared-error' } })).toBe('recipe');
    expect(why({ recipe: { windows: 'strided' } })).toBe('recipe');
    expect(why({ recipe: { optimizer: 'rmsprop' } })).toBe('recipe');
    expect(why({ situation: { unknownShare: 0.01 } })).toBe('recipe');
    expect(why({ situation: { unknownOutside: 0.004 } })).toBeNull();
    expect(why({ situation: { unknownOutside: 0.2 } })).toBe('parts');
    expect(why({ situation: { vocabularySize: 4000 } })).toBe('script');
    expect(why({ situation: { charactersRead: 0 } })).toBe('time');
  });
});

test('a longer text fills more units and pays for fewer passes', () => {
  expect(unitsThatFit(1e6)).toBeGreaterThan(1.5 * unitsThatFit(1e5));
  const plain = { batchSize: 16, dropout: 0 };
  expect(usefulEpochs(1e6, plain)).toBeLessThan(usefulEpochs(1e5, plain));
  expect(usefulEpochs(1e6, plain)).toBeLessThan(usefulEpochs(1e6, { ...plain, dropout: 0.3 }));
});
