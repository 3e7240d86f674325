// Stochastic gradient descent with momentum, as PyTorch has it: v ← μ·v + g, p ← p − lr·v.
// Weight decay is added to the gradient.

import type { OptimizerBuffers, OptimizerStep } from './optimizer.ts';

/** Updates parameters and velocity in place over [start, end). */
export function updateBySgd(
  { parameters, gradients, momentum }: OptimizerBuffers,
  { learningRate, momentum: mu, weightDecay, gradientScale }: OptimizerStep,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const parameter = parameters[i] as number;
    const gradient = (gradients[i] as number) * gradientScale + weightDecay * parameter;
    const velocity = (momentum[i] = mu * (momentum[i] as number) + gradient);
    parameters[i] = parameter - learningRate * velocity;
  }
}
