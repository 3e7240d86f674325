// Where a run begins, whole: what a checkpoint holds, or first values.

import type { RollBackMark } from './replica-job.ts';
import type { RunPosition } from './run-position.ts';

/** A point to roll back to, as a checkpoint holds it. */
export interface RollBackPoint extends Omit<RollBackMark, 'generation'> {
  parameters: Float32Array;
  momentum: Float32Array;
  variance: Float32Array;
  states: Float32Array;
}

/** Where a run begins: first values, or what a checkpoint holds. `states` null: all zero. */
export interface StartPoint {
  parameters: Float32Array;
  momentum: Float32Array;
  variance: Float32Array;
  states: Float32Array | null;
  /** The best weights so far; null before the first validation. */
  best: Float32Array | null;
  position: RunPosition;
  /** Oldest first; none at a run's very start. */
  points: RollBackPoint[];
  /** What a timed run has decided by the clock so far; see plan-log.ts. */
  plan: Int32Array;
}
