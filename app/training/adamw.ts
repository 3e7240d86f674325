// AdamW (Loshchilov and Hutter 2019): Adam whose weight decay shrinks the parameters themselves and does not pass
// through the running means.

import { f64x2, get, set } from '../model/wasm-assembler.ts';
import { adamFactors, epsilon, stepOf, updateMeans, type AdamFactor } from './adam.ts';
import type { OptimizerBuffers, OptimizerStep } from './optimizer.ts';
import type { UpdateKernel } from './update-kernel.ts';

const adamWFactors = (step: OptimizerStep) => ({
  ...adamFactors(step),
  keep: 1 - step.learningRate * step.weightDecay,
});

/** Updates parameters and both running means in place over [start, end). */
export function updateByAdamW(
  { parameters, gradients, momentum, variance }: OptimizerBuffers,
  step: OptimizerStep,
  start: number,
  end: number,
): void {
  const { scale, beta1, rest1, beta2, rest2, rate, correction, keep } = adamWFactors(step);
  for (let i = start; i < end; i++) {
    const gradient = (gradients[i] as number) * scale;
    const m = (momentum[i] = beta1 * (momentum[i] as number) + rest1 * gradient);
    const v = (variance[i] = beta2 * (variance[i] as number) + rest2 * gradient * gradient);
    parameters[i] =
      keep * (parameters[i] as number) - (rate * m) / (Math.sqrt(v * correction) + epsilon);
  }
}

/** The same. */
export const adamWKernel: UpdateKernel<AdamFactor | 'keep'> = {
  factors: adamWFactors,
  update: ({ parameter, gradient, momentum, variance }, factors) => [
    ...set(gradient, f64x2.multiply(get(gradient), factors.scale)),
    ...updateMeans({ gradient, momentum, variance }, factors),
    ...set(
      parameter,
      f64x2.subtract(
        f64x2.multiply(factors.keep, get(parameter)),
        stepOf({ momentum, variance }, factors),
      ),
    ),
  ],
};
