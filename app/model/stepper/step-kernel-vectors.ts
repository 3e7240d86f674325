// The functions of step-kernel.ts on whole vectors: into fixed point, and a matrix times one, in fixed point or
// in floats. Knows nothing of gates.

import { fixedLimit } from './fixed-point.ts';
import {
  f32x4,
  forward,
  get,
  i32,
  i32x4,
  load,
  numberLocals,
  pickLanes,
  repeatWhile,
  set,
  store,
  storeLowHalf,
  type Local,
  type WasmFunction,
} from '../wasm-assembler.ts';

/** out = base + scales * weights·vector; see StepKernel. */
export function multiply(): WasmFunction {
  const v = numberLocals({
    ...{ weights: 'i32', vector: 'i32', rowBytes: 'i32', scales: 'i32' },
    ...{ base: 'i32', out: 'i32', outEnd: 'i32' },
    ...{ k: 'i32', values: 'v128', sum0: 'v128', sum1: 'v128', sum2: 'v128', sum3: 'v128' },
  });
  const sums = [v.sum0, v.sum1, v.sum2, v.sum3];
  const accumulate = sums.map((sum, row) =>
    set(sum, i32x4.add(get(sum), i32x4.dotInt16(load(get(v.weights), 16 * row), get(v.values)))),
  );
  // Four vectors of four partial sums → one vector of four sums.
  const pairs = (a: Local, b: Local) => {
    const [x, y] = [f32x4.fromIntegers(get(a)), f32x4.fromIntegers(get(b))];
    return f32x4.add(pickLanes(x, y, [0, 4, 1, 5]), pickLanes(x, y, [2, 6, 3, 7]));
  };
  const [first, second] = [pairs(v.sum0, v.sum1), pairs(v.sum2, v.sum3)];
  const total = f32x4.add(
    pickLanes(first, second, [0, 1, 4, 5]),
    pickLanes(first, second, [2, 3, 6, 7]),
  );
  const body = repeatWhile(
    i32.isLess(get(v.out), get(v.outEnd)),
    ...sums.map((sum) => set(sum, i32x4.zero)),
    set(v.k, i32.constant(0)),
    repeatWhile(
      i32.isLess(get(v.k), get(v.rowBytes)),
      set(v.values, load(i32.add(get(v.vector), get(v.k)))),
      ...accumulate,
      forward(v.weights, 64),
      forward(v.k, 16),
    ),
    store(get(v.out), f32x4.add(load(get(v.base)), f32x4.multiply(load(get(v.scales)), total))),
    ...[v.scales, v.base, v.out].map((local) => forward(local, 16)),
  );
  return {
    parameters: new Array<'i32'>(7).fill('i32'),
    result: null,
    locals: ['i32', 'v128', 'v128', 'v128', 'v128', 'v128'],
    body,
    name: 'multiply',
  };
}

/** out = base + weights·vector in floats; see StepKernel. */
export function multiplyFloats(): WasmFunction {
  const v = numberLocals({
    ...{ weights: 'i32', vector: 'i32', rowBytes: 'i32' },
    ...{ base: 'i32', out: 'i32', outEnd: 'i32' },
    ...{ k: 'i32', values: 'v128', sum0: 'v128', sum1: 'v128', sum2: 'v128', sum3: 'v128' },
  });
  const sums = [v.sum0, v.sum1, v.sum2, v.sum3];
  // Each sum holds four rows' products with every fourth column.
  const accumulate = sums.map((sum, column) => {
    const value = pickLanes(get(v.values), get(v.values), [column, column, column, column]);
    const weights = load(get(v.weights), 16 * column);
    return set(sum, f32x4.add(get(sum), f32x4.multiply(weights, value)));
  });
  const total = f32x4.add(f32x4.add(get(v.sum0), get(v.sum1)), f32x4.add(get(v.sum2), get(v.sum3)));
  const body = repeatWhile(
    i32.isLess(get(v.out), get(v.outEnd)),
    ...sums.map((sum) => set(sum, f32x4.constant(0))),
    set(v.k, i32.constant(0)),
    repeatWhile(
      i32.isLess(get(v.k), get(v.rowBytes)),
      set(v.values, load(i32.add(get(v.vector), get(v.k)))),
      ...accumulate,
      forward(v.weights, 64),
      forward(v.k, 16),
    ),
    store(get(v.out), f32x4.add(load(get(v.base)), total)),
    ...[v.base, v.out].map((local) => forward(local, 16)),
  );
  return {
    parameters: new Array<'i32'>(6).fill('i32'),
    result: null,
    locals: ['i32', 'v128', 'v128', 'v128', 'v128', 'v128'],
    body,
    name: 'multiplyFloats',
  };
}

/** fixed = round(8192·values), what lies beyond ±1 cut off: a sum of products must not overflow. */
export function fixWithinOne(): WasmFunction {
  const v = numberLocals({ values: 'i32', valuesEnd: 'i32', fixed: 'i32', rounded: 'v128' });
  const withinOne = f32x4.maximum(
    f32x4.minimum(load(get(v.values)), f32x4.constant(1)),
    f32x4.constant(-1),
  );
  const scaled = f32x4.multiply(withinOne, f32x4.constant(fixedLimit));
  const body = repeatWhile(
    i32.isLess(get(v.values), get(v.valuesEnd)),
    set(v.rounded, i32x4.fromFloats(f32x4.nearest(scaled))),
    storeLowHalf(get(v.fixed), i32x4.narrow(get(v.rounded), get(v.rounded))),
    forward(v.values, 16),
    forward(v.fixed, 8),
  );
  return {
    parameters: new Array<'i32'>(3).fill('i32'),
    result: null,
    locals: ['v128'],
    body,
    name: 'fixWithinOne',
  };
}
