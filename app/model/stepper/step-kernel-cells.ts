// The functions of step-kernel.ts that take a cell from the sums of its products to its new state, four units
// at a time. Knows gates and equations; not where sums come from.

import { sigmoidOf } from './step-kernel-functions.ts';
import {
  f32x4,
  forward,
  get,
  i32,
  load,
  numberLocals,
  repeatWhile,
  set,
  store,
  type Code,
  type WasmFunction,
} from '../wasm-assembler.ts';

/** An expression over four numbers. */
type Activated = (value: Code) => Code;

/** c' = σ(f)∘c + σ(i)∘act(g), h' = σ(o)∘act(c'); sums in blocks i, g, f, o. */
export function advanceLstm(activated: Activated): WasmFunction {
  const v = numberLocals({
    ...{ sums: 'i32', size: 'i32', cell: 'i32', hidden: 'i32' },
    ...{ end: 'i32', forgetSums: 'i32', newCell: 'v128' },
  });
  const inputGate = sigmoidOf(load(get(v.sums)));
  const update = activated(load(i32.add(get(v.sums), get(v.size))));
  const forgetGate = sigmoidOf(load(get(v.forgetSums)));
  const outputGate = sigmoidOf(load(i32.add(get(v.forgetSums), get(v.size))));
  const newCell = f32x4.add(
    f32x4.multiply(forgetGate, load(get(v.cell))),
    f32x4.multiply(inputGate, update),
  );
  const body = [
    ...set(v.end, i32.add(get(v.sums), get(v.size))),
    ...set(v.forgetSums, i32.add(get(v.end), get(v.size))),
    ...repeatWhile(
      i32.isLess(get(v.sums), get(v.end)),
      set(v.newCell, newCell),
      store(get(v.cell), get(v.newCell)),
      store(get(v.hidden), f32x4.multiply(outputGate, activated(get(v.newCell)))),
      ...[v.sums, v.forgetSums, v.cell, v.hidden].map((local) => forward(local, 16)),
    ),
  ];
  return {
    parameters: new Array<'i32'>(4).fill('i32'),
    result: null,
    locals: ['i32', 'i32', 'v128'],
    body,
    name: 'advanceLstm',
  };
}

/** With x the input's sums and u the recurrent ones: h' = n + σ(x_z+u_z)∘(h − n), n = act(x_h + σ(x_r+u_r)∘u_h). */
export function advanceGru(activated: Activated): WasmFunction {
  const v = numberLocals({
    ...{ inputSums: 'i32', recurrentSums: 'i32', size: 'i32', hidden: 'i32' },
    ...{ end: 'i32', candidate: 'v128' },
  });
  const inputSum = (offset: Code) => load(i32.add(get(v.inputSums), offset));
  const recurrentSum = (offset: Code) => load(i32.add(get(v.recurrentSums), offset));
  const gate = (offset: Code) => sigmoidOf(f32x4.add(inputSum(offset), recurrentSum(offset)));
  const twice = i32.add(get(v.size), get(v.size));
  const candidate = activated(
    f32x4.add(inputSum(twice), f32x4.multiply(gate(get(v.size)), recurrentSum(twice))),
  );
  const newHidden = f32x4.add(
    get(v.candidate),
    f32x4.multiply(gate(i32.constant(0)), f32x4.subtract(load(get(v.hidden)), get(v.candidate))),
  );
  const body = [
    ...set(v.end, i32.add(get(v.inputSums), get(v.size))),
    ...repeatWhile(
      i32.isLess(get(v.inputSums), get(v.end)),
      set(v.candidate, candidate),
      store(get(v.hidden), newHidden),
      ...[v.inputSums, v.recurrentSums, v.hidden].map((local) => forward(local, 16)),
    ),
  ];
  return {
    parameters: new Array<'i32'>(4).fill('i32'),
    result: null,
    locals: ['i32', 'v128'],
    body,
    name: 'advanceGru',
  };
}

/** Writes a function of each number of a vector to another place. */
export function mapVector(name: string, of: Activated): WasmFunction {
  const v = numberLocals({ from: 'i32', fromEnd: 'i32', to: 'i32' });
  const body = repeatWhile(
    i32.isLess(get(v.from), get(v.fromEnd)),
    store(get(v.to), of(load(get(v.from)))),
    ...[v.from, v.to].map((local) => forward(local, 16)),
  );
  return {
    parameters: new Array<'i32'>(3).fill('i32'),
    result: null,
    locals: [],
    body,
    name,
  };
}
