import { expect, test } from 'vitest';
import { packPlan, PlanReplay, unpackPlan } from '../../app/training/plan-log.ts';

const log = [
  { step: 1, totalSteps: 90, characters: 0 },
  { step: 16, totalSteps: 120, characters: 0 },
  { step: 16, totalSteps: 120, characters: 500 },
  // A roll-back to step 0, and the same step with another total.
  { step: 0, totalSteps: 120, characters: 0 },
  { step: 16, totalSteps: 100, characters: 0 },
];

test('a log comes back as it was packed', () => {
  expect(unpackPlan(packPlan(log))).toEqual(log);
  expect(unpackPlan(packPlan([]))).toEqual([]);
});

test('a replay gives each total and validation where it stands in the log', () => {
  const replay = new PlanReplay(log, 0);
  expect(replay.totalAt(1)).toBe(90);
  expect(replay.totalAt(2)).toBeNull();
  expect(replay.charactersAt(2)).toBe(0);
  expect(replay.totalAt(16)).toBe(120);
  expect(replay.charactersAt(16)).toBe(500);
  expect(replay.totalAt(17)).toBeNull();
  expect(replay.totalAt(0)).toBe(120);
  expect(replay.totalAt(16)).toBe(100);
  expect(replay.totalAt(17)).toBeNull();
});

test('a replay goes on from where a checkpoint was', () => {
  expect(new PlanReplay(log, 4).totalAt(16)).toBe(100);
});

test('the last of several totals at a step counts', () => {
  const entries = [
    { step: 5, totalSteps: 9, characters: 0 },
    { step: 5, totalSteps: 5, characters: 0 },
  ];
  expect(new PlanReplay(entries, 0).totalAt(5)).toBe(5);
});
