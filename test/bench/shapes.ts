// The networks that rows measure, and how much arithmetic one training step of them is.

import type { Cell } from '../../app/contract/model.ts';

export interface StepShape {
  cell: Cell;
  layers: number[];
  embedding: number;
  vocabularySize: number;
  batchSize: number;
  sequenceLength: number;
}

/** Kernels that a cell has beside each other: an LSTM's four gates, a GRU's three, one without gates. */
const gates: Record<Cell, number> = { lstm: 4, gru: 3, rnn: 1 };

/** Characters of a Chinese text of about a million: what a row for Chinese means. */
export const chineseVocabularySize = 5400;

/** Two layers over an embedding of 64 and, unless a row says otherwise, a vocabulary of 96: what all step rows mean. */
export function twoLayers(
  hiddenSize: number,
  batchSize: number,
  { cell = 'lstm', vocabularySize = 96 }: { cell?: Cell; vocabularySize?: number } = {},
): StepShape {
  return {
    cell,
    layers: [hiddenSize, hiddenSize],
    embedding: 64,
    vocabularySize,
    batchSize,
    sequenceLength: 64,
  };
}

/** Floating-point operations of one step: each product once forward and twice backward, two for a multiply-add. */
export function stepArithmetic(shape: StepShape): number {
  let inputSize = shape.embedding;
  let products = 0;
  for (const H of shape.layers) {
    products += (inputSize + H) * gates[shape.cell] * H;
    inputSize = H;
  }
  products += inputSize * shape.vocabularySize;
  return 3 * 2 * products * shape.batchSize * shape.sequenceLength;
}
