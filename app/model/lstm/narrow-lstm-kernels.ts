// What lies between the products of one step of an LSTM and the next, forward and back, in WebAssembly SIMD over
// bfloat16; lstm-reference.ts is its readable twin. Knows addresses, nothing of TensorFlow.
// A call takes four streams, and four of their units at a time. What comes out of a product lies unit by unit, [N,b],
// as the fastest way to take it leaves it; everything else lies stream by stream. Gates stand in the order i, g, f, o.

import { narrowTanh, setSigmoid, setTanh } from '../fitted-tanh.ts';
import {
  f32x4,
  forward,
  get,
  i32,
  i32x4,
  instantiate,
  interleave,
  load,
  loadLowHalf,
  loadUint16,
  numberLocals,
  repeatWhile,
  set,
  store,
  storeLowHalf,
  type Code,
  type Local,
  type ValueType,
  type WasmFunction,
} from '../wasm-assembler.ts';

/** Streams that a call takes. */
export const streamsAtOnce = 4;

/** All arguments are addresses in bytes, of the first of four streams; "narrow" is in bfloat16. */
export interface NarrowLstmKernels {
  /**
   * i, f, o = σ(inputs + sums + bias), g = tanh(…);  c' = f∘c + i∘g;  h' = o∘tanh(c').
   * Reads `inputs` [4,4H] and `sums` [4H,b], both narrow, `bias` [4H] and the cell `before` [4,H]; writes the cell
   * `after` [4,H] and, narrow, `gates` [4,4H] after their non-linearities, `cell` = c', `output` = tanh(c') and
   * `hidden`, [4,H] each.
   */
  stepForward(
    inputs: number,
    sums: number,
    bias: number,
    before: number,
    after: number,
    gates: number,
    cell: number,
    output: number,
    hidden: number,
  ): void;
  /**
   * The way back. Reads, narrow, `gates` [4,4H], the cell `before` the step and its `output`, [4,H] each, and the
   * gradients of h' that come from the step after, `sums` [H,b]; in float32 those from `above` and those of c',
   * `cellAfter`, [4,H] each. Writes those of c, `cellBefore` [4,H], and, narrow, `gradients` [4,4H] of the gates
   * before their non-linearities.
   */
  stepBack(
    gates: number,
    before: number,
    output: number,
    sums: number,
    above: number,
    cellAfter: number,
    cellBefore: number,
    gradients: number,
  ): void;
}

/** Makes the kernels over a memory, for layers of H units, a multiple of four, and b streams. */
export function createNarrowLstmKernels(
  memory: object,
  { hiddenSize, streams }: { hiddenSize: number; streams: number },
): NarrowLstmKernels {
  const functions = [stepForward(hiddenSize, streams), stepBack(hiddenSize, streams)];
  return instantiate(functions, memory) as NarrowLstmKernels;
}

/** Bytes of four numbers. */
const wide = 16;
const narrow = 8;

const rows = [0, 1, 2, 3] as const;
const one = f32x4.constant(1);

/** A bfloat16 is the upper half of a float32. */
const widened = (uint16: Code): Code => i32x4.shiftLeft(uint16, 16);
const loadNarrow = (address: Local, offset: number): Code =>
  widened(loadUint16(get(address), offset));

/** Rounds to the nearest bfloat16. */
function storeNarrow(address: Local, value: Code, offset: number): Code {
  const rounded = i32x4.shiftRight(i32x4.add(value, i32x4.constant(0x8000)), 16);
  return storeLowHalf(get(address), i32x4.narrowUnsigned(rounded, i32x4.zero), offset);
}

/**
 * Four units of four streams that lie unit by unit, into a vector for each stream. `stride` is what lies between two
 * units, in bytes.
 */
function setTransposed(
  into: readonly Local[],
  from: { address: Local; offset: number; stride: number },
  [first, second]: readonly [Local, Local],
): Code {
  const unit = (index: number) => loadLowHalf(get(from.address), from.offset + index * from.stride);
  const [a, b, c, d] = into as readonly [Local, Local, Local, Local];
  return [
    ...set(first, interleave(unit(0), unit(1), 2, 'low')),
    ...set(second, interleave(unit(2), unit(3), 2, 'low')),
    ...set(b, interleave(get(first), get(second), 4, 'low')),
    ...set(d, interleave(get(first), get(second), 4, 'high')),
    ...set(a, widened(i32x4.fromLowUint16(get(b)))),
    ...set(b, widened(i32x4.fromHighUint16(get(b)))),
    ...set(c, widened(i32x4.fromLowUint16(get(d)))),
    ...set(d, widened(i32x4.fromHighUint16(get(d)))),
  ];
}

const vectors = <const Names extends readonly string[]>(...names: Names) =>
  Object.fromEntries(names.map((name) => [name, 'v128'])) as Record<Names[number], ValueType>;

function stepForward(H: number, b: number): WasmFunction {
  const p = numberLocals({
    ...{ inputs: 'i32', sums: 'i32', bias: 'i32', before: 'i32', after: 'i32' },
    ...{ gates: 'i32', cell: 'i32', output: 'i32', hidden: 'i32', end: 'i32' },
    ...vectors('i0', 'i1', 'i2', 'i3', 'g0', 'g1', 'g2', 'g3'),
    ...vectors('f0', 'f1', 'f2', 'f3', 'o0', 'o1', 'o2', 'o3'),
    ...vectors('c', 'square'),
  });
  const gates = [
    [p.i0, p.i1, p.i2, p.i3],
    [p.g0, p.g1, p.g2, p.g3],
    [p.f0, p.f1, p.f2, p.f3],
    [p.o0, p.o1, p.o2, p.o3],
  ] as const;
  const transposed = gates.flatMap((ofGate, gate) =>
    setTransposed(ofGate, { address: p.sums, offset: gate * H * 2 * b, stride: 2 * b }, [
      p.c,
      p.square,
    ]),
  );
  const stream = (row: 0 | 1 | 2 | 3): Code => {
    const [i, g, f, o] = gates.map((ofGate) => ofGate[row]) as [Local, Local, Local, Local];
    const sumOf = (gate: Local, at: number): Code =>
      f32x4.add(
        f32x4.add(get(gate), loadNarrow(p.inputs, 2 * H * (4 * row + at))),
        load(get(p.bias), 4 * H * at),
      );
    return [
      ...setSigmoid(narrowTanh, i, sumOf(i, 0), p.square),
      ...setTanh(narrowTanh, g, sumOf(g, 1), p.square),
      ...setSigmoid(narrowTanh, f, sumOf(f, 2), p.square),
      ...setSigmoid(narrowTanh, o, sumOf(o, 3), p.square),
      ...[i, g, f, o].flatMap((gate, at) =>
        storeNarrow(p.gates, get(gate), 2 * H * (4 * row + at)),
      ),
      ...set(
        p.c,
        f32x4.add(
          f32x4.multiply(get(f), load(get(p.before), 4 * H * row)),
          f32x4.multiply(get(i), get(g)),
        ),
      ),
      ...store(get(p.after), get(p.c), 4 * H * row),
      ...storeNarrow(p.cell, get(p.c), 2 * H * row),
      ...setTanh(narrowTanh, p.c, get(p.c), p.square),
      ...storeNarrow(p.output, get(p.c), 2 * H * row),
      ...storeNarrow(p.hidden, f32x4.multiply(get(o), get(p.c)), 2 * H * row),
    ];
  };
  return {
    parameters: new Array<'i32'>(9).fill('i32'),
    result: null,
    locals: ['i32', ...new Array<'v128'>(18).fill('v128')],
    body: [
      ...set(p.end, i32.add(get(p.before), i32.constant(4 * H))),
      ...repeatWhile(
        i32.isLess(get(p.before), get(p.end)),
        transposed,
        ...rows.map(stream),
        forward(p.sums, 4 * 2 * b),
        ...[p.inputs, p.gates, p.cell, p.output, p.hidden].map((local) => forward(local, narrow)),
        ...[p.bias, p.before, p.after].map((local) => forward(local, wide)),
      ),
    ],
    name: 'stepForward',
  };
}

function stepBack(H: number, b: number): WasmFunction {
  const p = numberLocals({
    ...{ gates: 'i32', before: 'i32', output: 'i32', sums: 'i32', above: 'i32' },
    ...{ cellAfter: 'i32', cellBefore: 'i32', gradients: 'i32', end: 'i32' },
    ...vectors('h0', 'h1', 'h2', 'h3'),
    ...vectors('i', 'g', 'f', 'o', 'cellOutput', 'dCell'),
  });
  const fromAfter = [p.h0, p.h1, p.h2, p.h3] as const;
  const product = (...factors: Code[]): Code => factors.reduce(f32x4.multiply);
  const oneMinus = (value: Code): Code => f32x4.subtract(one, value);
  const square = (value: Local): Code => f32x4.multiply(get(value), get(value));
  const stream = (row: 0 | 1 | 2 | 3): Code => {
    const dHidden = fromAfter[row];
    const gradients = [
      product(get(p.dCell), get(p.g), get(p.i), oneMinus(get(p.i))),
      product(get(p.dCell), get(p.i), oneMinus(square(p.g))),
      product(get(p.dCell), loadNarrow(p.before, 2 * H * row), get(p.f), oneMinus(get(p.f))),
      product(get(dHidden), get(p.cellOutput), get(p.o), oneMinus(get(p.o))),
    ];
    return [
      ...[p.i, p.g, p.f, p.o].flatMap((gate, at) =>
        set(gate, loadNarrow(p.gates, 2 * H * (4 * row + at))),
      ),
      ...set(p.cellOutput, loadNarrow(p.output, 2 * H * row)),
      // h' = o∘tanh c'
      ...set(dHidden, f32x4.add(get(dHidden), load(get(p.above), 4 * H * row))),
      ...set(
        p.dCell,
        f32x4.add(
          load(get(p.cellAfter), 4 * H * row),
          product(get(dHidden), get(p.o), oneMinus(square(p.cellOutput))),
        ),
      ),
      // c' = f∘c + i∘g, and each gate's non-linearity
      ...gradients.flatMap((gradient, at) =>
        storeNarrow(p.gradients, gradient, 2 * H * (4 * row + at)),
      ),
      ...store(get(p.cellBefore), f32x4.multiply(get(p.dCell), get(p.f)), 4 * H * row),
    ];
  };
  return {
    parameters: new Array<'i32'>(8).fill('i32'),
    result: null,
    locals: ['i32', ...new Array<'v128'>(10).fill('v128')],
    body: [
      ...set(p.end, i32.add(get(p.above), i32.constant(4 * H))),
      ...repeatWhile(
        i32.isLess(get(p.above), get(p.end)),
        setTransposed(fromAfter, { address: p.sums, offset: 0, stride: 2 * b }, [p.i, p.g]),
        ...rows.map(stream),
        forward(p.sums, 4 * 2 * b),
        ...[p.gates, p.before, p.output, p.gradients].map((local) => forward(local, narrow)),
        ...[p.above, p.cellAfter, p.cellBefore].map((local) => forward(local, wide)),
      ),
    ],
    name: 'stepBack',
  };
}
