// Adam (Kingma and Ba 2015): running means of gradients and squares, both corrected for their start at zero.
// Weight decay is added to the gradient; adamw.ts has it apart.

import { f64x2, get, set, type Code } from '../model/wasm-assembler.ts';
import type { OptimizerBuffers, OptimizerStep } from './optimizer.ts';
import type { UpdatedPair, UpdateKernel } from './update-kernel.ts';

/** Kingma and Ba's; Keras has 1e-7, which differs only where gradients are that small themselves. */
export const epsilon = 1e-8;

/** What a step's settings come to; both corrections are for the start at zero. */
export const adamFactors = ({ step, ...how }: OptimizerStep) => ({
  scale: how.gradientScale,
  beta1: how.momentum,
  rest1: 1 - how.momentum,
  beta2: how.squareDecay,
  rest2: 1 - how.squareDecay,
  rate: how.learningRate / (1 - how.momentum ** (step + 1)),
  correction: 1 / (1 - how.squareDecay ** (step + 1)),
});

export type AdamFactor = keyof ReturnType<typeof adamFactors>;

const adamDecayFactors = (step: OptimizerStep) => ({
  ...adamFactors(step),
  decay: step.weightDecay,
});

/** Updates parameters and both running means in place over [start, end). */
export function updateByAdam(
  { parameters, gradients, momentum, variance }: OptimizerBuffers,
  step: OptimizerStep,
  start: number,
  end: number,
): void {
  const { scale, beta1, rest1, beta2, rest2, rate, correction, decay } = adamDecayFactors(step);
  for (let i = start; i < end; i++) {
    const parameter = parameters[i] as number;
    const gradient = (gradients[i] as number) * scale + decay * parameter;
    const m = (momentum[i] = beta1 * (momentum[i] as number) + rest1 * gradient);
    const v = (variance[i] = beta2 * (variance[i] as number) + rest2 * gradient * gradient);
    parameters[i] = parameter - (rate * m) / (Math.sqrt(v * correction) + epsilon);
  }
}

/** The same. */
export const adamKernel: UpdateKernel<AdamFactor | 'decay'> = {
  factors: adamDecayFactors,
  update: ({ parameter, gradient, momentum, variance }, factors) => [
    ...set(
      gradient,
      f64x2.add(
        f64x2.multiply(get(gradient), factors.scale),
        f64x2.multiply(factors.decay, get(parameter)),
      ),
    ),
    ...updateMeans({ gradient, momentum, variance }, factors),
    ...set(parameter, f64x2.subtract(get(parameter), stepOf({ momentum, variance }, factors))),
  ],
};

/** Takes a gradient into both running means. */
export function updateMeans(
  { gradient, momentum, variance }: Omit<UpdatedPair, 'parameter'>,
  { beta1, rest1, beta2, rest2 }: Record<AdamFactor, Code>,
): Code {
  const product = f64x2.multiply;
  const g = get(gradient);
  return [
    ...set(momentum, f64x2.add(product(beta1, get(momentum)), product(rest1, g))),
    ...set(variance, f64x2.add(product(beta2, get(variance)), product(product(rest2, g), g))),
  ];
}

/** What the running means take off a parameter. */
export function stepOf(
  { momentum, variance }: Pick<UpdatedPair, 'momentum' | 'variance'>,
  { rate, correction }: Record<AdamFactor, Code>,
): Code {
  const root = f64x2.squareRoot(f64x2.multiply(get(variance), correction));
  return f64x2.divide(
    f64x2.multiply(rate, get(momentum)),
    f64x2.add(root, f64x2.constant(epsilon)),
  );
}
