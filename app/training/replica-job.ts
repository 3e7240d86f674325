// What a replica is told when its thread starts, and what replicas tell the trainer. Plain values and
// shared buffers only: this crosses a thread border.

import type { WireError } from '../contract/errors.ts';
import type { ModelConfiguration, Recipe } from '../contract/model.ts';
import type { Range } from '../corpus/splitting/splits.ts';
import type { LossWatchState } from './loss-watch.ts';
import type { PlanEntry } from './plan-log.ts';
import type { RunPosition } from './run-position.ts';
import type { SplitFigures } from './score.ts';
import type { SharedMemory } from './shared-memory.ts';

/** A corpus as training reads it: ids on disk, the way to vocabulary indices, and the splits. */
export interface TrainingText {
  idsPath: string;
  /** Corpus id → vocabulary index. */
  remap: Int32Array;
  train: Range;
  validation: Range;
  test: Range;
}

/** What a point is, beside the numbers in its memory. */
export interface RollBackMark {
  step: number;
  /** Of the schedule; replica 0 alone knows it. */
  progress: number;
  lossWatch: LossWatchState;
  /** Which of the memory's points holds it. */
  generation: number;
}

export interface ReplicaJob {
  task: 'train';
  replica: number;
  replicas: number;
  memory: SharedMemory;
  configuration: ModelConfiguration;
  vocabularySize: number;
  recipe: Recipe;
  text: TrainingText;
  position: RunPosition;
  /** True when `memory.states` holds the carried states of the position. */
  hasStates: boolean;
  /** Points that lie in `memory.points` already, oldest first. */
  points: RollBackMark[];
  /** A timed run's log to follow in the clock's place, and how much of it lies behind the position. */
  replay: { entries: readonly PlanEntry[]; alreadyDone: number } | null;
}

/** Figures of a validation, as replica 0 sums them up. */
export interface ValidationFigures extends SplitFigures {
  step: number;
  epoch: number;
}

/** The validation of the weights that a run keeps. */
export type KeptFigures = Pick<ValidationFigures, 'step' | 'epoch' | 'loss' | 'characters'>;

/** What a run came to: the last weights' figures, those of the weights that are kept, and the test's. */
export interface RunFigures {
  last: ValidationFigures | null;
  kept: KeptFigures | null;
  test: SplitFigures | null;
}

/** The run went from one step back to an earlier one and goes on from there with a lower learning rate. */
export interface RolledBack {
  kind: 'rolled-back';
  step: number;
  toStep: number;
  reason: 'not-finite' | 'blow-up';
  /** Times so far. */
  rollBacks: number;
  /** What the learning rate is multiplied by from here on. */
  learningRateFactor: number;
}

export type ReplicaMessage =
  | { kind: 'ready'; replica: number }
  | ({ kind: 'planned' } & PlanEntry)
  /** `points` are the roll-back points that a checkpoint holds besides; none where it will not be resumed. */
  | {
      kind: 'snapshot';
      position: RunPosition;
      isCheckpoint: boolean;
      points: RollBackMark[];
    }
  | RolledBack
  | { kind: 'validated'; figures: ValidationFigures; isBest: boolean; position: RunPosition }
  | { kind: 'paused'; position: RunPosition }
  | { kind: 'resumed' }
  | {
      kind: 'finished';
      reason: 'completed' | 'stopped' | 'stopped-improving';
      figures: RunFigures;
      position: RunPosition;
    }
  | { kind: 'failed'; replica: number; error: WireError }
  /** The last word of every thread that was not lost. */
  | { kind: 'left'; replica: number };
