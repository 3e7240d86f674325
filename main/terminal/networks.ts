// A network and a recipe on one short line, in the field's own terms, which are the same in every language.

import type { Cell, Loss, ModelConfiguration, Recipe } from '../../app/contract/model.ts';

const cellNames: Record<Cell, string> = { lstm: 'LSTM', gru: 'GRU', rnn: 'RNN' };
const activations = { tanh: '', relu: 'ReLU ', sigmoid: 'sigmoid ' } as const;

/** As in `LSTM 2×256`, or `ReLU LSTM 128-64, dense 64-32`. */
export function networkInShort({ cell, activation, layers, head }: ModelConfiguration): string {
  const dense = head.length === 0 ? '' : `, dense ${head.join('-')}`;
  return `${activations[activation]}${cellNames[cell]} ${sizesInShort(layers)}${dense}`;
}

/** As in `adamw 0.005, cosine`. */
export function optimizerInShort({ optimizer, learningRate, schedule }: Recipe): string {
  return `${optimizer} ${rateInShort(learningRate)}, ${schedule}`;
}

/** A learning rate with the digits that tell it from others. */
export function rateInShort(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}

/** A loss other than cross-entropy: it may be small, and three digits tell it from others. */
export function optimisedLossInShort(value: number): string {
  return value.toPrecision(3);
}

/** The field's names of the losses. */
export const lossNames: Record<Loss, string> = {
  'cross-entropy': 'cross-entropy',
  'mean-squared-error': 'mean squared error',
  'binary-cross-entropy': 'binary cross-entropy',
};

function sizesInShort(sizes: readonly number[]): string {
  const [first] = sizes;
  const isEven = sizes.length > 1 && sizes.every((size) => size === first);
  return isEven ? `${sizes.length}×${first}` : sizes.join('-');
}
