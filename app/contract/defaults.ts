// The defaults of every request, in one place, each with its reason. Below the contract nothing is optional.

import type { ModelConfiguration, Optimizer, Recipe } from './model.ts';
import type { SamplingOptions } from './sampling.ts';

/** 2×256 with an embedding of 64: on small texts it passes counting within three minutes on two cores. */
export const defaultConfiguration: ModelConfiguration = {
  cell: 'lstm',
  activation: 'tanh',
  layers: [256, 256],
  head: [],
  targets: 'every',
  embedding: 64,
  dropout: 0,
  loss: 'cross-entropy',
  tieWeights: false,
};

/** Small batches give more per minute than large ones as long as the kernels stay busy. */
export const defaultRecipe: Recipe = {
  preset: null,
  sequenceLength: 64,
  batchSize: 32,
  windows: 'streams',
  stride: 3,
  epochs: 10,
  minutes: null,
  optimizer: 'adamw',
  momentum: 0.9,
  squareDecay: 0.99,
  schedule: 'cosine',
  learningRate: 0.005,
  warmup: 0.05,
  decayFactor: 0.5,
  decayEvery: 1,
  decayAfter: 0,
  weightDecay: 0,
  clipNorm: 1,
  clipValue: null,
  validation: 0.1,
  test: 0,
  minimumCount: 1,
  coverage: 1,
  validateEvery: null,
  patience: null,
  minimumGain: 0,
  arithmetic: 'auto',
  seed: 1,
  replicas: 'auto',
};

/**
 * What each optimiser starts from where nothing else is asked for. AdamW: a decay of 0.99 rather than 0.999, because
 * runs of a few thousand steps never get to average over more. Adam: Kingma and Ba's own. RMSProp: char-rnn's. SGD:
 * the rate at which a clipped gradient of norm 1 moves weights about as far as Adam's first steps do.
 */
export const optimizerDefaults: Record<
  Optimizer,
  Pick<Recipe, 'momentum' | 'squareDecay' | 'learningRate'>
> = {
  adamw: { momentum: 0.9, squareDecay: 0.99, learningRate: 0.005 },
  adam: { momentum: 0.9, squareDecay: 0.999, learningRate: 0.002 },
  rmsprop: { momentum: 0, squareDecay: 0.95, learningRate: 0.002 },
  sgd: { momentum: 0.9, squareDecay: 0, learningRate: 0.5 },
};

/** A little below 1, so that spelling holds and the text still surprises. */
export const defaultSampling: SamplingOptions = {
  temperature: 0.8,
  topK: 0,
  topP: 1,
  minP: 0,
  seed: 1,
  length: 500,
  stop: [],
};
