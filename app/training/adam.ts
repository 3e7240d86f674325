// Adam (Kingma and Ba 2015): running means of gradients and squares, both corrected for their start at zero.
// Weight decay is added to the gradient; adamw.ts has it apart.

import type { OptimizerBuffers, OptimizerStep } from './optimizer.ts';

/** Kingma and Ba's; Keras has 1e-7, which differs only where gradients are that small themselves. */
const epsilon = 1e-8;

/** Updates parameters and both running means in place over [start, end). */
export function updateByAdam(
  { parameters, gradients, momentum, variance }: OptimizerBuffers,
  step: OptimizerStep,
  start: number,
  end: number,
): void {
  const { momentum: beta1, squareDecay: beta2, weightDecay, gradientScale } = step;
  const firstCorrection = step.learningRate / (1 - beta1 ** (step.step + 1));
  const secondCorrection = 1 / (1 - beta2 ** (step.step + 1));
  for (let i = start; i < end; i++) {
    const parameter = parameters[i] as number;
    const gradient = (gradients[i] as number) * gradientScale + weightDecay * parameter;
    const m = (momentum[i] = beta1 * (momentum[i] as number) + (1 - beta1) * gradient);
    const v = (variance[i] = beta2 * (variance[i] as number) + (1 - beta2) * gradient * gradient);
    parameters[i] = parameter - (firstCorrection * m) / (Math.sqrt(v * secondCorrection) + epsilon);
  }
}
