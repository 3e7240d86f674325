import { describe, expect, test } from 'vitest';
import { defaultRecipe } from '../../app/contract/defaults.ts';
import type { Recipe } from '../../app/contract/model.ts';
import { advance, learningRateAt } from '../../app/training/schedule.ts';

const moment = { progress: 0, epoch: 0, plateauFactor: 1, rollBackFactor: 1 };
const rate = (recipe: Partial<Recipe>, at: Partial<typeof moment>) =>
  learningRateAt({ ...defaultRecipe, learningRate: 0.01, ...recipe }, { ...moment, ...at });

describe('the learning rate', () => {
  test('rises from zero along a cosine, reaches its peak and falls to a fiftieth', () => {
    expect(rate({}, { progress: 0 })).toBe(0);
    expect(rate({}, { progress: 0.05 })).toBeCloseTo(0.01, 10);
    expect(rate({}, { progress: 1 })).toBeCloseTo(0.0002, 10);
  });

  test('is at its peak at once without warm-up', () => {
    expect(rate({ warmup: 0 }, { progress: 0 })).toBe(0.01);
  });

  test('stays where it is on a constant schedule', () => {
    expect(rate({ schedule: 'constant' }, { progress: 0.9, epoch: 40 })).toBe(0.01);
  });

  test('falls in steps every so many epochs, after those at the full rate', () => {
    const recipe = { schedule: 'step', decayFactor: 0.5, decayEvery: 2, decayAfter: 3 } as const;
    const rates = [0, 4.9, 5, 6.9, 7].map((epoch) => rate(recipe, { epoch }));
    expect(rates).toEqual([0.01, 0.01, 0.005, 0.005, 0.0025]);
  });

  test('falls without steps on an exponential schedule', () => {
    const recipe = { schedule: 'exponential', decayFactor: 0.25, decayAfter: 1 } as const;
    const rates = [0.5, 1, 1.5, 2].map((epoch) => rate(recipe, { epoch }));
    expect(rates).toEqual([0.01, 0.01, 0.005, 0.0025]);
  });

  test('follows what plateaus have lowered it by', () => {
    expect(rate({ schedule: 'plateau' }, { plateauFactor: 0.25 })).toBe(0.0025);
  });

  test('is lowered by roll-backs on any schedule', () => {
    for (const schedule of ['constant', 'step', 'exponential', 'plateau'] as const) {
      expect(rate({ schedule }, { rollBackFactor: 0.5 })).toBe(0.005);
    }
  });

  test('has no jump where the total of a run is planned anew', () => {
    let progress = 0;
    for (let step = 0; step < 50; step++) progress = advance(progress, step, 100);
    expect(progress).toBeCloseTo(0.5, 10);
    const next = advance(progress, 50, 1000);
    expect(next - progress).toBeLessThan(0.001);
    for (let step = 50; step < 1000; step++) progress = advance(progress, step, 1000);
    expect(progress).toBe(1);
  });
});
