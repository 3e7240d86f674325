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

  test('validates at an epoch’s end, the sooner the younger it is, and every ten seconds then', () => {
    const pace = new Pace(initialPosition(7000), { ...options, stepsPerEpoch: 10 });
    const times: number[] = [];
    play(pace, 0.03, () => {
      times.push(pace.position.activeSeconds);
      pace.validated(2, 50_000, 0.005);
    });
    // An epoch takes 0.3 s. The first waits until it may cost what it is expected to, none after it for more than
    // an epoch longer than a tenth of the time so far.
    expect(times[0]).toBeCloseTo(2.7);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    gaps.forEach((gap, at) => {
      expect(gap).toBeLessThan(Math.min(10, 0.1 * (times[at + 1] ?? 0)) + 0.31);
    });
    expect(Math.max(...gaps)).toBeGreaterThan(10);
    expect(times.length).toBeLessThan(60);
  });

  test('validates no more often than validation may take its share of the time', () => {
    const pace = new Pace(initialPosition(400), { ...options, stepsPerEpoch: 10 });
    const steps: number[] = [];
    play(pace, 0.06, () => {
      steps.push(pace.position.step);
      pace.validated(2, 50_000, 0.5);
    });
    // An epoch takes 0.6 s; a validation of half a second wants five seconds of training.
    expect(steps.slice(1).map((step, at) => step - (steps[at] ?? 0))).toEqual([90, 90, 90]);
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

describe('small texts and slow steps', () => {
  test.each([0.25, 1, 3, 12])('a run of %f minutes on 20 KB of text ends on time', (minutes) => {
    // 18,000 characters to learn from, 2,000 to validate on: an epoch of 8 steps, scored in a twentieth of a second.
    const small = { stepsPerEpoch: 8, validationCharacters: 1999 };
    const pace = new Pace(initialPosition(8), timed(minutes, small));
    let loss = 3;
    play(pace, 0.06, (limit) => {
      expect(limit).toBe(1999);
      pace.validated((loss -= 0.01), limit, 0.05);
    });
    expect(pace.finalCharacters()).toBe(1999);
    const total = pace.position.activeSeconds + 0.05;
    expect(total).toBeGreaterThan(minutes * 60 * 0.97);
    expect(total).toBeLessThan(minutes * 60 * 1.03);
  });

  test.each([1, 3])(
    'steps of three seconds, slower at first, end a run of %i minutes on time',
    (minutes) => {
      const pace = new Pace(initialPosition(1000), timed(minutes, { validationCharacters: 2000 }));
      for (let guard = 0; guard < 1000 && !pace.hasEnded(); guard++) {
        pace.stepDone(guard < 2 ? 9 : 3);
        const limit = pace.validationDue();
        if (limit > 0) pace.validated(2 - guard / 1000, limit, 0.5);
      }
      // It cannot end more exactly than to a step.
      expect(pace.position.activeSeconds).toBeGreaterThan(minutes * 60 - 4);
      expect(pace.position.activeSeconds).toBeLessThan(minutes * 60 + 1);
    },
  );

  test('time for the test part, and for scoring the best weights again, is kept back', () => {
    const scoredPerSecond = 90_000;
    const rest = { validationCharacters: 400_000, testCharacters: 400_000 };
    const pace = new Pace(initialPosition(100), timed(3, rest));
    let loss = 3;
    play(pace, 0.07, (limit) => pace.validated((loss -= 0.01), limit, limit / scoredPerSecond));
    expect(pace.position.bestCharacters).toBeLessThan(400_000);
    const final = (2 * pace.finalCharacters() + 400_000) / scoredPerSecond;
    expect(pace.position.activeSeconds + final).toBeGreaterThan(180 * 0.97);
    expect(pace.position.activeSeconds + final).toBeLessThan(180 * 1.03);
  });
});

describe('a machine’s sleep', () => {
  test('does not count as time in which the run was active', () => {
    const pace = new Pace(initialPosition(1000), options);
    for (let step = 0; step < 20; step++) pace.stepDone(0.1);
    pace.stepDone(3600);
    expect(pace.position.activeSeconds).toBeCloseTo(2.1, 5);
    pace.validated(2, 50_000, 0.5);
    pace.validated(1.9, 50_000, 3600);
    expect(pace.position.activeSeconds).toBeCloseTo(3.1, 5);
  });

  test('is not what a slow step is', () => {
    const pace = new Pace(initialPosition(1000), options);
    for (let step = 0; step < 20; step++) pace.stepDone(5);
    pace.stepDone(60);
    pace.stepDone(20);
    expect(pace.position.activeSeconds).toBe(180);
  });
});

describe('validations on which training hangs', () => {
  const stepsOf = (
    recipeOf: Partial<Recipe>,
    losses: (validation: number) => number = (validation) => 2 - 0.1 * validation,
  ) => {
    const pace = new Pace(initialPosition(450), { ...options, recipe: { ...recipe, ...recipeOf } });
    const steps: number[] = [];
    play(pace, 0.001, (limit) => {
      expect(limit).toBe(50_000);
      steps.push(pace.position.step);
      pace.validated(losses(steps.length), limit, 0.1);
    });
    return { steps, pace };
  };

  test('come at steps, whatever the clock says', () => {
    expect(stepsOf({ validateEvery: 150 }).steps).toEqual([150, 300]);
    expect(stepsOf({ schedule: 'plateau' }).steps).toEqual([100, 200, 300, 400]);
    expect(stepsOf({ patience: 9 }).steps).toEqual([100, 200, 300, 400]);
    // By the clock there is but one, and it takes as long as the first hundred steps did.
    expect(stepsOf({}).steps).toEqual([100]);
  });

  test('end the run after so many without the gain that is asked for, the best still being the best', () => {
    const { steps, pace } = stepsOf({ patience: 2, minimumGain: 0.05 }, (at) => 2 - 0.01 * at);
    expect(steps).toEqual([100, 200, 300]);
    expect(pace.hasStoppedImproving()).toBe(true);
    expect(pace.position.bestStep).toBe(300);
  });

  test('lower the rate on a plateau, and again after as many more', () => {
    const plateau = {
      schedule: 'plateau',
      decayEvery: 2,
      decayFactor: 0.5,
      validateEvery: 50,
    } as const;
    // The best comes first, then seven that are no better.
    const { pace } = stepsOf(plateau, (at) => (at === 1 ? 2 : 2.1));
    expect(pace.position.plateauFactor).toBe(0.5 ** 3);
  });
});

test('a roll-back takes up an earlier step and its place on the schedule, but no time', () => {
  const pace = new Pace(initialPosition(100), options);
  for (let step = 0; step < 20; step++) pace.stepDone(0.1);
  const { step, progress } = { ...pace.position };
  for (let later = 0; later < 30; later++) pace.stepDone(0.1);
  pace.validated(2, 50_000, 0.5);
  pace.rolledBack(0.1, { step, progress, lossWatch: pace.position.lossWatch });
  expect(pace.position).toMatchObject({
    step: 20,
    progress,
    rollBacks: 1,
    bestLoss: 2,
    bestStep: 20,
  });
  expect(pace.position.activeSeconds).toBeCloseTo(5.6, 5);
});
