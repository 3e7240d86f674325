// The non-linearities of step-kernel.ts, as expressions over vectors of four numbers. All but ReLU rest on one
// tanh, which the module holds as a function of its own, its first.

import type { Activation } from '../../contract/model.ts';
import {
  call,
  f32x4,
  get,
  numberLocals,
  set,
  type Code,
  type WasmFunction,
} from '../wasm-assembler.ts';

/** tanh's number among the module's functions. */
const tanhIndex = 0;

const tanhOf = (value: Code): Code => call(tanhIndex, value);

/** σ(x) = (1 + tanh(x/2)) / 2. */
export function sigmoidOf(value: Code): Code {
  const half = f32x4.constant(0.5);
  return f32x4.add(f32x4.multiply(tanhOf(f32x4.multiply(value, half)), half), half);
}

/** The positive part; what is not a number stays that. */
export const rectified = (value: Code): Code => f32x4.maximum(value, f32x4.constant(0));

const activations: Record<Activation, (value: Code) => Code> = {
  tanh: tanhOf,
  relu: rectified,
  sigmoid: sigmoidOf,
};

/** The expression of a non-linearity. */
export function activationOf(activation: Activation): (value: Code) => Code {
  return activations[activation];
}

/** tanh by Lambert's continued fraction, 11 terms: within 5e-7 of it everywhere once cut off at ±1. */
export function tanh(): WasmFunction {
  const { x, square } = numberLocals({ x: 'v128', square: 'v128' });
  const { numerator, denominator } = lambertFraction(11);
  const clamp = (value: Code, limit: number) =>
    f32x4.maximum(f32x4.minimum(value, f32x4.constant(limit)), f32x4.constant(-limit));
  // Horner's scheme in x².
  const polynomial = (coefficients: readonly number[]) =>
    coefficients
      .map((coefficient) => f32x4.constant(coefficient))
      .reduceRight((sum, term) => f32x4.add(f32x4.multiply(sum, get(square)), term));
  const fraction = f32x4.divide(
    f32x4.multiply(get(x), polynomial(numerator)),
    polynomial(denominator),
  );
  const body = [
    ...set(x, clamp(get(x), 10)),
    ...set(square, f32x4.multiply(get(x), get(x))),
    ...clamp(fraction, 1),
  ];
  return { parameters: ['v128'], result: 'v128', locals: ['v128'], body, name: null };
}

/** tanh x = x / (1 + x²/(3 + x²/(5 + …))), as x·N(x²)/D(x²); coefficients from the constant term on. */
function lambertFraction(terms: number): { numerator: number[]; denominator: number[] } {
  let numerator = [1];
  let denominator = [2 * terms - 1];
  for (let odd = 2 * terms - 3; odd > 0; odd -= 2) {
    // odd + x²/(denominator/numerator) = (odd·denominator + x²·numerator) / denominator
    const next = new Array<number>(Math.max(denominator.length, numerator.length + 1)).fill(0);
    denominator.forEach((value, power) => (next[power] = odd * value));
    numerator.forEach((value, power) => (next[power + 1] = (next[power + 1] ?? 0) + value));
    [numerator, denominator] = [denominator, next];
  }
  const first = denominator[0] ?? 1; // both start with the same constant: as 1, they stay in float32's range
  return {
    numerator: numerator.map((v) => v / first),
    denominator: denominator.map((v) => v / first),
  };
}
