// The options of a training, one row each: how it is typed, where it stands in the help, what reads it and which
// part of a request it belongs to. Data alone; what is done with the rows is in train-options.ts.

import { configurationLimits, recipeLimits } from '../../app/contract/limits.ts';
import { presetNames } from '../../app/contract/presets.ts';
import type { Messages } from './messages.ts';
import { lossNames } from './networks.ts';
import type { OptionReaders, Reader } from './options.ts';

/** The options by the names that commander gives them. */
export type OptionName = keyof Messages['trainOptions'];

interface OptionRow {
  group: keyof Messages['optionGroups'];
  /** What stands for the value in the help; null for a switch. */
  value: string | null;
  read?: (read: OptionReaders) => Reader;
  /** Of a request; null where the option is not sent as it is. */
  part: 'configuration' | 'recipe' | null;
  /** Only of a run that really starts, so not of a plan. */
  isForStarting?: true;
  conflicts?: OptionName[];
}

/** Stands for no value at all, which commander would take for nothing typed. */
export const off = 'off';

const limits = { ...configurationLimits, ...recipeLimits };

/** Every option by its name; the order is that of the help. */
export const optionRows: Record<OptionName, OptionRow> = {
  name: {
    group: 'begin',
    value: 'name',
    read: (read) => read.name,
    part: null,
    isForStarting: true,
  },
  preset: {
    group: 'begin',
    value: 'name',
    read: (read) => read.oneOf(...presetNames),
    part: 'recipe',
  },
  fineTune: { group: 'begin', value: 'model', part: null },
  resume: { group: 'begin', value: 'model', part: null, isForStarting: true },
  from: {
    group: 'begin',
    value: 'weights',
    read: (read) => read.oneOf('best', 'last'),
    part: null,
    isForStarting: true,
  },

  epochs: {
    group: 'length',
    value: 'n',
    read: (read) => read.whole(limits.epochs),
    part: 'recipe',
  },
  minutes: {
    group: 'length',
    value: 'm',
    read: (read) => read.aboveZero(limits.minutes),
    part: 'recipe',
    conflicts: ['epochs'],
  },
  untilConverged: { group: 'length', value: null, part: null, conflicts: ['epochs', 'minutes'] },
  validateEvery: {
    group: 'length',
    value: 'steps',
    read: (read) => read.whole(limits.validateEvery),
    part: 'recipe',
  },
  patience: {
    group: 'length',
    value: 'n',
    read: (read) => read.or(off, off, read.whole(limits.patience)),
    part: 'recipe',
  },
  minimumGain: {
    group: 'length',
    value: 'nats',
    read: (read) => read.number(limits.minimumGain),
    part: 'recipe',
  },

  cell: {
    group: 'network',
    value: 'cell',
    read: (read) => read.oneOf('lstm', 'gru', 'rnn'),
    part: 'configuration',
  },
  activation: {
    group: 'network',
    value: 'name',
    read: (read) => read.oneOf('tanh', 'relu', 'sigmoid'),
    part: 'configuration',
  },
  layers: { group: 'network', value: 'sizes', read: (read) => read.layers, part: 'configuration' },
  head: {
    group: 'network',
    value: 'sizes',
    read: (read) => read.or('none', [], read.head),
    part: 'configuration',
  },
  embedding: {
    group: 'network',
    value: 'size',
    read: (read) => read.or('one-hot', 'one-hot', read.whole(limits.embedding)),
    part: 'configuration',
  },
  dropout: {
    group: 'network',
    value: 'rate',
    read: (read) => read.number(limits.dropout),
    part: 'configuration',
  },
  targets: {
    group: 'network',
    value: 'which',
    read: (read) => read.oneOf('every', 'last'),
    part: 'configuration',
  },
  loss: {
    group: 'network',
    value: 'name',
    read: (read) => read.oneOf(...Object.keys(lossNames)),
    part: 'configuration',
  },
  tieWeights: { group: 'network', value: null, part: 'configuration' },

  sequenceLength: {
    group: 'text',
    value: 'n',
    read: (read) => read.whole(limits.sequenceLength),
    part: 'recipe',
  },
  batchSize: {
    group: 'text',
    value: 'n',
    read: (read) => read.whole(limits.batchSize),
    part: 'recipe',
  },
  windows: {
    group: 'text',
    value: 'order',
    read: (read) => read.oneOf('streams', 'strided'),
    part: 'recipe',
  },
  stride: { group: 'text', value: 'n', read: (read) => read.whole(limits.stride), part: 'recipe' },
  validation: {
    group: 'text',
    value: 'share',
    read: (read) => read.number(limits.validation),
    part: 'recipe',
  },
  test: { group: 'text', value: 'share', read: (read) => read.number(limits.test), part: 'recipe' },
  minimumCount: {
    group: 'text',
    value: 'n',
    read: (read) => read.whole(limits.minimumCount),
    part: 'recipe',
  },
  coverage: {
    group: 'text',
    value: 'share',
    read: (read) => read.number(limits.coverage),
    part: 'recipe',
  },

  optimizer: {
    group: 'optimizer',
    value: 'name',
    read: (read) => read.oneOf('adamw', 'adam', 'rmsprop', 'sgd'),
    part: 'recipe',
  },
  learningRate: {
    group: 'optimizer',
    value: 'rate',
    read: (read) => read.aboveZero(limits.learningRate),
    part: 'recipe',
  },
  momentum: {
    group: 'optimizer',
    value: 'share',
    read: (read) => read.number(limits.momentum),
    part: 'recipe',
  },
  squareDecay: {
    group: 'optimizer',
    value: 'share',
    read: (read) => read.number(limits.squareDecay),
    part: 'recipe',
  },
  weightDecay: {
    group: 'optimizer',
    value: 'rate',
    read: (read) => read.number(limits.weightDecay),
    part: 'recipe',
  },
  clipNorm: {
    group: 'optimizer',
    value: 'norm',
    read: (read) => read.or(off, off, read.aboveZero(limits.clipNorm)),
    part: 'recipe',
  },
  clipValue: {
    group: 'optimizer',
    value: 'size',
    read: (read) => read.or(off, off, read.aboveZero(limits.clipValue)),
    part: 'recipe',
  },

  schedule: {
    group: 'schedule',
    value: 'name',
    read: (read) => read.oneOf('constant', 'step', 'exponential', 'cosine', 'plateau'),
    part: 'recipe',
  },
  warmup: {
    group: 'schedule',
    value: 'share',
    read: (read) => read.number(limits.warmup),
    part: 'recipe',
  },
  decayFactor: {
    group: 'schedule',
    value: 'factor',
    read: (read) => read.aboveZero(limits.decayFactor),
    part: 'recipe',
  },
  decayEvery: {
    group: 'schedule',
    value: 'n',
    read: (read) => read.whole(limits.decayEvery),
    part: 'recipe',
  },
  decayAfter: {
    group: 'schedule',
    value: 'epochs',
    read: (read) => read.whole(limits.decayAfter),
    part: 'recipe',
  },

  seed: { group: 'machine', value: 'n', read: (read) => read.whole(limits.seed), part: 'recipe' },
  replicas: {
    group: 'machine',
    value: 'n',
    read: (read) => read.or('auto', 'auto', read.whole(limits.replicas)),
    part: 'recipe',
  },
  arithmetic: {
    group: 'machine',
    value: 'name',
    read: (read) => read.oneOf('auto', 'float32', 'bfloat16'),
    part: 'recipe',
  },
};
