// What every kind of recurrent layer is to the network: a way forward over a window of T steps of B streams,
// which leaves a pass that knows the way back. Knows neither the cells nor what lies above and below them.

import type { Tensor } from '../tensor/ops.ts';
import type { LayerInput } from './input-layer.ts';
import type { Matrix } from './matrix.ts';
import type { GradientWriter, Weights } from './weights.ts';

/** A layer's state before or after a window. */
export interface LayerState {
  hidden: Tensor; // [B,H]
  cell: Tensor | null; // [B,H], null where the cell has no other state than the hidden one
}

/** Sizes of a window: T steps of B streams. */
export interface WindowSize {
  T: number;
  B: number;
}

/** Where a layer stands in the network. */
export interface LayerPlace {
  /** What its parameters' names begin with, `gru_0` for instance. */
  name: string;
  inputSize: number;
  hiddenSize: number;
}

/** One layer; its weights come with each call. */
export interface RecurrentLayer {
  readonly hiddenSize: number;
  /** Runs the layer over a window. */
  forward(
    weights: Weights,
    input: LayerInput,
    before: { state: LayerState; size: WindowSize },
  ): LayerPass;
}

/** A layer's way through one window. Its tensors belong to the scope in which it was made. */
export interface LayerPass {
  hidden: Matrix; // [T*B,H]
  /** The state after the window, in memory of its own: it does not hold on to the window. */
  stateAfter(): LayerState;
  /**
   * Goes back through time from the gradients of all hidden states: writes those of the layer's weights, and gives
   * those of what came in, or null where characters did.
   */
  backward(
    hiddenGradients: Tensor /* [T*B,H] */,
    writer: GradientWriter,
  ): Tensor | null /* [T*B,I] */;
}
