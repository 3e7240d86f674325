// What lies between the products of one step of an LSTM and the next, forward and back, in float32 and WebAssembly
// SIMD; lstm-reference.ts is its readable twin. Rows are streams; all gates stand in the order i, g, f, o.
// It does what TensorFlow's BlockLSTM and LSTMBlockCellGrad do beside their products, in place and without op calls.

import { setSigmoid, setTanh, wideTanh } from '../fitted-tanh.ts';
import {
  f32x4,
  forward,
  get,
  i32,
  instantiate,
  load,
  numberLocals,
  repeatWhile,
  set,
  store,
  type Code,
  type Local,
  type WasmFunction,
} from '../wasm-assembler.ts';

/** All arguments are addresses in bytes, of arrays of b streams. */
export interface WideLstmKernels {
  /**
   * i, f, o = σ(inputs + sums + bias), g = tanh(…);  c' = f∘c + i∘g;  h' = o∘tanh(c').
   * Reads `sums` [b,4H], `bias` [4H], the cell `before` [b,H] and inputs [4H] of which `inputRows` [b] says where each
   * stream's lie; writes `gates` [b,4H] after their non-linearities, `cell` = c', `output` = tanh(c') and `hidden`,
   * [b,H] each.
   */
  stepForward(
    inputRows: number,
    sums: number,
    bias: number,
    before: number,
    gates: number,
    cell: number,
    output: number,
    hidden: number,
  ): void;
  /**
   * The way back: turns `gates` [b,4H] into the gradients of the sums that went into them, and `cell`, the gradient
   * [b,H] of c', into that of c. Reads the cell `before` the step and its `output`, and the gradients of h' that
   * come from `above` and from the step `after`, [b,H] each. Adds each stream's gates' gradients to the sums [4H] of
   * which `sumRows` [b] says where they lie; streams may share them.
   */
  stepBack(
    gates: number,
    before: number,
    output: number,
    above: number,
    after: number,
    cell: number,
    sumRows: number,
  ): void;
}

/** Makes the kernels over a memory, for layers of H units, a multiple of four, and b streams. */
export function createWideLstmKernels(
  memory: object,
  { hiddenSize, streams }: { hiddenSize: number; streams: number },
): WideLstmKernels {
  const functions = [stepForward(hiddenSize, streams), stepBack(hiddenSize, streams)];
  return instantiate(functions, memory) as WideLstmKernels;
}

/** Bytes of four floats. */
const wide = 16;

/**
 * Repeats a body over all units of all streams, four at a time. `counter` is an address that moves by a unit each;
 * `row` is set to each stream's address out of those at `rows`.
 */
function overRows(
  H: number,
  b: number,
  { counter, end, rowEnd, rows, row }: Record<'counter' | 'end' | 'rowEnd' | 'rows' | 'row', Local>,
  { four, betweenRows }: { four: Code; betweenRows: Code },
): Code {
  return [
    ...set(end, i32.add(get(counter), i32.constant(4 * H * b))),
    ...repeatWhile(
      i32.isLess(get(counter), get(end)),
      set(rowEnd, i32.add(get(counter), i32.constant(4 * H))),
      set(row, i32.load(get(rows))),
      forward(rows, 4),
      repeatWhile(i32.isLess(get(counter), get(rowEnd)), four),
      betweenRows,
    ),
  ];
}

function stepForward(H: number, b: number): WasmFunction {
  const p = numberLocals({
    ...{ rows: 'i32', sums: 'i32', bias: 'i32', before: 'i32' },
    ...{ gates: 'i32', cell: 'i32', output: 'i32', hidden: 'i32' },
    ...{ end: 'i32', rowEnd: 'i32', inputs: 'i32' },
    ...{ i: 'v128', g: 'v128', f: 'v128', o: 'v128', c: 'v128', square: 'v128' },
  });
  const sumOf = (gate: number): Code => {
    const offset = 4 * H * gate;
    const sum = f32x4.add(load(get(p.inputs), offset), load(get(p.sums), offset));
    return f32x4.add(sum, load(get(p.bias), offset));
  };
  const four = [
    ...setSigmoid(wideTanh, p.i, sumOf(0), p.square),
    ...setTanh(wideTanh, p.g, sumOf(1), p.square),
    ...setSigmoid(wideTanh, p.f, sumOf(2), p.square),
    ...setSigmoid(wideTanh, p.o, sumOf(3), p.square),
    ...[p.i, p.g, p.f, p.o].flatMap((gate, at) => store(get(p.gates), get(gate), 4 * H * at)),
    ...set(
      p.c,
      f32x4.add(f32x4.multiply(get(p.f), load(get(p.before))), f32x4.multiply(get(p.i), get(p.g))),
    ),
    ...store(get(p.cell), get(p.c)),
    ...setTanh(wideTanh, p.c, get(p.c), p.square),
    ...store(get(p.output), get(p.c)),
    ...store(get(p.hidden), f32x4.multiply(get(p.o), get(p.c))),
    ...[p.inputs, p.sums, p.bias, p.before].flatMap((local) => forward(local, wide)),
    ...[p.gates, p.cell, p.output, p.hidden].flatMap((local) => forward(local, wide)),
  ];
  // A gate's worth has passed; the next row begins three on, the bias where it began.
  const betweenRows = [
    ...forward(p.bias, -4 * H),
    ...[p.sums, p.gates].flatMap((local) => forward(local, 3 * 4 * H)),
  ];
  return {
    parameters: new Array<'i32'>(8).fill('i32'),
    result: null,
    locals: ['i32', 'i32', 'i32', ...new Array<'v128'>(6).fill('v128')],
    body: overRows(H, b, { ...p, counter: p.cell, row: p.inputs }, { four, betweenRows }),
    name: 'stepForward',
  };
}

function stepBack(H: number, b: number): WasmFunction {
  const p = numberLocals({
    ...{ gates: 'i32', before: 'i32', output: 'i32', above: 'i32', after: 'i32', cell: 'i32' },
    ...{ rows: 'i32', end: 'i32', rowEnd: 'i32', sums: 'i32' },
    ...{ i: 'v128', g: 'v128', f: 'v128', o: 'v128' },
    ...{ tanhCell: 'v128', dHidden: 'v128', dCell: 'v128', gradient: 'v128' },
  });
  const product = (...factors: Code[]): Code => factors.reduce(f32x4.multiply);
  const oneMinus = (value: Code): Code => f32x4.subtract(f32x4.constant(1), value);
  const square = (value: Local): Code => f32x4.multiply(get(value), get(value));
  const gradients = [
    product(get(p.dCell), get(p.g), get(p.i), oneMinus(get(p.i))),
    product(get(p.dCell), get(p.i), oneMinus(square(p.g))),
    product(get(p.dCell), load(get(p.before)), get(p.f), oneMinus(get(p.f))),
    product(get(p.dHidden), get(p.tanhCell), get(p.o), oneMinus(get(p.o))),
  ];
  const four = [
    ...[p.i, p.g, p.f, p.o].flatMap((gate, at) => set(gate, load(get(p.gates), 4 * H * at))),
    ...set(p.tanhCell, load(get(p.output))),
    // h' = o∘tanh c'
    ...set(p.dHidden, f32x4.add(load(get(p.above)), load(get(p.after)))),
    ...set(
      p.dCell,
      f32x4.add(load(get(p.cell)), product(get(p.dHidden), get(p.o), oneMinus(square(p.tanhCell)))),
    ),
    // c' = f∘c + i∘g, and each gate's non-linearity
    ...gradients.flatMap((gradient, at) => [
      ...set(p.gradient, gradient),
      ...store(get(p.gates), get(p.gradient), 4 * H * at),
      ...store(get(p.sums), f32x4.add(load(get(p.sums), 4 * H * at), get(p.gradient)), 4 * H * at),
    ]),
    ...store(get(p.cell), f32x4.multiply(get(p.dCell), get(p.f))),
    ...[p.gates, p.before, p.output, p.above].flatMap((local) => forward(local, wide)),
    ...[p.after, p.cell, p.sums].flatMap((local) => forward(local, wide)),
  ];
  const betweenRows = forward(p.gates, 3 * 4 * H);
  return {
    parameters: new Array<'i32'>(7).fill('i32'),
    result: null,
    locals: ['i32', 'i32', 'i32', ...new Array<'v128'>(8).fill('v128')],
    body: overRows(H, b, { ...p, counter: p.cell, row: p.sums }, { four, betweenRows }),
    name: 'stepBack',
  };
}
