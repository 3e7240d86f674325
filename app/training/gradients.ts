// What becomes of the gradients before the update, over a slice of the flat buffers: the replicas' are summed in
// fixed order, measured and clipped by value. Knows neither layers nor optimisers.

import {
  f32x4,
  f64x2,
  get,
  load,
  numberLocals,
  set,
  store,
  type Code,
  type Local,
  type WasmFunction,
} from '../model/wasm-assembler.ts';
import { overSlice, type SlicePlaces } from './slice-loop.ts';

/** Sums all gradients into the first, over [start, end); gives the squared norm of the sum. */
export function sumSlice(gradients: readonly Float32Array[], start: number, end: number): number {
  const [sum, ...others] = gradients as [Float32Array, ...Float32Array[]];
  for (const other of others) {
    for (let i = start; i < end; i++) sum[i] = (sum[i] as number) + (other[i] as number);
  }
  let squaredNorm = 0;
  for (let i = start; i < end; i++) squaredNorm += (sum[i] as number) * (sum[i] as number);
  return squaredNorm;
}

/** The same from byte to byte; the norm is added up in another order. */
export function sumKernel({ gradients }: SlicePlaces): WasmFunction {
  const p = numberLocals({ at: 'i32', end: 'i32', x: 'v128', two: 'v128', total: 'v128' });
  const [first = 0, ...others] = gradients;
  const sum = others.reduce(
    (before, place) => f32x4.add(before, load(get(p.at), place)),
    load(get(p.at), first),
  );
  return {
    ...{ name: 'sum', parameters: ['i32', 'i32'], result: 'f64' },
    locals: ['v128', 'v128', 'v128'],
    body: [
      ...overSlice(
        ...([p.at, p.end] as const),
        set(p.x, sum),
        others.length > 0 ? store(get(p.at), get(p.x), first) : [],
        addSquares(p.total, p.two, f64x2.ofFloats(get(p.x), 'low')),
        addSquares(p.total, p.two, f64x2.ofFloats(get(p.x), 'high')),
      ),
      ...f64x2.sum(get(p.total)),
    ],
  };
}

/** Clips each number of [start, end) to ±limit; gives the squared norm of what is left. */
export function clipSlice(
  gradients: Float32Array,
  limit: number,
  { start, end }: { start: number; end: number },
): number {
  let squaredNorm = 0;
  for (let i = start; i < end; i++) {
    const value = Math.max(-limit, Math.min(limit, gradients[i] as number));
    gradients[i] = value;
    squaredNorm += value * value;
  }
  return squaredNorm;
}

/** The same from byte to byte; the norm is added up in another order. */
export function clipKernel({ gradients: [gradient = 0] }: SlicePlaces): WasmFunction {
  const p = numberLocals({
    ...{ at: 'i32', end: 'i32', limit: 'f64' },
    ...{ most: 'v128', least: 'v128', low: 'v128', high: 'v128', two: 'v128', total: 'v128' },
  });
  const clipped = (half: 'low' | 'high') => {
    const two = f64x2.ofFloats(load(get(p.at), gradient), half);
    return f64x2.maximum(get(p.least), f64x2.minimum(get(p.most), two));
  };
  return {
    ...{ name: 'clip', parameters: ['i32', 'i32', 'f64'], result: 'f64' },
    locals: new Array<'v128'>(6).fill('v128'),
    body: [
      ...set(p.most, f64x2.splat(get(p.limit))),
      ...set(p.least, f64x2.subtract(f64x2.constant(0), get(p.most))),
      ...overSlice(
        ...([p.at, p.end] as const),
        set(p.low, clipped('low')),
        set(p.high, clipped('high')),
        store(get(p.at), f64x2.toFloats(get(p.low), get(p.high)), gradient),
        addSquares(p.total, p.two, get(p.low)),
        addSquares(p.total, p.two, get(p.high)),
      ),
      ...f64x2.sum(get(p.total)),
    ],
  };
}

/** Adds the squares of two doubles, which stay in `two`. */
function addSquares(total: Local, two: Local, value: Code): Code {
  return [
    ...set(two, value),
    ...set(total, f64x2.add(get(total), f64x2.multiply(get(two), get(two)))),
  ];
}
