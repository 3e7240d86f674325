// tanh in WebAssembly SIMD as x·N(x²)/D(x²), least-maximum fits of our own, written in place so that several run side
// by side in the processor. step-kernel-functions.ts has one that is called, for a kernel that waits for memory anyway.

import { f32x4, get, set, type Code, type Local } from './wasm-assembler.ts';

/** A fit on |x| ≤ limit; beyond it tanh is taken as there. Coefficients from the constant term on. */
export interface TanhFit {
  limit: number;
  numerator: readonly number[];
  denominator: readonly number[];
}

/** Off by 4e-7 at most in float32, about what rounding costs anyway. */
export const wideTanh: TanhFit = {
  limit: 8,
  numerator: [0.9999993623555857, 0.12913663904123326, 0.002938851542494732, 1.1310471756464314e-5],
  denominator: [
    1, 0.46246762739846003, 0.02376392583212804, 0.00023703178200560913, 2.423918767371076e-7,
  ],
};

/** Off by 6e-5 at most, a thirtieth of what rounding to bfloat16 changes. */
export const narrowTanh: TanhFit = {
  limit: 5.25,
  numerator: [0.999753807, 0.100876446, 0.000630922435],
  denominator: [1, 0.433517461, 0.0123910016],
};

/** Leaves tanh of the value in `x`; `square` is used on the way. */
export function setTanh(fit: TanhFit, x: Local, value: Code, square: Local): Code {
  const { limit, numerator, denominator } = fit;
  const bound = (number: number) => f32x4.constant(number);
  // Horner's scheme in x².
  const polynomial = (coefficients: readonly number[]) =>
    coefficients
      .map((coefficient) => f32x4.constant(coefficient))
      .reduceRight((sum, term) => f32x4.add(f32x4.multiply(sum, get(square)), term));
  return [
    ...set(x, f32x4.quickMaximum(f32x4.quickMinimum(value, bound(limit)), bound(-limit))),
    ...set(square, f32x4.multiply(get(x), get(x))),
    ...set(x, f32x4.divide(f32x4.multiply(get(x), polynomial(numerator)), polynomial(denominator))),
  ];
}

/** Leaves σ(value) = (1 + tanh(value/2)) / 2 in `x`. */
export function setSigmoid(fit: TanhFit, x: Local, value: Code, square: Local): Code {
  const half = f32x4.constant(0.5);
  return [
    ...setTanh(fit, x, f32x4.multiply(value, half), square),
    ...set(x, f32x4.add(f32x4.multiply(get(x), half), half)),
  ];
}
