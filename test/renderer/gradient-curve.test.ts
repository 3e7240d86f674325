import { describe, expect, test } from 'vitest';
import {
  GradientCurve,
  gradientRange,
  type GradientPoint,
} from '../../renderer/state/gradient-curve.ts';

const point = (epoch: number, changes: Partial<GradientPoint> = {}): GradientPoint => ({
  epoch,
  gradientNorm: 0.5,
  clippedShare: 0,
  layerGradientNorms: [0.2, 0.4],
  ...changes,
});

describe('a curve of gradients', () => {
  test('has a line for the whole and one for each layer', () => {
    const curve = new GradientCurve([point(1), point(2, { layerGradientNorms: [0.3, 0.6] })]);
    expect(curve.columns()).toEqual([
      [1, 2],
      [0.5, 0.5],
      [0.2, 0.3],
      [0.4, 0.6],
    ]);
  });

  test('of a history without layers has none to show', () => {
    expect(new GradientCurve([point(1, { layerGradientNorms: [] })]).layers).toBe(0);
  });

  test('keeps a norm of nothing on a logarithmic axis', () => {
    const curve = new GradientCurve([point(1, { gradientNorm: 0, layerGradientNorms: [0] })]);
    for (const norms of curve.columns().slice(1)) expect(norms[0]).toBeGreaterThan(0);
  });

  test('stays small however long a run is, and keeps its mean', () => {
    const curve = new GradientCurve();
    for (let step = 0; step < 5001; step++) {
      curve.add(point(step / 10, { gradientNorm: 1 + (step % 2), layerGradientNorms: [step % 2] }));
    }
    expect(curve.points.length).toBeLessThan(400);
    expect(curve.points[0]).toMatchObject({ gradientNorm: 1.5, layerGradientNorms: [0.5] });
  });

  test('leaves out what is not a number, and steps back in time', () => {
    const curve = new GradientCurve([point(2), point(1), point(3, { gradientNorm: NaN })]);
    expect(curve.points.map(({ epoch }) => epoch)).toEqual([2]);
  });

  test('tells the share of clipped steps of the newest', () => {
    const early = Array.from({ length: 30 }, (_, index) => point(index, { clippedShare: 1 }));
    const late = Array.from({ length: 20 }, (_, index) => point(30 + index));
    expect(new GradientCurve(early).clippedShare).toBe(1);
    expect(new GradientCurve([...early, ...late]).clippedShare).toBe(0);
  });

  test('fits a table with the newest first', () => {
    const points = Array.from({ length: 100 }, (_, index) => point(index));
    const rows = new GradientCurve(points).rows(30);
    expect(rows.length).toBeLessThanOrEqual(30);
    expect(rows[0]?.epoch).toBe(99);
  });
});

test('the range of a chart holds every norm with room around it', () => {
  const [low, high] = gradientRange([[0.2, 0.5], [1]]);
  expect(low).toBeLessThan(0.2);
  expect(high).toBeGreaterThan(1);
  expect(gradientRange([])).toEqual([0.1, 1]);
});
