// A network's recurrent state, as tensors to compute with and as arrays to keep.

import { assert } from '../contract/errors.ts';
import type { ModelConfiguration } from '../contract/model.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { LayerState } from './recurrent-layer.ts';

/** One layer's state as it is kept in checkpoints and snapshots: rows are streams. */
export interface RecurrentState {
  hidden: Float32Array; // [B*H]
  cell: Float32Array; // [B*H] of an LSTM, empty for any other cell
}

/** The state of all layers between two windows, as tensors; whoever gets one disposes of it. */
export interface NetworkState {
  layers: LayerState[];
  batchSize: number;
}

/** The state before the first character: zeros. */
export function zeroStates(
  { cell, layers }: Pick<ModelConfiguration, 'cell' | 'layers'>,
  batchSize: number,
): RecurrentState[] {
  return layers.map((H) => ({
    hidden: new Float32Array(batchSize * H),
    cell: new Float32Array(cell === 'lstm' ? batchSize * H : 0),
  }));
}

/** Makes tensors, of their own copies, of a state. */
export function copyInState(
  tensorflow: TensorFlow,
  layers: readonly number[],
  states: readonly RecurrentState[],
): NetworkState {
  assert(states.length === layers.length, `a state of ${layers.length} layers was expected`);
  const batchSize = (states[0]?.hidden.length ?? 0) / (layers[0] ?? 1);
  return tensorflow.outsideScopes(() => ({
    batchSize,
    layers: states.map(({ hidden, cell }, layer) => {
      const shape = [batchSize, layers[layer] ?? 0];
      return {
        hidden: tensorflow.copyIn(hidden, shape),
        cell: cell.length > 0 ? tensorflow.copyIn(cell, shape) : null,
      };
    }),
  }));
}

/** Copies a state out. */
export function readState(tensorflow: TensorFlow, state: NetworkState): RecurrentState[] {
  return state.layers.map(({ hidden, cell }) => ({
    hidden: tensorflow.read(hidden),
    cell: cell === null ? new Float32Array(0) : tensorflow.read(cell),
  }));
}

/** Frees a state's tensors. */
export function releaseState(tensorflow: TensorFlow, state: NetworkState): void {
  for (const { hidden, cell } of state.layers.splice(0)) {
    tensorflow.release(hidden);
    if (cell !== null) tensorflow.release(cell);
  }
}
