// AdamW (Loshchilov and Hutter 2019): Adam whose weight decay shrinks the parameters themselves and does not pass
// through the running means.

import type { OptimizerBuffers, OptimizerStep } from './optimizer.ts';

const epsilon = 1e-8;

/** Updates parameters and both running means in place over [start, end). */
export function updateByAdamW(
  { parameters, gradients, momentum, variance }: OptimizerBuffers,
  step: OptimizerStep,
  start: number,
  end: number,
): void {
  const { momentum: beta1, squareDecay: beta2, learningRate, weightDecay, gradientScale } = step;
  const firstCorrection = learningRate / (1 - beta1 ** (step.step + 1));
  const secondCorrection = 1 / (1 - beta2 ** (step.step + 1));
  const keep = 1 - learningRate * weightDecay;
  for (let i = start; i < end; i++) {
    const gradient = (gradients[i] as number) * gradientScale;
    const m = (momentum[i] = beta1 * (momentum[i] as number) + (1 - beta1) * gradient);
    const v = (variance[i] = beta2 * (variance[i] as number) + (1 - beta2) * gradient * gradient);
    parameters[i] =
      keep * (parameters[i] as number) -
      (firstCorrection * m) / (Math.sqrt(v * secondCorrection) + epsilon);
  }
}
