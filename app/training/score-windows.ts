// Scores a range by strided windows, each from a zero state, as a model that was trained on such windows reads: only
// the positions count that had a loss in training.

import { StridedReader, type StridedOptions } from '../corpus/windows/strided-windows.ts';
import type { Network, Weights } from '../model/network.ts';
import type { ScoredText } from './evaluation.ts';
import { countPosition, emptyScore, type Score } from './score.ts';

/** Windows that are scored side by side: enough to keep the kernels busy, few enough to be small in memory. */
const windowsAtOnce = 64;

/** Windows of a range: `count` of them, evenly spread, of which this share goes from `first` to `end`. */
export interface ScoredWindows extends StridedOptions {
  targets: 'every' | 'last';
  total: number;
  count: number;
  first: number;
  end: number;
}

/** Scores a share of windows. `onWindow` is called before each batch; what it throws ends the scoring. */
export function scoreWindows(
  network: Network,
  weights: Weights,
  text: ScoredText,
  windows: ScoredWindows,
  onWindow: () => void = () => {},
): Score {
  const score = emptyScore();
  const { sequenceLength: T, total, count, end } = windows;
  const reader = new StridedReader({ ...text, ...windows });
  for (let first = windows.first; first < end; first += windowsAtOnce) {
    onWindow();
    const B = Math.min(windowsAtOnce, end - first);
    const places = Array.from({ length: B }, (_, b) => Math.floor(((first + b) * total) / count));
    const inputs = new Int32Array(T * B); // [T*B], time-major
    const targets = new Int32Array(T * B); // [T*B]
    reader.read(places, inputs, targets);
    const state = network.initialState(B);
    try {
      const passed = { weights, inputs, targets, batchSize: B, sequenceLength: T, state };
      const result = network.score(passed);
      network.disposeState(result.state);
      const counted = windows.targets === 'last' ? targets.subarray((T - 1) * B) : targets;
      counted.forEach((target, at) => countPosition(score, result, { at, target }));
    } finally {
      network.disposeState(state);
    }
  }
  return score;
}
