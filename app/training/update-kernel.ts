// An optimiser's update as WebAssembly, over a slice, in doubles as the readable forms have it. Knows the frame that each
// optimiser's own instructions stand in, not what they are.

import {
  f64x2,
  get,
  load,
  set,
  store,
  type Code,
  type Local,
  type WasmFunction,
} from '../model/wasm-assembler.ts';
import type { OptimizerStep } from './optimizer.ts';
import { overSlice, type SlicePlaces } from './slice-loop.ts';

/** Where two numbers of each flat buffer stand, as f64x2, while they are updated. */
export type UpdatedPair = Record<'parameter' | 'gradient' | 'momentum' | 'variance', Local>;

/** An optimiser's update in instructions. */
export interface UpdateKernel<Factor extends string = string> {
  /** What a step's settings come to: of every step the same names in the same order. */
  factors(step: OptimizerStep): Record<Factor, number>;
  /** Replaces parameter, momentum and variance, and may the gradient; factors are f64x2. */
  update(pair: UpdatedPair, factors: Record<Factor, Code>): Code;
}

/** From the byte `at` to the byte `end`, with the factors in the order of their names. */
export function updateKernel(
  places: SlicePlaces,
  form: UpdateKernel,
  factorNames: readonly string[],
): WasmFunction {
  let count = 0;
  const local = (type: Local['type']): Local => ({ index: count++, type });
  const [at, end] = [local('i32'), local('i32')];
  const given = factorNames.map(() => local('f64'));
  const factors = factorNames.map((name) => ({ name, twice: local('v128') }));
  const pair = (): UpdatedPair => ({
    ...{ parameter: local('v128'), gradient: local('v128') },
    ...{ momentum: local('v128'), variance: local('v128') },
  });
  const pairs = { low: pair(), high: pair() };
  const updated = [
    { name: 'parameter', place: places.parameters },
    { name: 'momentum', place: places.momentum },
    { name: 'variance', place: places.variance },
  ] as const;
  const read = [...updated, { name: 'gradient', place: places.gradients[0] ?? 0 } as const];
  const named = Object.fromEntries(factors.map(({ name, twice }) => [name, get(twice)]));
  const updateHalf = (half: 'low' | 'high'): Code => [
    ...read.flatMap(({ name, place }) =>
      set(pairs[half][name], f64x2.ofFloats(load(get(at), place), half)),
    ),
    ...form.update(pairs[half], named),
  ];
  return {
    ...{ name: 'update', parameters: [at, end, ...given].map(({ type }) => type), result: null },
    locals: new Array<'v128'>(factors.length + 8).fill('v128'),
    body: [
      ...factors.flatMap(({ twice }, i) => set(twice, f64x2.splat(get(given[i] as Local)))),
      ...overSlice(
        ...([at, end] as const),
        updateHalf('low'),
        updateHalf('high'),
        ...updated.map(({ name, place }) =>
          store(get(at), f64x2.toFloats(get(pairs.low[name]), get(pairs.high[name])), place),
        ),
      ),
    ],
  };
}
