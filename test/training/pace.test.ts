import { describe, expect, test } from 'vitest';
import { defaultRecipe } from '../../app/contract/defaults.ts';
import type { Recipe } from '../../app/contract/model.ts';
import { Pace, type PaceOptions } from '../../app/training/pace.ts';
import { initialPosition } from '../../app/training/run-position.ts';

const recipe: Recipe = { ...defaultRecipe, minutes: null };
const options: PaceOptions = {
  recipe,
  stepsPerEpoch: 100,
  validationCharacters: 50_000,
  testCharacters: 0,
  charactersPerStep: 2048,
  replay: null,
};
const timed = (minutes: number, rest: Partial<PaceOptions> = {}) => ({
  ...options,
  ...rest,
  recipe: { ...recipe, minutes },
});

/** Takes steps of so many seconds until the run ends or `until` says so; validates when due. */
function play(
  pace: Pace,
  secondsPerStep: number,
  onValidation: (limit: number) => void = () => {},
) {
  for (let guard = 0; guard < 100_000 && !pace.hasEnded(); guard++) {
    pace.stepDone(secondsPerStep);
    const limit = pace.validationDue();
    if (limit > 0) onValidation(limit);
    if (pace.hasStoppedImproving()) return;
  }
}

describe('a run of epochs', () => {
  test('ends after its planned steps', () => {
    const pace = new Pace(initialPosition(250), options);
    play(pace, 0.01);
    expect(pace.position.step).toBe(250);
    expect(pace.position.progress).toBe(1);
  });

  test('validates at an epoch’s end, but not within ten seconds of the last time', () => {
    const pace = new Pace(initialPosition(400), options);
    const steps: number[] = [];
    play(pace, 0.06, () => {
      steps.push(pace.position.step);
      pace.validated(2, 50_000, 0.5);
    });
    // 100 steps take 6 s: every second epoch is far enough from the last validation.
    expect(steps).toEqual([200]);
  });

  test('validates within a long epoch at least every sixty seconds', () => {
    const pace = new Pace(initialPosition(5000), { ...options, stepsPerEpoch: 5000 });
    const times: number[] = [];
    play(pace, 0.1, () => {
      times.push(pace.position.activeSeconds);
      pace.validated(2, 50_000, 0.5);
    });
    expect(times.length).toBeGreaterThanOrEqual(7);
    expect(times[0]).toBeCloseTo(60, 0);
  });

  test('spends no more than a tenth of its time on validation', () => {
    const pace = new Pace(initialPosition(3000), { ...options, validationCharacters: 900_000 });
    const scoredPerSecond = 20_000;
    const limits: number[] = [];
    play(pace, 0.12, (limit) => {
      limits.push(limit);
      pace.validated(2, limit, limit / scoredPerSecond);
    });
    expect(Math.max(...limits.slice(1))).toBeLessThan(900_000);
    expect(pace.position.evaluationSeconds / pace.position.activeSeconds).toBeLessThan(0.11);
  });

  test('stops after so many validations without a better one, when it is asked to', () => {
    const pace = new Pace(initialPosition(100_000), {
      ...options,
      recipe: { ...recipe, patience: 3 },
    });
    let loss = 2;
    let validations = 0;
    play(pace, 0.2, () => {
      validations++;
      loss += validations < 4 ? -0.1 : 0.1;
      pace.validated(loss, 50_000, 0.1);
    });
    expect(validations).toBe(6);
    expect(pace.position.bestStep).toBe(300);
  });
});

describe('a timed run', () => {
  test.each([1, 3, 12])('of %i minutes ends within two per cent of its time', (minutes) => {
    const pace = new Pace(initialPosition(100), timed(minutes));
    let loss = 3;
    play(pace, 0.07, (limit) => pace.validated((loss -= 0.01), limit, limit / 90_000));
    const finalSeconds = pace.finalCharacters() / 90_000;
    const total = pace.position.activeSeconds + finalSeconds;
    expect(total).toBeGreaterThan(minutes * 60 * 0.98);
    expect(total).toBeLessThan(minutes * 60 * 1.02);
    expect(pace.position.progress).toBeGreaterThan(0.99);
  });

  test('plans anew when the machine becomes slower, and still ends on time', () => {
    const pace = new Pace(initialPosition(100), timed(3));
    let loss = 3;
    for (let guard = 0; guard < 100_000 && !pace.hasEnded(); guard++) {
      pace.stepDone(pace.position.activeSeconds < 60 ? 0.07 : 0.2);
      const limit = pace.validationDue();
      if (limit > 0) pace.validated((loss -= 0.01), limit, limit / 60_000);
    }
    expect(pace.position.activeSeconds).toBeLessThan(183);
    expect(pace.position.activeSeconds).toBeGreaterThan(170);
  });

  test('ends early when validation has stopped improving for a fifth of its time', () => {
    const pace = new Pace(initialPosition(100), timed(12));
    let loss = 2;
    play(pace, 0.07, (limit) => {
      loss += pace.position.activeSeconds < 100 ? -0.1 : 0.05;
      pace.validated(loss, limit, limit / 90_000);
    });
    expect(pace.hasStoppedImproving()).toBe(true);
    expect(pace.position.activeSeconds).toBeLessThan(400);
  });
});
