// What a front end may ask of training and what it hears while a run goes on.

import type { ErrorDetails, WireError } from './errors.ts';
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
  /** Fine-tuning: the model whose weights this one begins with. Its network is taken over; leave the configuration out. */
  from?: string;
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

/**
 * What would come of a request, before anything starts. With `minutes` and neither sizes nor a recipe, Charloom
 * chooses them: the best model that this machine can train on this text in that time.
 */
export interface PlanRequest {
  corpus: string;
  minutes?: number;
  configuration?: Partial<ModelConfiguration>;
  recipe?: Partial<Recipe>;
  from?: string;
}

/** Something that a plan has to say, in words that the front end chooses by `code`. */
export interface PlanRemark {
  code:
    | 'text-too-small'
    | 'time-too-short'
    | 'runs-unfused'
    | 'memory-tight'
    | 'smaller-fits'
    | 'characters-left-out';
  message: string;
  /** The sizes that would fit better, where there are any. */
  layers: number[] | null;
}

/**
 * Why no loss can be foretold: what is known comes from runs that were made, and none was made with a script of so
 * many characters, with parts of a text that are written in different characters, with this kind of network or recipe,
 * from another model's weights, or in so few steps.
 */
export type LossUnknown = 'script' | 'parts' | 'network' | 'recipe' | 'parent' | 'time';

/** A run as it was planned on this machine, ready to be started as it stands. */
export interface TrainingPlan {
  configuration: ModelConfiguration;
  recipe: Recipe;
  parameters: number;
  vocabularySize: number;
  /** Characters of the training part. */
  characters: number;
  /** Share of them that fall out of the vocabulary and count as `<unk>`. */
  unknownShare: number;
  replicas: number;
  /** Planned updates, and how long all of it takes, validation included. */
  steps: number;
  seconds: number;
  charsPerSecond: number;
  /** Largest resident size of the engine process that is to be expected. */
  memoryBytes: number;
  /** Validation loss to be expected, in nats per character: the likely range; null where nothing is known. */
  expectedLoss: { low: number; high: number } | null;
  /** Why no loss is expected; null where one is. */
  lossUnknown: LossUnknown | null;
  remarks: PlanRemark[];
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
  /** The loss as an average that forgets: calm enough to read. */
  smoothedLoss: number;
  gradientNorm: number;
  /** Share of the steps since the last progress whose gradient was clipped. */
  clippedShare: number;
  /** The gradient's norm in each recurrent layer, the first nearest to the input. */
  layerGradientNorms: number[];
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

export const noticeCodes = [
  'fewer-replicas',
  'replica-restarted',
  'stopped-improving',
  'resumed',
  'checkpoint-failed',
  'text-small',
  'engine-restarted',
  'rolled-back',
  'overfitting',
  'gradients-vanishing',
  'gradients-exploding',
  'learning-rate-lowered',
  'runs-unfused',
  'arithmetic-unavailable',
] as const;
export type NoticeCode = (typeof noticeCodes)[number];

/**
 * Something the person should know of, in words that the front end chooses by `code`. `details`, where a code has
 * any: rolled-back {step, toStep, learningRate, attempt, attempts}, overfitting {epoch}, gradients-vanishing
 * {layer (from 1, nearest to the input), gradientNorm, ratio}, gradients-exploding {gradientNorm, ratio},
 * learning-rate-lowered {learningRate}, runs-unfused {cell, activation}.
 */
export interface TrainingNotice {
  code: NoticeCode;
  message: string;
  /** Numbers of the message, for a front end that phrases it in its own language. */
  details?: ErrorDetails;
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
  /** The optimised loss on the test part, where it is another than cross-entropy. */
  testOptimisedLoss: number | null;
  seconds: number;
  charsPerSecond: number;
  error: WireError | null;
}
