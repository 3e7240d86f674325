// Which layer each configuration is made of: the one place that knows all cells.

import type { ModelConfiguration } from '../contract/model.ts';
import type { Constants } from '../tensor/constants.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { LstmLayer } from './lstm-layer.ts';
import type { RecurrentLayer } from './recurrent-layer.ts';

/** Makes the recurrent layers, the first nearest to the input. */
export function createLayers(
  tensorflow: TensorFlow,
  constants: Constants,
  network: { configuration: ModelConfiguration; vocabularySize: number },
): RecurrentLayer[] {
  const { cell, layers, embedding } = network.configuration;
  let inputSize = embedding === 'one-hot' ? network.vocabularySize : embedding;
  return layers.map((hiddenSize, index) => {
    const place = { name: `${cell}_${index}`, inputSize, hiddenSize };
    inputSize = hiddenSize;
    return new LstmLayer(tensorflow, constants, place);
  });
}
