// Named set-ups: the field's well-known ones, faithfully, and Charloom's own. Data alone; what they are for, where
// they come from and what to expect of them is said by each front end in its own words.
// The `keras-…` ones and `elman-50` follow the set-ups of five articles on character models in Keras: one-hot
// input, windows of their own at a stride of 3, the loss at the last position, Adam at 0.001, no clipping.
// `char-rnn` follows the defaults of karpathy/char-rnn (2015), its decay after the tenth epoch included.

import type { ModelConfiguration, Recipe } from './model.ts';

export const presetNames = [
  'small',
  'medium',
  'large',
  'char-rnn',
  'keras-lstm-50',
  'keras-softmax-50',
  'keras-stack-mse',
  'keras-stack',
  'keras-128-64',
  'elman-50',
] as const;

export type PresetName = (typeof presetNames)[number];

/** What a preset settles; everything else keeps its default. */
export interface Preset {
  configuration: Partial<ModelConfiguration>;
  recipe: Partial<Recipe>;
  /** The figure that its source prints at the end. */
  prints: 'loss' | 'optimised-loss' | 'accuracy';
}

const keras = {
  configuration: { embedding: 'one-hot', targets: 'last' },
  recipe: {
    windows: 'strided',
    stride: 3,
    sequenceLength: 20,
    batchSize: 32,
    optimizer: 'adam',
    momentum: 0.9,
    squareDecay: 0.999,
    learningRate: 0.001,
    schedule: 'constant',
    warmup: 0,
    weightDecay: 0,
    clipNorm: null,
    clipValue: null,
    arithmetic: 'float32',
    validation: 0.1,
    test: 0.1,
  },
} as const;

const ownWay = (
  layers: number[],
  embedding: number,
  {
    dropout,
    batchSize,
    learningRate,
  }: { dropout: number; batchSize: number; learningRate: number },
): Preset => ({
  configuration: { cell: 'lstm', layers, embedding, dropout },
  recipe: { batchSize, learningRate },
  prints: 'loss',
});

/** Every preset by name. */
export const presets: Record<PresetName, Preset> = {
  small: ownWay([128, 128], 32, { dropout: 0, batchSize: 16, learningRate: 0.005 }),
  medium: ownWay([256, 256], 64, { dropout: 0.1, batchSize: 16, learningRate: 0.004 }),
  large: ownWay([512, 512], 64, { dropout: 0.3, batchSize: 32, learningRate: 0.003 }),
  'char-rnn': {
    configuration: { cell: 'lstm', layers: [128, 128], embedding: 'one-hot', dropout: 0 },
    recipe: {
      sequenceLength: 50,
      batchSize: 50,
      epochs: 50,
      optimizer: 'rmsprop',
      momentum: 0,
      squareDecay: 0.95,
      learningRate: 0.002,
      schedule: 'exponential',
      warmup: 0,
      decayFactor: 0.97,
      decayEvery: 1,
      decayAfter: 10,
      clipNorm: null,
      clipValue: 5,
      arithmetic: 'float32',
      validation: 0.05,
    },
    prints: 'loss',
  },
  'keras-lstm-50': {
    configuration: {
      ...keras.configuration,
      cell: 'lstm',
      activation: 'relu',
      layers: [50],
      dropout: 0.2,
      loss: 'mean-squared-error',
    },
    recipe: { ...keras.recipe, epochs: 100 },
    prints: 'optimised-loss',
  },
  'keras-softmax-50': {
    configuration: { ...keras.configuration, cell: 'lstm', layers: [50], dropout: 0 },
    recipe: { ...keras.recipe, epochs: 10 },
    prints: 'accuracy',
  },
  'keras-stack-mse': {
    configuration: {
      ...keras.configuration,
      cell: 'lstm',
      layers: [50, 50, 50],
      dropout: 0.2,
      loss: 'mean-squared-error',
    },
    recipe: { ...keras.recipe, epochs: 100 },
    prints: 'optimised-loss',
  },
  'keras-stack': {
    configuration: { ...keras.configuration, cell: 'lstm', layers: [50, 50, 50], dropout: 0 },
    recipe: { ...keras.recipe, batchSize: 128, epochs: 10 },
    prints: 'accuracy',
  },
  'keras-128-64': {
    configuration: {
      ...keras.configuration,
      cell: 'lstm',
      layers: [128, 64],
      head: [64, 32],
      dropout: 0,
      loss: 'binary-cross-entropy',
    },
    recipe: { ...keras.recipe, sequenceLength: 100, epochs: 10 },
    prints: 'accuracy',
  },
  'elman-50': {
    configuration: { ...keras.configuration, cell: 'rnn', layers: [50], dropout: 0 },
    recipe: { ...keras.recipe, epochs: 10 },
    prints: 'accuracy',
  },
};
