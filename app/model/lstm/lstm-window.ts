// One window of an LSTM as its layer sees it: memory that kernels and TensorFlow share, and the ways through time in
// it. Knows nothing of parameters' names or of what lies above and below.

import type { Tensor } from '../../tensor/ops.ts';
import type { Matrix } from '../matrix.ts';
import type { LayerState, WindowSize } from '../recurrent-layer.ts';

/** What a way forward starts from. */
export interface LstmWindowInput {
  before: LayerState;
  bias: Float32Array; // [4H]
  projected: Matrix; // [T*B,4H], inputs times the input kernel
  recurrentKernel: Matrix; // [H,4H]
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
   * Back through time, once after each way forward: from the gradients of all hidden states to those of the gates
   * before their non-linearities, [T*B,4H].
   */
  back(hiddenGradients: Tensor /* [T*B,H] */, recurrentKernel: Matrix /* [H,4H] */): Matrix;
}
