// How large a model would be, before there is one. The same sum as the engine's layout of parameters.

import type { Cell, ModelConfiguration } from '../../app/contract/model.ts';

/** Numbers in one layer of H cells over I inputs, biases included; a GRU has two of them, as in PyTorch and Keras. */
const layerCounts: Record<Cell, (I: number, H: number) => number> = {
  lstm: (I, H) => (I + H + 1) * 4 * H,
  gru: (I, H) => (I + H + 2) * 3 * H,
  rnn: (I, H) => (I + H + 1) * H,
};

/** Learned numbers of a network over V characters: embedding, layers with biases, head, output. */
export function countParameters(
  {
    cell,
    layers,
    head,
    embedding,
    tieWeights,
  }: Pick<ModelConfiguration, 'cell' | 'layers' | 'head' | 'embedding' | 'tieWeights'>,
  V: number,
): number {
  let count = embedding === 'one-hot' ? 0 : V * embedding;
  let inputSize = embedding === 'one-hot' ? V : embedding;
  for (const H of layers) {
    count += layerCounts[cell](inputSize, H);
    inputSize = H;
  }
  for (const size of head) {
    count += (inputSize + 1) * size;
    inputSize = size;
  }
  return count + (tieWeights ? 0 : inputSize * V) + V;
}

/** The layers in short: 2×256 where all are alike, else 256-128; one alone has but its size. */
export function describeLayers(layers: readonly number[]): string {
  const [first] = layers;
  if (first === undefined) return '';
  const isStack = layers.length > 1 && layers.every((size) => size === first);
  return isStack ? `${layers.length}×${first}` : layers.join('-');
}
