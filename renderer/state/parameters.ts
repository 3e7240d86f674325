// How large a model would be, before there is one. The same sum as the engine's layout of parameters.

import type { ModelConfiguration } from '../../app/contract/model.ts';

/** Learned numbers of a network over V characters: embedding, LSTM layers with biases, output. */
export function countParameters(
  { layers, embedding }: Pick<ModelConfiguration, 'layers' | 'embedding'>,
  V: number,
): number {
  let count = embedding === 'one-hot' ? 0 : V * embedding;
  let inputSize = embedding === 'one-hot' ? V : embedding;
  for (const H of layers) {
    count += (inputSize + H + 1) * 4 * H;
    inputSize = H;
  }
  return count + (inputSize + 1) * V;
}

/** The layers in short: 2×256 where all are alike, else 256-128. */
export function describeLayers(layers: readonly number[]): string {
  const [first] = layers;
  if (first === undefined) return '';
  return layers.every((size) => size === first) ? `${layers.length}×${first}` : layers.join('-');
}
