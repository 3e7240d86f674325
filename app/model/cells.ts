// Which layer each configuration is made of: the one place that knows all cells.

import type { ModelConfiguration } from '../contract/model.ts';
import type { Constants } from '../tensor/constants.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { GruLayer } from './gru-layer.ts';
import { KernelLstmLayer } from './lstm/kernel-lstm-layer.ts';
import type { LayerPlace, RecurrentLayer } from './recurrent-layer.ts';
import { RnnLayer } from './rnn-layer.ts';
import { UnfusedLstmLayer } from './lstm/unfused-lstm-layer.ts';

/** Makes the recurrent layers, the first nearest to the input. */
export function createLayers(
  tensorflow: TensorFlow,
  constants: Constants,
  network: {
    configuration: ModelConfiguration;
    vocabularySize: number;
  },
): RecurrentLayer[] {
  const { cell, activation, layers, embedding } = network.configuration;
  const create = (place: LayerPlace): RecurrentLayer => {
    switch (cell) {
      case 'lstm':
        // Fused kernels, TensorFlow's and our own, know tanh alone.
        if (activation !== 'tanh')
          return new UnfusedLstmLayer(tensorflow, constants, { ...place, activation });
        return new KernelLstmLayer(tensorflow, constants, place);
      case 'gru':
        return new GruLayer(tensorflow, constants, { ...place, activation });
      case 'rnn':
        return new RnnLayer(tensorflow, constants, { ...place, activation });
    }
  };
  let inputSize = embedding === 'one-hot' ? network.vocabularySize : embedding;
  return layers.map((hiddenSize, index) => {
    const layer = create({ name: `${cell}_${index}`, inputSize, hiddenSize });
    inputSize = hiddenSize;
    return layer;
  });
}
