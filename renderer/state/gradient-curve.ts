// The gradient's norms of a run as a chart needs them: of each layer and of the whole, thinned while they come.
// Knows no chart and no event.

import type { TrainingPoint } from '../../app/contract/model.ts';
import { smoothed } from './loss-curve.ts';

/** What a curve takes of a step. */
export type GradientPoint = Pick<
  TrainingPoint,
  'epoch' | 'gradientNorm' | 'clippedShare' | 'layerGradientNorms'
>;

/** A small chart has no more pixels than this. */
const mostPoints = 400;

/** Points of which the newest share of clipped steps is the mean. */
const recentPoints = 20;

/** Norms below this cannot be told from none, and a logarithmic axis has no zero. */
const smallestNorm = 1e-8;

/** Gradient norms of one run, in the order in which they came. */
export class GradientCurve {
  #points: GradientPoint[] = [];

  constructor(points: readonly GradientPoint[] = []) {
    for (const point of points) this.add(point);
  }

  get points(): readonly GradientPoint[] {
    return this.#points;
  }

  /** Layers that norms are known of; 0 for a history that has none. */
  get layers(): number {
    return this.#points.at(-1)?.layerGradientNorms.length ?? 0;
  }

  /** Share of the newest steps whose gradient was clipped. */
  get clippedShare(): number {
    const recent = this.#points.slice(-recentPoints);
    return recent.reduce((sum, point) => sum + point.clippedShare, 0) / (recent.length || 1);
  }

  /** Takes one more point; when there are too many, every two neighbours become their mean. */
  add(point: GradientPoint): void {
    const last = this.#points.at(-1);
    if (!Number.isFinite(point.gradientNorm) || point.epoch < (last?.epoch ?? 0)) return;
    const { epoch, gradientNorm, clippedShare, layerGradientNorms } = point;
    this.#points.push({ epoch, gradientNorm, clippedShare, layerGradientNorms });
    if (this.#points.length >= mostPoints) this.#points = halved(this.#points);
  }

  /** The axis, then the whole norm, then each layer's from the input on, smoothed so that lines can be told apart. */
  columns(): [number[], ...number[][]] {
    const row = (norm: (point: GradientPoint) => number) =>
      smoothed(this.#points.map((point) => Math.max(smallestNorm, norm(point))));
    const layers = Array.from({ length: this.layers }, (_, layer) =>
      row((point) => point.layerGradientNorms[layer] ?? 0),
    );
    return [this.#points.map(({ epoch }) => epoch), row((point) => point.gradientNorm), ...layers];
  }

  /** So many points at even distances, the newest first, for a table. */
  rows(count: number): GradientPoint[] {
    const step = Math.max(1, Math.ceil(this.#points.length / count));
    return this.#points.toReversed().filter((_, index) => index % step === 0);
  }
}

/** The lowest and highest norm that a chart should show, with room around them. */
export function gradientRange(norms: readonly (readonly number[])[]): [number, number] {
  const all = norms.flat();
  if (all.length === 0) return [0.1, 1];
  return [Math.min(...all) / 1.4, Math.max(...all) * 1.4];
}

function halved(points: readonly GradientPoint[]): GradientPoint[] {
  const joined: GradientPoint[] = [];
  for (let index = 0; index + 1 < points.length; index += 2) {
    const [first, second] = points.slice(index, index + 2);
    if (first !== undefined && second !== undefined) joined.push(mean(first, second));
  }
  return joined;
}

function mean(first: GradientPoint, second: GradientPoint): GradientPoint {
  const between = (one: number, other: number) => (one + other) / 2;
  return {
    epoch: second.epoch,
    gradientNorm: between(first.gradientNorm, second.gradientNorm),
    clippedShare: between(first.clippedShare, second.clippedShare),
    layerGradientNorms: second.layerGradientNorms.map((norm, layer) =>
      between(first.layerGradientNorms[layer] ?? norm, norm),
    ),
  };
}
