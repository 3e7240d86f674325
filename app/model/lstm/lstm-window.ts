// One window of an LSTM as its layer sees it: memory that kernels and TensorFlow share, and the ways through time in
// it. Knows nothing of parameters' names or of what lies above and below.

import type { Tensor } from '../../tensor/ops.ts';
import type { LayerInput } from '../input-layer.ts';
import type { Matrix } from '../matrix.ts';
import type { LayerState, WindowSize } from '../recurrent-layer.ts';

/** What a way forward starts from. */
export interface LstmWindowInput {
  before: LayerState;
  bias: Float32Array; // [4H]
  input: LayerInput; // T*B rows
  inputKernel: Matrix; // [I,4H]
  recurrentKernel: Matrix; // [H,4H]
}

/** The gradients of the gates before their non-linearities. */
export interface GateGradients {
  gradients: Matrix; // [T*B,4H]
  /** Summed over the positions of each distinct input, [D,4H], or over all, [1,4H], where that was done on the way. */
  sums: Tensor | null;
}

/** A window's memory, written anew by each window of its size; matrices over it are lent until the scope ends. */
export interface LstmWindow {
  readonly size: WindowSize;
  /** Forward over all steps: one product and one kernel each. */
  forward(given: LstmWindowInput): void;
  /** The hidden states after each step, [T*B,H]. */
  hidden(): Matrix;
  /** Those before each step, [T*B,H]. */
  hiddenBefore(): Matrix;
  /** The state after the window, in memory of its own. */
  stateAfter(): LayerState;
  /**
   * Back through time, once after each way forward: from the gradients of all hidden states to those of the gates.
   */
  back(hiddenGradients: Tensor /* [T*B,H] */, recurrentKernel: Matrix /* [H,4H] */): GateGradients;
}
