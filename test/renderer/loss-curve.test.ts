import { describe, expect, test } from 'vitest';
import { LossCurve, foreseenEpochs, lossRange, smoothed } from '../../renderer/state/loss-curve.ts';
import { milestones } from '../../renderer/state/milestones.ts';

const validation = (epoch: number, loss: number) => ({
  step: epoch * 10,
  epoch,
  loss,
  bitsPerCharacter: loss / Math.LN2,
  accuracy: 0.5,
  optimisedLoss: null,
  topFiveAccuracy: null,
  seconds: epoch,
});

describe('a loss curve', () => {
  test('puts training and validation on one rising axis', () => {
    const curve = new LossCurve();
    for (const epoch of [0.1, 0.2, 0.3]) curve.add(epoch, 3 - epoch);
    const columns = curve.columns([validation(0.2, 2.5), validation(0.4, 2.4)]);
    expect(columns.epoch).toEqual([0.1, 0.2, 0.2, 0.3, 0.4]);
    expect(columns.raw).toEqual([2.9, null, 2.8, 2.7, null]);
    expect(columns.validation).toEqual([null, 2.5, null, null, 2.4]);
  });

  test('stays small however long a run is, and keeps its mean', () => {
    const curve = new LossCurve();
    for (let step = 0; step < 50_000; step++) curve.add(step / 100, 2 + (step % 2));
    expect(curve.length).toBeLessThan(3000);
    const { raw } = curve.columns([]);
    const values = raw.filter((value) => value !== null);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(2.5, 2);
  });

  test('takes no loss that is not a number', () => {
    const curve = new LossCurve();
    curve.add(1, Number.NaN);
    expect(curve.length).toBe(0);
  });

  test('smooths noise away and keeps a constant', () => {
    expect(smoothed([2, 2, 2, 2])).toEqual([2, 2, 2, 2]);
    const noisy = Array.from({ length: 200 }, (_, index) => 2 + (index % 2));
    expect(Math.abs((smoothed(noisy)[150] ?? 0) - 2.5)).toBeLessThan(0.05);
  });

  test('lets the first steep moments leave the picture at the top', () => {
    const curve = new LossCurve();
    for (let step = 0; step < 500; step++) curve.add(step, 1.5 + 4 * Math.exp(-step / 8));
    const [low, high] = lossRange(curve.columns([]));
    expect(high).toBeLessThan(3);
    expect(low).toBeLessThan(1.5);
    expect(low).toBeGreaterThan(1.3);
  });

  test('has a range even before the first point', () => {
    expect(lossRange(new LossCurve().columns([]))).toEqual([0, 1]);
  });
});

describe('the axis of a run that may end early', () => {
  test('is halved until what was reached fills half of it or more', () => {
    expect(foreseenEpochs(25, 800)).toBe(25);
    expect(foreseenEpochs(26, 800)).toBe(50);
    expect(foreseenEpochs(600, 800)).toBe(800);
  });

  test('has room for all that was reached or planned', () => {
    expect(foreseenEpochs(0, 800)).toBe(800);
    expect(foreseenEpochs(9, 8)).toBe(9);
  });
});

describe('milestones', () => {
  const sample = (seconds: number) => ({ step: seconds, seconds, text: String(seconds) });

  test('shows the first, doubling times, and the newest', () => {
    const samples = Array.from({ length: 60 }, (_, index) => sample(index * 15));
    const shown = milestones(samples).map(({ seconds }) => seconds);
    expect(shown).toEqual([0, 15, 30, 60, 120, 240, 465, 885]);
  });

  test('shows all of a few', () => {
    expect(milestones([sample(1), sample(15)])).toHaveLength(2);
    expect(milestones([])).toEqual([]);
  });
});
