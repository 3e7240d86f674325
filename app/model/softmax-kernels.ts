// What turns a row of products into the gradients of its cross-entropy, in WebAssembly SIMD, pass by pass: logits and
// their maximum, powers and their sum, probabilities. TensorFlow's own op takes several times as long for thousands of
// characters. Rows may be of any length: what is left of it over a multiple of four is the caller's.

import {
  f32x4,
  forward,
  get,
  i32,
  i32x4,
  instantiate,
  load,
  numberLocals,
  repeatWhile,
  set,
  store,
  type Code,
  type Local,
  type WasmFunction,
} from './wasm-assembler.ts';

/** All arguments are addresses in bytes; a row is what lies from `row` up to `end`, a multiple of 16 bytes. */
export interface SoftmaxKernels {
  /** row += bias; four numbers whose maximum is the row's go to `maxima`. */
  addBias(row: number, end: number, bias: number, maxima: number): void;
  /** row = e^(row - maximum), which stands four times at `maximum`; four numbers that add up to the sum go to `sums`. */
  exponentiate(row: number, end: number, maximum: number, sums: number): void;
  /** into = row * factor, which stands four times at `factor`; `total += into`. */
  scale(row: number, end: number, into: number, factor: number, total: number): void;
}

/** Makes the kernels over a memory. */
export function createSoftmaxKernels(memory: object): SoftmaxKernels {
  return instantiate([addBias(), exponentiate(), scale()], memory) as SoftmaxKernels;
}

/** Bytes of four floats. */
const wide = 16;

function addBias(): WasmFunction {
  const p = numberLocals({
    ...{ row: 'i32', end: 'i32', bias: 'i32', maxima: 'i32' },
    ...{ x: 'v128', most: 'v128' },
  });
  return {
    parameters: new Array<'i32'>(4).fill('i32'),
    result: null,
    locals: ['v128', 'v128'],
    body: [
      ...set(p.most, f32x4.constant(-Infinity)),
      ...overRow(
        p,
        [
          ...set(p.x, f32x4.add(load(get(p.row)), load(get(p.bias)))),
          ...store(get(p.row), get(p.x)),
          ...set(p.most, f32x4.quickMaximum(get(p.x), get(p.most))),
        ],
        [p.bias],
      ),
      ...store(get(p.maxima), get(p.most)),
    ],
    name: 'addBias',
  };
}

function exponentiate(): WasmFunction {
  const p = numberLocals({
    ...{ row: 'i32', end: 'i32', maximum: 'i32', sums: 'i32' },
    ...{ x: 'v128', power: 'v128', most: 'v128', sum: 'v128' },
  });
  return {
    parameters: new Array<'i32'>(4).fill('i32'),
    result: null,
    locals: new Array<'v128'>(4).fill('v128'),
    body: [
      ...set(p.most, load(get(p.maximum))),
      ...set(p.sum, f32x4.constant(0)),
      ...overRow(p, [
        ...setExponential(p.x, f32x4.subtract(load(get(p.row)), get(p.most)), p.power),
        ...store(get(p.row), get(p.x)),
        ...set(p.sum, f32x4.add(get(p.sum), get(p.x))),
      ]),
      ...store(get(p.sums), get(p.sum)),
    ],
    name: 'exponentiate',
  };
}

function scale(): WasmFunction {
  const p = numberLocals({
    ...{ row: 'i32', end: 'i32', into: 'i32', factor: 'i32', total: 'i32' },
    ...{ x: 'v128', by: 'v128' },
  });
  return {
    parameters: new Array<'i32'>(5).fill('i32'),
    result: null,
    locals: ['v128', 'v128'],
    body: [
      ...set(p.by, load(get(p.factor))),
      ...overRow(
        p,
        [
          ...set(p.x, f32x4.multiply(load(get(p.row)), get(p.by))),
          ...store(get(p.into), get(p.x)),
          ...store(get(p.total), f32x4.add(load(get(p.total)), get(p.x))),
        ],
        [p.into, p.total],
      ),
    ],
    name: 'scale',
  };
}

/** Repeats a body over a row; other addresses move along with it. */
function overRow(
  { row, end }: { row: Local; end: Local },
  four: Code,
  alongside: readonly Local[] = [],
): Code {
  return repeatWhile(
    i32.isLess(get(row), get(end)),
    four,
    ...[row, ...alongside].map((local) => forward(local, wide)),
  );
}

/** Below it e^x is taken as there, 1e-38: what float32 holds without losing digits. */
const lowest = -87;

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
