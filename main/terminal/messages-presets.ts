// The named set-ups in words, in English: where each comes from, what it is, what to expect of it.

import type { PresetName } from '../../app/contract/presets.ts';

export interface PresetWords {
  source: string;
  about: string;
  expect: string;
}

const keras = 'a Keras article';

/** The words of the presets; the type is what every other language has to fill. */
export const englishPresets = {
  presets: {
    small: {
      source: 'Charloom',
      about: 'small and quick, for short texts and slow machines',
      expect: 'words first, then their spelling; a short text is soon learnt by heart',
    },
    medium: {
      source: 'Charloom',
      about: 'for texts around a megabyte',
      expect: 'the manner of the text, with few wrong words',
    },
    large: {
      source: 'Charloom',
      about: 'for several megabytes and long runs',
      expect: 'the lowest loss where text and time suffice; on a short text less than “medium”',
    },
    'char-rnn': {
      source: 'char-rnn, 2015, its defaults',
      about: 'RMSProp, the rate falling by 3% an epoch after the tenth',
      expect: 'the classic; fifty epochs suit a short text and take long on a long one',
    },
    'keras-lstm-50': {
      source: keras,
      about: 'ReLU and squared error on the softmax',
      expect:
        'on a short text about what “keras-softmax-50” learns in a tenth of the epochs; prints the test loss',
    },
    'keras-softmax-50': {
      source: keras,
      about: 'one layer with cross-entropy',
      expect: 'on a short text which letters follow each other, hardly words; prints the accuracy',
    },
    'keras-stack-mse': {
      source: keras,
      about: 'three layers with squared error, dropout after each',
      expect:
        'on a short text little more than how often each letter comes, for all its epochs; prints the loss',
    },
    'keras-stack': {
      source: keras,
      about: 'three layers with cross-entropy, large batches',
      expect:
        'few updates: on a short text only how often each letter comes; prints the accuracy on the test part',
    },
    'keras-128-64': {
      source: keras,
      about: 'two layers, a dense head, binary cross-entropy, long windows',
      expect:
        'on a short text less than “keras-softmax-50”, in many times the time; prints the accuracy; ' +
        '--until-converged goes on until checks show no more gain',
    },
    'elman-50': {
      source: 'Elman, 1990, in the Keras set-up',
      about: 'the simple recurrent network; --activation tanh, relu or sigmoid',
      expect:
        'a little less than “keras-softmax-50”: it remembers nothing far back; prints the accuracy',
    },
  } satisfies Record<PresetName, PresetWords> as Record<PresetName, PresetWords>,
  presetExtent: (window: number, batch: number, epochs: number) =>
    `window ${window}, batch ${batch}, ${epochs} epochs`,
  presetFrom: ({ source, about }: PresetWords) => `From ${source}: ${about}.`,
  presetExpect: ({ expect }: PresetWords) => `Expect: ${expect}.`,
  presetUpdates: (updates: string, time: string) => `${updates} updates, ${time} on this machine`,
  presetLoss: (losses: string) => `validation loss ${losses}`,
  presetOwnWay: (losses: string) =>
    `The same network, trained Charloom's way in the same time: ${losses}`,
  presetRefused: (reason: string) => `Not on this text: ${reason}`,
  presetsUse: 'Train with one: charloom train FILE --preset NAME',
};

/** The words of the presets in one language. */
export type PresetMessages = typeof englishPresets;
