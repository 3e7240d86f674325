// What a replica is told when its thread starts, and what replicas tell the trainer. Plain values and
// shared buffers only: this crosses a thread border.

import type { WireError } from '../contract/errors.ts';
import type { ModelConfiguration, Recipe } from '../contract/model.ts';
import type { Range } from '../corpus/splits.ts';
import type { RunPosition } from './pace.ts';
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
}

/** Figures of a validation, as replica 0 sums them up. */
export interface ValidationFigures {
  step: number;
  epoch: number;
  loss: number;
  accuracy: number;
  /** Characters that were scored. */
  characters: number;
}

/** What a run came to: the last weights' figures, those of the weights that are kept, and the test's. */
export interface RunFigures {
  last: ValidationFigures | null;
  kept: ValidationFigures | null;
  test: { loss: number; accuracy: number } | null;
}

export type ReplicaMessage =
  | { kind: 'ready'; replica: number }
  | { kind: 'planned'; step: number; totalSteps: number }
  | { kind: 'snapshot'; position: RunPosition; isCheckpoint: boolean }
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
