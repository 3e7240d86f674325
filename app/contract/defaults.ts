// The defaults of every request, in one place, each with its reason. Below the contract nothing is optional.

import type { ModelConfiguration, Recipe } from './model.ts';
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
};

/** Small batches give more per minute than large ones as long as the kernels stay busy. */
export const defaultRecipe: Recipe = {
  sequenceLength: 64,
  batchSize: 32,
  epochs: 10,
  minutes: null,
  optimizer: 'adamw',
  schedule: 'cosine',
  learningRate: 0.005,
  warmup: 0.05,
  weightDecay: 0,
  clipNorm: 1,
  validation: 0.1,
  test: 0,
  patience: null,
  seed: 1,
  replicas: 'auto',
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
