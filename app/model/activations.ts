// The non-linearities that a configuration may choose, and their slopes: as TensorFlow ops, and as plain arithmetic
// for the readable references. Slopes are taken from the result y, which the way forward has left.

import type { Activation } from '../contract/model.ts';
import type { Ops, Tensor } from '../tensor/ops.ts';

/** A non-linearity of tensors. */
export interface TensorActivation {
  of(values: Tensor): Tensor;
  /** The gradient that reaches the argument, from the result and the gradient of that. */
  gradient(y: Tensor, gradient: Tensor): Tensor;
}

/** The ops of an activation. */
export function tensorActivation(ops: Ops, activation: Activation): TensorActivation {
  switch (activation) {
    case 'tanh':
      return { of: ops.tanh, gradient: ops.tanhGrad };
    case 'relu':
      return { of: ops.relu, gradient: ops.reluGrad };
    case 'sigmoid':
      return { of: ops.sigmoid, gradient: ops.sigmoidGrad };
  }
}

/** A non-linearity of one number. */
export interface NumberActivation {
  of: (x: number) => number;
  slope: (y: number) => number;
}

/** The arithmetic of each activation. */
export const numberActivations: Record<Activation, NumberActivation> = {
  tanh: { of: Math.tanh, slope: (y) => 1 - y * y },
  relu: { of: (x) => Math.max(0, x), slope: (y) => (y > 0 ? 1 : 0) },
  sigmoid: { of: (x) => 1 / (1 + Math.exp(-x)), slope: (y) => y * (1 - y) },
};
