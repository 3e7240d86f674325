// The sentences of a recipe told in few words, in English.

import type { Message } from '../catalogue.ts';

export const enWords = {
  'words.oneHot': 'one-hot',
  'words.embedding': 'embedding {size}',
  'words.tied': 'tied',
  'words.dropout': 'dropout {share}',
  'words.head': 'dense {sizes}',
  'words.last': 'judged at the last',
  'words.learningRate': 'rate {rate}',
  'words.weightDecay': 'weight decay {decay}',
  'words.clipNorm': 'norm clipped at {norm}',
  'words.clipValue': 'values clipped at {value}',
  'words.unclipped': 'not clipped',
  'words.strided': 'a window every {stride} characters',
  'words.batch': 'batch {size}',
  'words.length': 'length {length}',
  'words.everyCharacter': 'every character',
  'words.minimumCount': {
    one: 'characters that occur {count} time at least',
    other: 'characters that occur {count} times at least',
  },
  'words.coverage': 'covering {share}',
  'words.validation': '{share} for validation',
  'words.test': '{share} for the test',
  'words.validateEvery': 'every {steps} steps',
  'words.patience': {
    one: 'stops after {count} without progress',
    other: 'stops after {count} without progress',
  },
  'words.patienceGain': {
    one: 'stops after {count} without a gain of {gain}',
    other: 'stops after {count} without a gain of {gain}',
  },
  'words.coresAuto': 'as many cores as are fastest',
  'words.cores': { one: '{count} core', other: '{count} cores' },
  'words.seed': 'seed {seed}',
} as const satisfies Record<string, Message>;
