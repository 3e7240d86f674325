// What a front end may ask of training and what it hears while a run goes on.

import type { WireError } from './errors.ts';
import type {
  ModelConfiguration,
  Recipe,
  RunHistory,
  SamplePoint,
  ValidationPoint,
} from './model.ts';

/** Starts a new model on a corpus of the library. Left-out fields take the defaults in `defaults.ts`. */
export interface TrainingRequest {
  corpus: string;
  name?: string;
  configuration?: Partial<ModelConfiguration>;
  recipe?: Partial<Recipe>;
  /** Fed before every sample that is written while training, so that they can be compared. */
  samplePrompt?: string;
}

/** Goes on with a model: from its checkpoint when interrupted or paused, else for more epochs or minutes. */
export interface ContinueRequest {
  model: string;
  /** Only for a finished model. */
  epochs?: number;
  minutes?: number;
  from?: 'best' | 'last';
}

export type RunState = 'queued' | 'starting' | 'running' | 'paused' | 'stopping' | 'ended';

/** A number that the run changed of what was asked, to say so; `field` names it. */
export interface Adjustment {
  field: 'batchSize' | 'sequenceLength' | 'replicas';
  asked: number;
  used: number;
}

/** A run as a front end that has just connected needs it. */
export interface RunStatus {
  run: string;
  model: string;
  name: string;
  state: RunState;
  /** Place in the queue, 0 when it is not waiting. */
  queuePosition: number;
  configuration: ModelConfiguration;
  recipe: Recipe;
  parameters: number;
  vocabularySize: number;
  characters: number;
  replicas: number;
  adjustments: Adjustment[];
  notices: TrainingNotice[];
  progress: TrainingProgress | null;
  history: RunHistory;
  bestValidationLoss: number | null;
}

export interface TrainingStarted {
  run: string;
  model: string;
  name: string;
  parameters: number;
  vocabularySize: number;
  characters: number;
  replicas: number;
  adjustments: Adjustment[];
}

/** At most ten a second, coalesced. */
export interface TrainingProgress {
  run: string;
  step: number;
  /** Planned steps; re-planned while a timed run goes on. */
  steps: number;
  /** Fractional: 1.5 is the middle of the second pass. */
  epoch: number;
  /** Mean nats per character over the steps since the last progress. */
  loss: number;
  gradientNorm: number;
  learningRate: number;
  charsPerSecond: number;
  etaSeconds: number;
  /** Active seconds so far. */
  seconds: number;
  /** Resident bytes of the engine process. */
  memoryBytes: number;
}

export type TrainingValidation = ValidationPoint & { run: string; isBest: boolean };
export type TrainingSample = SamplePoint & { run: string };

/** Something the person should know of, in words that the front end chooses by `code`. */
export interface TrainingNotice {
  code:
    | 'fewer-replicas'
    | 'replica-restarted'
    | 'stopped-improving'
    | 'resumed'
    | 'checkpoint-failed'
    | 'text-small'
    | 'engine-restarted';
  message: string;
}

export type EndReason = 'completed' | 'stopped' | 'stopped-improving' | 'failed' | 'interrupted';

export interface TrainingEnded {
  run: string;
  model: string;
  name: string;
  reason: EndReason;
  bestValidationLoss: number | null;
  testLoss: number | null;
  testAccuracy: number | null;
  seconds: number;
  charsPerSecond: number;
  error: WireError | null;
}
