import { describe, expect, test } from 'vitest';
import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import { presets, type PresetName } from '../../app/contract/presets.ts';
import { finalFigure } from '../../renderer/components/final-figure.ts';
import {
  judgingWords,
  networkWords,
  steppingWords,
} from '../../renderer/components/recipe-words.ts';
import { layerLines } from '../../renderer/components/gradient-lines.ts';
import { Language } from '../../renderer/state/language.svelte.ts';
import { lossWord, sizeWord } from '../../renderer/state/loss-words.ts';
import { makeModel } from './fake-library.ts';
import { memoryStore } from './test-session.ts';

const language = new Language('en-GB', memoryStore());

function madeBy(preset: PresetName) {
  const model = makeModel({ id: 'made', name: 'Made' });
  model.recipe.preset = preset;
  Object.assign(model.configuration, presets[preset].configuration);
  return model;
}

describe('the final figure of a preset', () => {
  test('is the accuracy on the test part, as its source prints it', () => {
    const model = madeBy('keras-stack');
    model.results.testAccuracy = 0.55123;
    expect(finalFigure(model, language)).toBe('Accuracy: 55.12%');
  });

  test('is that of the best validation where there was no test part', () => {
    expect(finalFigure(madeBy('keras-stack'), language)).toBe('Accuracy: 56.10%');
  });

  test('is the optimised loss where that is what the source prints', () => {
    const model = madeBy('keras-lstm-50');
    expect(finalFigure(model, language)).toBeNull();
    model.results.testOptimisedLoss = 0.0123456;
    expect(finalFigure(model, language)).toBe('Loss: 0.01235');
  });

  test('is there for presets alone', () => {
    expect(finalFigure(makeModel({ id: 'own', name: 'Own' }), language)).toBeNull();
  });
});

describe('a recipe in words', () => {
  test('names what is usual shortly and what is not besides', () => {
    expect(networkWords(defaultConfiguration, language)).toBe('LSTM 2×256 · tanh · embedding 64');
    const { configuration } = presets['keras-128-64'];
    expect(networkWords({ ...defaultConfiguration, ...configuration }, language)).toBe(
      'LSTM 128-64 · tanh · one-hot · dense 64-32 · judged at the last · binary cross-entropy',
    );
  });

  test('says how gradients are clipped, or that they are not', () => {
    expect(steppingWords(defaultRecipe, language)).toContain('norm clipped at 1');
    const unclipped = { ...defaultRecipe, clipNorm: null };
    expect(steppingWords(unclipped, language)).toContain('not clipped');
  });

  test('says when a run ends by itself', () => {
    const patient = { ...defaultRecipe, patience: 5, minimumGain: 0.001 };
    expect(judgingWords(patient, language)).toContain('stops after 5 without a gain of 0.001');
  });
});

describe('words for numbers', () => {
  test('tell a loss of letters from one of characters', () => {
    expect(lossWord(1.5, 85)).toBe('phrases');
    expect(lossWord(4.4, 2797)).toBe('phrases');
    expect(lossWord(3, 85)).toBe('letters');
  });

  test('call Charloom’s own small, medium and large so', () => {
    expect([271_000, 883_000, 3_500_000].map(sizeWord)).toEqual(['small', 'medium', 'large']);
  });
});

test('the lines of eight layers differ, also without colours', () => {
  const dashes = layerLines(8).map(({ dash }) => JSON.stringify(dash ?? null));
  expect(new Set(dashes).size).toBe(8);
});
