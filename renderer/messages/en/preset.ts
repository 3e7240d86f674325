// The sentences of the set-ups by their names: where each comes from and what to expect, in English.

import type { Message } from '../catalogue.ts';

export const enPreset = {
  'preset.label': 'Set-up',
  'preset.none': 'The defaults',
  'preset.own': 'Charloom’s own',
  'preset.known': 'A classic',
  'preset.articles': 'From articles on Keras',
  'preset.changed': 'Changed since: it no longer counts as this set-up.',
  'preset.table': 'All set-ups side by side',
  'preset.table.name': 'Name',
  'preset.table.network': 'Its layers',
  'preset.table.epochs': 'Epochs',
  'preset.table.updates': 'Updates',
  'preset.table.time': 'Here',
  'preset.table.ownWay': 'Charloom’s own way',
  'preset.table.hint':
    'Times are of this computer with this text, a few steps each. Charloom’s own way: the loss, in nats, that the same network reaches in the same time.',
  'preset.table.timeAll': 'Time them all',
  'preset.table.stop': 'Stop',
  'preset.epochs.default': 'yours',
  'preset.small': 'Small · LSTM 2×128',
  'preset.small.from': 'Charloom’s own, for short texts and short times.',
  'preset.small.expect': 'Words within a minute, phrases within a few.',
  'preset.medium': 'Medium · LSTM 2×256',
  'preset.medium.from': 'Charloom’s own, for a book or two.',
  'preset.medium.expect': 'Better than counting letters within three minutes, on most texts.',
  'preset.large': 'Large · LSTM 2×512',
  'preset.large.from': 'Charloom’s own, for several books and half an hour or more.',
  'preset.large.expect':
    'The lowest loss of the three, if text and time suffice; on a short text less than Medium.',
  'preset.char-rnn': 'char-rnn · LSTM 2×128',
  'preset.char-rnn.from':
    'Karpathy’s char-rnn of 2015 with its defaults: RMSProp, decaying after ten epochs.',
  'preset.char-rnn.expect': 'Fifty passes: they suit a short text, and take long on a long one.',
  'preset.keras-lstm-50': 'keras-lstm-50 · LSTM 50, ReLU, squared error',
  'preset.keras-lstm-50.from':
    'As in an article on Keras: one layer of 50 with ReLU, one-hot, windows of 20, squared error.',
  'preset.keras-lstm-50.expect':
    'On a short text it learns about what keras-softmax-50 learns in a tenth of the epochs. It prints its test loss.',
  'preset.keras-softmax-50': 'keras-softmax-50 · LSTM 50',
  'preset.keras-softmax-50.from':
    'As in an article on Keras: one layer of 50, one-hot, windows of 20, cross-entropy.',
  'preset.keras-softmax-50.expect':
    'On a short text it learns which letters follow each other, hardly words. It prints its accuracy.',
  'preset.keras-stack-mse': 'keras-stack-mse · LSTM 50-50-50, squared error',
  'preset.keras-stack-mse.from':
    'As in an article on Keras: three layers of 50 with dropout after each, squared error.',
  'preset.keras-stack-mse.expect':
    'On a short text it learns little more than how often each letter comes, for all its epochs. It prints its loss.',
  'preset.keras-stack': 'keras-stack · LSTM 50-50-50',
  'preset.keras-stack.from':
    'As in an article on Keras: three layers of 50, cross-entropy, batches of 128.',
  'preset.keras-stack.expect':
    'It makes few updates: on a short text it learns only how often each letter comes. It prints its accuracy on the test part.',
  'preset.keras-128-64': 'keras-128-64 · LSTM 128-64, dense 64-32',
  'preset.keras-128-64.from':
    'As in an article on Keras: layers of 128 and 64, two dense layers, windows of 100, binary cross-entropy.',
  'preset.keras-128-64.expect':
    'On a short text it learns less than keras-softmax-50, in many times the time. It prints its accuracy.',
  'preset.elman-50': 'elman-50 · simple RNN 50',
  'preset.elman-50.from': 'Elman’s simple recurrent network, in the manner of the others.',
  'preset.elman-50.expect':
    'It learns a little less than keras-softmax-50: it remembers nothing far back. It prints its accuracy.',
} as const satisfies Record<string, Message>;
