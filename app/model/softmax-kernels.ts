// What turns rows of products into the gradients of their cross-entropies, in WebAssembly SIMD, pass by pass over each:
// logits and their maximum, powers and their sum, probabilities. TensorFlow's own op takes several times as long.
// Rows may be of any length; what the target takes off, and the logarithm, are the caller's.

import {
  f32x4,
  forward,
  get,
  i32,
  i32x4,
  instantiate,
  load,
  numberLocals,
  pickLanes,
  repeatWhile,
  set,
  store,
  type Code,
  type Local,
  type WasmFunction,
} from './wasm-assembler.ts';

/** Where a kernel finds what does not change from call to call, as addresses in bytes. */
export interface SoftmaxPlaces {
  bias: number; // [V], padded with -Infinity to a multiple of four
  /** Σ of all gradients but for what the targets take off, [V], padded. */
  total: number;
  /** The row that is worked on, [V], padded: it stays in the nearest cache. */
  row: number;
  /** The factor on all gradients, four times. */
  scale: number;
}

/** All arguments are addresses in bytes. */
export interface SoftmaxKernels {
  /**
   * Takes rows [V] of products from `products` up to `end`: into = scale * softmax(row + bias), and adds to the total.
   * `targets` has for each row what the target's number is away from the row's first, in bytes; `results` gets four
   * numbers for each: the maximum of row + bias, Σ e^(row + bias - maximum), and row + bias at the target, twice.
   * Up to three numbers behind the last row are read, and written behind the last of `into`.
   */
  differentiate(
    products: number,
    end: number,
    targets: number,
    into: number,
    results: number,
  ): void;
}

/** Makes the kernels over a memory, for V characters. */
export function createSoftmaxKernels(
  memory: object,
  { V, places }: { V: number; places: SoftmaxPlaces },
): SoftmaxKernels {
  return instantiate([differentiate(V, places)], memory) as SoftmaxKernels;
}

/** Kernels take four numbers at once: rows are padded, and a row's padding is overwritten by the next row. */
export const padded = (V: number) => Math.ceil(V / 4) * 4;

/** Bytes of four floats. */
const wide = 16;

function differentiate(V: number, places: SoftmaxPlaces): WasmFunction {
  const p = numberLocals({
    ...{ products: 'i32', end: 'i32', targets: 'i32', into: 'i32', results: 'i32' },
    ...{ row: 'i32', bias: 'i32', total: 'i32' },
    ...{ x: 'v128', power: 'v128', most: 'v128', sum: 'v128', right: 'v128' },
  });
  const rowBytes = 4 * V;
  const paddedBytes = 4 * padded(V);
  /** Repeats a body over the row; other addresses move along with it. */
  const overRow = (four: Code, alongside: readonly Local[] = []): Code => [
    ...set(p.row, i32.constant(places.row)),
    ...repeatWhile(
      i32.isLess(get(p.row), i32.constant(places.row + paddedBytes)),
      four,
      ...[p.row, ...alongside].map((local) => forward(local, wide)),
    ),
  ];
  const row = [
    // x = product + bias
    ...set(p.most, f32x4.constant(-Infinity)),
    ...set(p.bias, i32.constant(places.bias)),
    ...overRow(
      [
        ...set(p.x, f32x4.add(load(get(p.products)), load(get(p.bias)))),
        ...store(get(p.row), get(p.x)),
        ...set(p.most, f32x4.quickMaximum(get(p.x), get(p.most))),
      ],
      [p.products, p.bias],
    ),
    ...setOfAllLanes(p.most, f32x4.quickMaximum),
    ...set(p.right, load(i32.add(i32.constant(places.row), i32.load(get(p.targets))))),
    // e^(x - max) and the sum of it
    ...set(p.sum, f32x4.constant(0)),
    ...overRow([
      ...setExponential(p.x, f32x4.subtract(load(get(p.row)), get(p.most)), p.power),
      ...store(get(p.row), get(p.x)),
      ...set(p.sum, f32x4.add(get(p.sum), get(p.x))),
    ]),
    ...setOfAllLanes(p.sum, f32x4.add),
    ...store(
      get(p.results),
      pickLanes(pickLanes(get(p.most), get(p.sum), [0, 4, 0, 4]), get(p.right), [0, 1, 4, 4]),
    ),
    // p, scaled
    ...set(p.sum, f32x4.divide(load(i32.constant(places.scale)), get(p.sum))),
    ...set(p.total, i32.constant(places.total)),
    ...overRow(
      [
        ...set(p.x, f32x4.multiply(load(get(p.row)), get(p.sum))),
        ...store(get(p.into), get(p.x)),
        ...store(get(p.total), f32x4.add(load(get(p.total)), get(p.x))),
      ],
      [p.into, p.total],
    ),
    // What pads a row is the beginning of the next.
    ...[p.products, p.into].flatMap((local) => forward(local, rowBytes - paddedBytes)),
    ...forward(p.targets, 4),
    ...forward(p.results, wide),
  ];
  return {
    parameters: new Array<'i32'>(5).fill('i32'),
    result: null,
    locals: ['i32', 'i32', 'i32', ...new Array<'v128'>(5).fill('v128')],
    body: repeatWhile(i32.isLess(get(p.products), get(p.end)), row),
    name: 'differentiate',
  };
}

/** Combines the four numbers of a vector, and leaves the result in each of them. */
function setOfAllLanes(x: Local, combine: (a: Code, b: Code) => Code): Code {
  return [
    ...set(x, combine(get(x), pickLanes(get(x), get(x), [2, 3, 0, 1]))),
    ...set(x, combine(get(x), pickLanes(get(x), get(x), [1, 0, 3, 2]))),
  ];
}

/**
 * Below it e^x is taken as there, 9e-27, which no sum in float32 notices. Less, times the factor on gradients, would come
 * below 1e-38, where a processor takes many times as long: rare characters' logits get there within hundreds of steps.
 */
const lowest = -60;

/** ln 2 in two parts: the first has few enough digits that its multiples are exact. */
const [ln2Upper, ln2Lower] = [0.693359375, -2.12194440054690583e-4];

/** e^r for |r| ≤ ln 2 / 2, a least-maximum fit of our own, off by 8e-8 at most; from the constant term on. */
const exponential = [
  1.0000000716973734, 0.9999996918060216, 0.4999889440942529, 0.16667575092982187,
  0.04191543189041157, 0.008297648019264657,
];

/** Added to a small number, this leaves the nearest whole one in its lowest bits; taken off again, that number. */
const rounding = 1.5 * 2 ** 23;

/** The exponent of 1 in its place, 23 bits up. */
const exponentOfOne = 127 << 23;

/** Leaves e^value = 2ⁿ·e^r in `x`, for values up to 0, off by 3e-7 of it; what is not a number stays that. */
function setExponential(x: Local, value: Code, power: Local): Code {
  const n = f32x4.subtract(get(power), f32x4.constant(rounding));
  const remainder = f32x4.subtract(
    f32x4.subtract(get(x), f32x4.multiply(n, f32x4.constant(ln2Upper))),
    f32x4.multiply(n, f32x4.constant(ln2Lower)),
  );
  const series = exponential
    .map((term) => f32x4.constant(term))
    .reduceRight((sum, term) => f32x4.add(f32x4.multiply(sum, get(x)), term));
  // What is shifted out is what the rounding has left above n.
  const powerOfTwo = i32x4.add(i32x4.shiftLeft(get(power), 23), i32x4.constant(exponentOfOne));
  return [
    ...set(x, f32x4.quickMaximum(value, f32x4.constant(lowest))),
    ...set(
      power,
      f32x4.add(f32x4.multiply(get(x), f32x4.constant(Math.LOG2E)), f32x4.constant(rounding)),
    ),
    ...set(x, remainder),
    ...set(x, f32x4.multiply(series, powerOfTwo)),
  ];
}
