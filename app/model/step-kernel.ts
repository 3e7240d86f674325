// The arithmetic of one LSTM step for one stream, in WebAssembly SIMD. At batch 1 every weight is used once,
// so memory sets the pace: weights are 16-bit fixed-point (fixed-point.ts), half of float32's bytes. Sums of
// products are whole numbers, hence the same on every machine. Knows memory addresses, nothing of models.

import {
  assembleModule,
  call,
  f32x4,
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
  type Code,
  type Local,
  type WasmFunction,
} from './wasm-assembler.ts';

/** Addresses are bytes into the memory; all must be multiples of 16. */
export interface StepKernel {
  /**
   * out[r] = base[r] + scales[r] * Σ weights[r,k]·vector[k] for all rows, four at a time.
   * Weights lie in blocks of 4 rows by 8 columns; `rowBytes` is twice the number of columns.
   */
  multiply(
    weights: number,
    vector: number,
    rowBytes: number,
    scales: number,
    base: number,
    out: number,
    outEnd: number,
  ): void;
  /**
   * From gates before their non-linearities (four blocks i, g, f, o of `size` bytes) to the new cell, the
   * new hidden state and its fixed-point form: c = f∘c + i∘g, h = o∘tanh(c).
   */
  advance(gates: number, size: number, cell: number, hidden: number, fixedHidden: number): void;
}

/** Hidden states lie in (-1,1); in fixed point, 1 is this. Why so much: see fixed-point.ts. */
export const hiddenScale = 8192;

/** Makes the kernel and a memory of so many bytes for it, all zero. */
export function createStepKernel(bytes: number): { kernel: StepKernel; memory: ArrayBuffer } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
  const module = new WebAssembly.Module(assembleModule([tanh(), multiply(), advance()]));
  const instance = new WebAssembly.Instance(module, { environment: { memory } });
  return { kernel: instance.exports as StepKernel, memory: memory.buffer };
}

/** What is used of WebAssembly, which TypeScript declares only together with the DOM. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (code: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

const tanhIndex = 0;

/** tanh by Lambert's continued fraction, 11 terms: within 5e-7 of it everywhere once cut off at ±1. */
function tanh(): WasmFunction {
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

function multiply(): WasmFunction {
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
  const forward = (local: Local, by: number) => set(local, i32.add(get(local), i32.constant(by)));
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
    forward(v.scales, 16),
    forward(v.base, 16),
    forward(v.out, 16),
  );
  return {
    parameters: new Array<'i32'>(7).fill('i32'),
    result: null,
    locals: ['i32', 'v128', 'v128', 'v128', 'v128', 'v128'],
    body,
    name: 'multiply',
  };
}

function advance(): WasmFunction {
  const v = numberLocals({
    ...{ gates: 'i32', size: 'i32', cell: 'i32', hidden: 'i32', fixedHidden: 'i32' },
    ...{ end: 'i32', forgetGates: 'i32', newCell: 'v128', newHidden: 'v128' },
  });
  const tanhOf = (value: Code) => call(tanhIndex, value);
  const half = f32x4.constant(0.5);
  const sigmoidOf = (value: Code) =>
    f32x4.add(f32x4.multiply(tanhOf(f32x4.multiply(value, half)), half), half);
  const forward = (local: Local, by: number) => set(local, i32.add(get(local), i32.constant(by)));

  const inputGate = sigmoidOf(load(get(v.gates)));
  const update = tanhOf(load(i32.add(get(v.gates), get(v.size))));
  const forgetGate = sigmoidOf(load(get(v.forgetGates)));
  const outputGate = sigmoidOf(load(i32.add(get(v.forgetGates), get(v.size))));
  const fixed = i32x4.fromFloats(
    f32x4.nearest(f32x4.multiply(get(v.newHidden), f32x4.constant(hiddenScale))),
  );
  const body = [
    ...set(v.end, i32.add(get(v.gates), get(v.size))),
    ...set(v.forgetGates, i32.add(get(v.end), get(v.size))),
    ...repeatWhile(
      i32.isLess(get(v.gates), get(v.end)),
      set(
        v.newCell,
        f32x4.add(f32x4.multiply(forgetGate, load(get(v.cell))), f32x4.multiply(inputGate, update)),
      ),
      set(v.newHidden, f32x4.multiply(outputGate, tanhOf(get(v.newCell)))),
      store(get(v.cell), get(v.newCell)),
      store(get(v.hidden), get(v.newHidden)),
      storeLowHalf(get(v.fixedHidden), i32x4.narrow(fixed, fixed)),
      ...[v.gates, v.forgetGates, v.cell, v.hidden].map((local) => forward(local, 16)),
      forward(v.fixedHidden, 8),
    ),
  ];
  return {
    parameters: new Array<'i32'>(5).fill('i32'),
    result: null,
    locals: ['i32', 'i32', 'v128', 'v128'],
    body,
    name: 'advance',
  };
}
