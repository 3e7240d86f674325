// How the flat buffer of parameters is cut into the tensors of a model file, in Keras's names and packing.
// In memory an LSTM's kernel is one matrix [I+H,4H] with the gates i, c, f, o, as BlockLSTM takes them;
// on disk it is kernel [I,4H] and recurrent_kernel [H,4H] with the gates i, f, c, o. All other tensors, a GRU's
// with the gates z, r, h among them, lie in memory as they do on disk.

import type { ModelConfiguration } from '../contract/model.ts';
import type { ParameterLayout } from '../model/parameters.ts';
import type { TensorDescription } from './safetensors.ts';

/** One tensor on disk and where its values lie in the flat buffer. */
export interface DiskTensor extends TensorDescription {
  offset: number;
  size: number;
  /** H where rows hold four gates to be put in the other order; null elsewhere. */
  gateSize: number | null;
}

/** All tensors in file order. */
export function diskTensors(
  configuration: ModelConfiguration,
  layout: ParameterLayout,
): DiskTensor[] {
  return layout.entries.flatMap(({ name, shape, offset, size }) => {
    const layer = /^lstm_(\d+)\/(kernel|bias)$/.exec(name);
    if (layer === null) return [tensor(name, shape, offset, null)];
    const H = configuration.layers[Number(layer[1])] ?? 0;
    if (layer[2] === 'bias') return [tensor(name, shape, offset, H)];
    const inputSize = size / (4 * H) - H;
    return [
      tensor(name, [inputSize, 4 * H], offset, H),
      tensor(`lstm_${layer[1]}/recurrent_kernel`, [H, 4 * H], offset + inputSize * 4 * H, H),
    ];
  });
}

function tensor(
  name: string,
  shape: number[],
  offset: number,
  gateSize: number | null,
): DiskTensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return { name, dtype: 'F32', shape, offset, size, gateSize };
}

/** Exchanges the second gate and the third in each row of four, which leads from either order to the other. */
export function exchangeGates(values: Float32Array, gateSize: number): void {
  const second = new Float32Array(gateSize);
  for (let row = 0; row < values.length; row += 4 * gateSize) {
    const third = row + 2 * gateSize;
    second.set(values.subarray(row + gateSize, third));
    values.copyWithin(row + gateSize, third, third + gateSize);
    values.set(second, third);
  }
}
