// RMSProp (Tieleman and Hinton 2012), as PyTorch has it: s ← ρ·s + (1−ρ)·g², d = g / (√s + ε), and with
// momentum v ← μ·v + d, p ← p − lr·v. Weight decay is added to the gradient.

import type { OptimizerBuffers, OptimizerStep } from './optimizer.ts';

const epsilon = 1e-8;

/** Updates parameters, squares and velocity in place over [start, end). */
export function updateByRmsProp(
  { parameters, gradients, momentum, variance }: OptimizerBuffers,
  { learningRate, momentum: mu, squareDecay: rho, weightDecay, gradientScale }: OptimizerStep,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const parameter = parameters[i] as number;
    const gradient = (gradients[i] as number) * gradientScale + weightDecay * parameter;
    const square = (variance[i] = rho * (variance[i] as number) + (1 - rho) * gradient * gradient);
    // Without momentum the velocity is the step itself.
    const velocity = mu * (momentum[i] as number) + gradient / (Math.sqrt(square) + epsilon);
    momentum[i] = velocity;
    parameters[i] = parameter - learningRate * velocity;
  }
}
