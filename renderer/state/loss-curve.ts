// The points of a run's loss as a chart needs them: thinned while they come, smoothed when drawn.
// Knows no chart and no event.

import type { RunHistory, ValidationPoint } from '../../app/contract/model.ts';

/** More points than a wide chart has pixels show nothing more, and cost time while training. */
const mostPoints = 3000;

/** Below so many points the steep beginning is all there is to see; above, it would flatten the rest. */
const fewPoints = 60;

/** Columns over one axis: the epoch, then each line's value there, or null where it has none. */
export interface CurveColumns {
  epoch: number[];
  raw: (number | null)[];
  smooth: (number | null)[];
  validation: (number | null)[];
}

/** Training losses of one run, in the order in which they came. */
export class LossCurve {
  #epochs: number[] = [];
  #losses: number[] = [];

  constructor(points: RunHistory['training'] = []) {
    for (const point of points) this.add(point.epoch, point.loss);
  }

  get length(): number {
    return this.#epochs.length;
  }

  get lastLoss(): number | null {
    return this.#losses.at(-1) ?? null;
  }

  /** Takes one more point; when there are too many, every two neighbours become their mean. */
  add(epoch: number, loss: number): void {
    if (!Number.isFinite(loss) || epoch < (this.#epochs.at(-1) ?? 0)) return;
    this.#epochs.push(epoch);
    this.#losses.push(loss);
    if (this.#epochs.length < mostPoints) return;
    this.#losses = pairs(this.#losses, (first, second) => (first + second) / 2);
    this.#epochs = pairs(this.#epochs, (_, second) => second);
  }

  /** All lines over one axis. */
  columns(validations: readonly ValidationPoint[]): CurveColumns {
    const smooth = smoothed(this.#losses);
    const columns: CurveColumns = { epoch: [], raw: [], smooth: [], validation: [] };
    const push = (epoch: number, values: (number | null)[]) => {
      columns.epoch.push(epoch);
      columns.raw.push(values[0] ?? null);
      columns.smooth.push(values[1] ?? null);
      columns.validation.push(values[2] ?? null);
    };
    let next = 0;
    const pushValidationsUntil = (epoch: number) => {
      for (; next < validations.length; next++) {
        const point = validations[next];
        if (point === undefined || point.epoch > epoch) return;
        push(point.epoch, [null, null, point.loss]);
      }
    };
    this.#epochs.forEach((epoch, index) => {
      pushValidationsUntil(epoch);
      push(epoch, [this.#losses[index] ?? null, smooth[index] ?? null]);
    });
    pushValidationsUntil(Infinity);
    return columns;
  }
}

/**
 * The lowest and highest loss that a chart should show, with other lines in it; the first steep moments may leave it
 * at the top.
 */
export function lossRange(columns: CurveColumns, others: readonly number[] = []): [number, number] {
  const smooth = columns.smooth.filter((value) => value !== null);
  const validation = columns.validation.filter((value) => value !== null);
  const skipped = smooth.length > fewPoints ? Math.floor(smooth.length * 0.04) : 0;
  const raw = columns.raw.filter((value) => value !== null);
  const high = Math.max(...smooth.slice(skipped), ...validation, ...others);
  const low = Math.min(...raw.slice(skipped), ...validation, ...others);
  if (!Number.isFinite(high) || !Number.isFinite(low)) return [0, 1];
  const margin = Math.max(0.02, (high - low) * 0.06);
  return [Math.max(0, low - margin), high + margin];
}

/**
 * Epochs that the axis of a run has room for that may end long before its last one: half of what is planned, or a half
 * of that and so on, as long as what was reached fills no more than all of it.
 */
export function foreseenEpochs(reached: number, planned: number): number {
  if (reached <= 0 || planned <= reached) return Math.max(reached, planned);
  return planned / 2 ** Math.floor(Math.log2(planned / reached));
}

/** A running mean whose window grows with the distance from the start, so that the steep part keeps its shape. */
export function smoothed(values: readonly number[]): number[] {
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + value);
  return values.map((_, index) => {
    const reach = Math.min(40, Math.floor(index * 0.08));
    const from = index - reach;
    const to = Math.min(values.length, index + reach + 1);
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
}

function pairs(values: readonly number[], join: (first: number, second: number) => number) {
  const joined: number[] = [];
  for (let index = 0; index < values.length; index += 2) {
    const first = values[index] ?? 0;
    joined.push(join(first, values[index + 1] ?? first));
  }
  return joined;
}
