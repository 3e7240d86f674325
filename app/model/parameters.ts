// Where each learned tensor lies in one flat float32 buffer, and its first values.
// Knows nothing of TensorFlow or of files; the order of the gates on disk is converted in formats/.

import type { Cell, ModelConfiguration } from '../contract/model.ts';
import { createRandom } from './random.ts';

/** One tensor's place, in floats from the start of the flat buffer. */
export interface ParameterEntry {
  name: string;
  shape: number[];
  offset: number;
  size: number;
}

/**
 * All tensors of a network in their fixed order, I being what comes into a layer:
 * `embedding/embeddings` [V,E] (absent for one-hot) ·
 * per LSTM layer `lstm_k/kernel` [I+H,4H], the input's rows before the recurrent ones, and `lstm_k/bias` [4H],
 * both with the gates in BlockLSTM's order i, c, f, o ·
 * per GRU layer `gru_k/kernel` [I,3H], `gru_k/recurrent_kernel` [H,3H], `gru_k/bias` [2,3H] (the input's, then
 * the recurrent one), all with the gates z, r, h ·
 * per simple layer `rnn_k/kernel` [I,H], `rnn_k/recurrent_kernel` [H,H], `rnn_k/bias` [H] ·
 * `head_k/kernel` [I,size] and `head_k/bias` [size] ·
 * `dense/kernel` [I,V] (absent where it is the embedding's transpose) · `dense/bias` [V].
 */
export interface ParameterLayout {
  entries: ParameterEntry[];
  /** Floats in the flat buffer, padding included. */
  size: number;
  /** Learned numbers, padding not counted. */
  count: number;
}

/** Tensors start at multiples of 64 bytes: only such memory can be lent to TensorFlow without a copy. */
const alignmentFloats = 16;

type PartShapes = [part: string, shape: number[]][];

const layerShapes: Record<Cell, (I: number, H: number) => PartShapes> = {
  lstm: (I, H) => [
    ['kernel', [I + H, 4 * H]],
    ['bias', [4 * H]],
  ],
  gru: (I, H) => [
    ['kernel', [I, 3 * H]],
    ['recurrent_kernel', [H, 3 * H]],
    ['bias', [2, 3 * H]],
  ],
  rnn: (I, H) => [
    ['kernel', [I, H]],
    ['recurrent_kernel', [H, H]],
    ['bias', [H]],
  ],
};

/** Lays out the parameters of a configuration over a vocabulary of V characters. */
export function layOutParameters(
  configuration: ModelConfiguration,
  vocabularySize: number,
): ParameterLayout {
  const entries: ParameterEntry[] = [];
  let size = 0;
  let count = 0;
  const add = (name: string, shape: number[]) => {
    const elements = shape.reduce((product, dimension) => product * dimension, 1);
    entries.push({ name, shape, offset: size, size: elements });
    size += Math.ceil(elements / alignmentFloats) * alignmentFloats;
    count += elements;
  };

  const V = vocabularySize;
  let inputSize = V;
  if (configuration.embedding !== 'one-hot') {
    add('embedding/embeddings', [V, configuration.embedding]);
    inputSize = configuration.embedding;
  }
  configuration.layers.forEach((H, layer) => {
    const name = `${configuration.cell}_${layer}`;
    for (const [part, shape] of layerShapes[configuration.cell](inputSize, H)) {
      add(`${name}/${part}`, shape);
    }
    inputSize = H;
  });
  configuration.head.forEach((size, layer) => {
    add(`head_${layer}/kernel`, [inputSize, size]);
    add(`head_${layer}/bias`, [size]);
    inputSize = size;
  });
  if (!configuration.tieWeights) add('dense/kernel', [inputSize, V]);
  add('dense/bias', [V]);
  return { entries, size, count };
}

/**
 * First values: embeddings N(0, 0.1), kernels uniform by Glorot and Bengio (2010), a recurrent one as well: at [H,H]
 * that has a spectral radius of about 1, as an orthogonal one would. Biases are zero, but the LSTM's forget gate's
 * is 1 so that early gradients reach back (Jozefowicz et al. 2015).
 */
export function initialiseParameters(layout: ParameterLayout, seed: number): Float32Array {
  const parameters = new Float32Array(layout.size);
  layout.entries.forEach(({ name, shape, offset, size }, index) => {
    const random = createRandom(seed, index);
    const values = parameters.subarray(offset, offset + size);
    const isLstm = name.startsWith('lstm_');
    if (name.endsWith('/bias')) {
      const H = size / 4;
      if (isLstm) values.fill(1, 2 * H, 3 * H); // forget gate, third in i, c, f, o
    } else if (name === 'embedding/embeddings') {
      for (let i = 0; i < size; i++) values[i] = 0.1 * random.normal();
    } else {
      const [rows, columns] = shape as [number, number];
      // The packed kernel is two matrices, [I,4H] and [H,4H], each with its own fan-in (as in Keras).
      const H = isLstm ? columns / 4 : columns;
      const inputRows = isLstm ? rows - H : rows;
      for (let i = 0; i < size; i++) {
        const fanIn = Math.floor(i / columns) < inputRows ? inputRows : H;
        values[i] = (2 * random.uniform() - 1) * Math.sqrt(6 / (fanIn + columns));
      }
    }
  });
  return parameters;
}

/**
 * Sets the output's bias to the logarithm of each character's share of the counts, all above zero, so that an
 * untrained network already guesses as counting single characters does.
 */
export function setOutputBias(
  parameters: Float32Array,
  layout: ParameterLayout,
  counts: Float64Array,
): void {
  const bias = layout.entries.find(({ name }) => name === 'dense/bias');
  if (!bias) return;
  const total = counts.reduce((sum, count) => sum + count, 0);
  counts.forEach((count, index) => {
    parameters[bias.offset + index] = Math.log(count / total);
  });
}
