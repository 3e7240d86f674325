// RMSProp (Tieleman and Hinton 2012), as PyTorch has it: s ← ρ·s + (1−ρ)·g², d = g / (√s + ε), and with
// momentum v ← μ·v + d, p ← p − lr·v. Weight decay is added to the gradient.

import { f64x2, get, set } from '../model/wasm-assembler.ts';
import type { OptimizerBuffers, OptimizerStep } from './optimizer.ts';
import type { UpdateKernel } from './update-kernel.ts';

const epsilon = 1e-8;

const factorsOf = (how: OptimizerStep) => ({
  scale: how.gradientScale,
  decay: how.weightDecay,
  rho: how.squareDecay,
  rest: 1 - how.squareDecay,
  mu: how.momentum,
  rate: how.learningRate,
});

/** Updates parameters, squares and velocity in place over [start, end). */
export function updateByRmsProp(
  { parameters, gradients, momentum, variance }: OptimizerBuffers,
  step: OptimizerStep,
  start: number,
  end: number,
): void {
  const { scale, decay, rho, rest, mu, rate } = factorsOf(step);
  for (let i = start; i < end; i++) {
    const parameter = parameters[i] as number;
    const gradient = (gradients[i] as number) * scale + decay * parameter;
    const square = (variance[i] = rho * (variance[i] as number) + rest * gradient * gradient);
    // Without momentum the velocity is the step itself.
    const velocity = mu * (momentum[i] as number) + gradient / (Math.sqrt(square) + epsilon);
    momentum[i] = velocity;
    parameters[i] = parameter - rate * velocity;
  }
}

/** The same. */
export const rmsPropKernel: UpdateKernel<keyof ReturnType<typeof factorsOf>> = {
  factors: factorsOf,
  update: ({ parameter, gradient, momentum, variance }, { scale, decay, rho, rest, mu, rate }) => {
    const { add, multiply, divide } = f64x2;
    const [p, g, s, v] = [get(parameter), get(gradient), get(variance), get(momentum)];
    const root = add(f64x2.squareRoot(s), f64x2.constant(epsilon));
    return [
      ...set(gradient, add(multiply(g, scale), multiply(decay, p))),
      ...set(variance, add(multiply(rho, s), multiply(multiply(rest, g), g))),
      ...set(momentum, add(multiply(mu, v), divide(g, root))),
      ...set(parameter, f64x2.subtract(p, multiply(rate, v))),
    ];
  },
};
