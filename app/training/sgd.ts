// Stochastic gradient descent with momentum, as PyTorch has it: v ← μ·v + g, p ← p − lr·v.
// Weight decay is added to the gradient.

import { f64x2, get, set } from '../model/wasm-assembler.ts';
import type { OptimizerBuffers, OptimizerStep } from './optimizer.ts';
import type { UpdateKernel } from './update-kernel.ts';

const factorsOf = (how: OptimizerStep) => ({
  scale: how.gradientScale,
  decay: how.weightDecay,
  mu: how.momentum,
  rate: how.learningRate,
});

/** Updates parameters and velocity in place over [start, end). */
export function updateBySgd(
  { parameters, gradients, momentum }: OptimizerBuffers,
  step: OptimizerStep,
  start: number,
  end: number,
): void {
  const { scale, decay, mu, rate } = factorsOf(step);
  for (let i = start; i < end; i++) {
    const parameter = parameters[i] as number;
    const gradient = (gradients[i] as number) * scale + decay * parameter;
    const velocity = (momentum[i] = mu * (momentum[i] as number) + gradient);
    parameters[i] = parameter - rate * velocity;
  }
}

/** The same. */
export const sgdKernel: UpdateKernel<keyof ReturnType<typeof factorsOf>> = {
  factors: factorsOf,
  update: ({ parameter, gradient, momentum }, { scale, decay, mu, rate }) => {
    const { add, multiply } = f64x2;
    const [p, g, v] = [get(parameter), get(gradient), get(momentum)];
    return [
      ...set(momentum, add(multiply(mu, v), add(multiply(g, scale), multiply(decay, p)))),
      ...set(parameter, f64x2.subtract(p, multiply(rate, v))),
    ];
  },
};
