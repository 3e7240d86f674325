// A tanh for values that bfloat16 has rounded anyway: cheaper than step-kernel-functions.ts's, and written in place,
// so that four run side by side in the processor.

import { f32x4, get, set, type Code, type Local } from './wasm-assembler.ts';

/**
 * x·N(x²)/D(x²), a least-maximum fit of our own on |x| ≤ 5.25, beyond which tanh is taken as there: off by 6e-5 at
 * most, a thirtieth of what rounding to bfloat16 changes.
 */
const fit = {
  limit: 5.25,
  numerator: [9.99753807e-1, 1.00876446e-1, 6.30922435e-4],
  denominator: [1, 4.33517461e-1, 1.23910016e-2],
};

/** Leaves tanh of the value in `x`; `square` is used on the way. */
export function fittedTanh(x: Local, value: Code, square: Local): Code {
  const bound = (limit: number) => f32x4.constant(limit);
  // Horner's scheme in x².
  const polynomial = (coefficients: readonly number[]) =>
    coefficients
      .map((coefficient) => f32x4.constant(coefficient))
      .reduceRight((sum, term) => f32x4.add(f32x4.multiply(sum, get(square)), term));
  return [
    ...set(x, f32x4.maximum(f32x4.minimum(value, bound(fit.limit)), bound(-fit.limit))),
    ...set(square, f32x4.multiply(get(x), get(x))),
    ...set(
      x,
      f32x4.divide(f32x4.multiply(get(x), polynomial(fit.numerator)), polynomial(fit.denominator)),
    ),
  ];
}
