import { describe, expect, test } from 'vitest';
import { GradientWatch, type GradientTrouble } from '../../app/training/gradient-watch.ts';

const calm = { newSteps: 10, gradientNorm: 1, layerGradientNorms: [0.5, 0.6], clippedShare: 0.2 };

/** So many looks of ten steps each; gives what was told, with the look's number. */
function look(watch: GradientWatch, looks: number, norms: Partial<typeof calm> = {}) {
  const told: [look: number, kind: GradientTrouble['kind']][] = [];
  for (let at = 1; at <= looks; at++) {
    const trouble = watch.look({ ...calm, ...norms });
    if (trouble) told.push([at, trouble.kind]);
  }
  return told;
}

describe('vanishing gradients', () => {
  const vanished = { layerGradientNorms: [0.0001, 0.6] };

  test('are told once, after two hundred steps of them', () => {
    const watch = new GradientWatch(1);
    expect(look(watch, 30)).toEqual([]);
    expect(look(watch, 100, vanished)).toEqual([[20, 'vanishing']]);
  });

  test('are told again only after they had gone', () => {
    const watch = new GradientWatch(1);
    look(watch, 30, vanished);
    // Hardly better: the same episode.
    look(watch, 5, { layerGradientNorms: [0.001, 0.6] });
    expect(look(watch, 30, vanished)).toEqual([]);
    look(watch, 5);
    expect(look(watch, 30, vanished)).toEqual([[20, 'vanishing']]);
  });

  test('are nothing where they last only a while', () => {
    const watch = new GradientWatch(1);
    for (let round = 0; round < 10; round++) {
      expect(look(watch, 19, vanished)).toEqual([]);
      expect(look(watch, 1)).toEqual([]);
    }
  });

  test('are seen in all layers too, against the whole gradient', () => {
    const watch = new GradientWatch(1);
    const all = { gradientNorm: 2, layerGradientNorms: [0.001, 0.001] };
    expect(look(watch, 30, all)).toEqual([[20, 'vanishing']]);
    const one = new GradientWatch(1);
    expect(look(one, 30, { ...all, layerGradientNorms: [0.001] })).toEqual([[20, 'vanishing']]);
  });

  test('come with the lowest layer’s norm and its share of the top layer’s', () => {
    const watch = new GradientWatch(null);
    look(watch, 19, vanished);
    const trouble = watch.look({ ...calm, ...vanished });
    expect(trouble?.gradientNorm).toBe(0.0001);
    expect(trouble?.ratio).toBeCloseTo(0.0001 / 0.6, 10);
  });
});

describe('exploding gradients', () => {
  test('are told once they have been far above their recent median for fifty steps', () => {
    const watch = new GradientWatch(null);
    look(watch, 40);
    expect(look(watch, 4, { gradientNorm: 30 })).toEqual([]);
    expect(look(watch, 40, { gradientNorm: 30 })).toEqual([[1, 'exploding']]);
  });

  test('are no single leap', () => {
    const watch = new GradientWatch(null);
    look(watch, 40);
    for (let round = 0; round < 10; round++) {
      expect(look(watch, 1, { gradientNorm: 1000 })).toEqual([]);
      expect(look(watch, 5)).toEqual([]);
    }
  });

  test('are told where clipping cuts nearly every step to a small share for long', () => {
    const watch = new GradientWatch(1);
    expect(look(watch, 100, { gradientNorm: 30, clippedShare: 1 })).toEqual([[20, 'exploding']]);
    const usual = new GradientWatch(1);
    expect(look(usual, 100, { gradientNorm: 3, clippedShare: 1 })).toEqual([]);
  });
});
