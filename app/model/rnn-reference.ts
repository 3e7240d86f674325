// One simple recurrent layer over a window in plain arithmetic: what rnn-layer.ts computes, written to be read
// (Elman 1990). float64; nothing is trained with it.
//   h' = φ(x·W + h·U + b)

import type { Activation } from '../contract/model.ts';
import { numberActivations } from './activations.ts';
import {
  addRows,
  addTransposedProduct,
  at,
  product,
  productWithTransposed,
} from './reference-matrix.ts';

/** A layer's sizes and learned numbers. */
export interface ReferenceRnn {
  I: number;
  H: number;
  activation: Activation;
  kernel: Float64Array; // [I,H]
  recurrentKernel: Float64Array; // [H,H]
  bias: Float64Array; // [H]
}

/** A window that was run. */
export interface ReferenceRnnWindow {
  inputs: Float64Array[]; // T × [B,I]
  before: Float64Array; // [B,H]
  hidden: Float64Array[]; // T × [B,H]
}

/** Runs the layer over a window. */
export function runReferenceRnn(
  { I, H, activation, kernel, recurrentKernel, bias }: ReferenceRnn,
  inputs: Float64Array[] /* T × [B,I] */,
  before: Float64Array /* [B,H] */,
): ReferenceRnnWindow {
  const { of } = numberActivations[activation];
  const hidden: Float64Array[] = [];
  let state = before;
  for (const input of inputs) {
    const fromInput = product(input, kernel, I);
    const fromState = product(state, recurrentKernel, H);
    state = fromInput.map((value, i) => of(value + at(fromState, i) + at(bias, i % H)));
    hidden.push(state);
  }
  return { inputs, before, hidden };
}

/** Goes back through the window: from the gradients of its hidden states to all others. */
export function differentiateReferenceRnn(
  { H, activation, kernel, recurrentKernel, bias }: ReferenceRnn,
  { inputs, before, hidden }: ReferenceRnnWindow,
  hiddenGradients: Float64Array[] /* T × [B,H] */,
) {
  const { slope } = numberActivations[activation];
  const B = before.length / H;
  const gradients = {
    kernel: new Float64Array(kernel.length),
    recurrentKernel: new Float64Array(recurrentKernel.length),
    bias: new Float64Array(bias.length),
    inputs: inputs.map(({ length }): Float64Array => new Float64Array(length)), // T × [B,I]
  };
  let fromAfter: Float64Array = new Float64Array(before.length); // [B,H], nothing comes from beyond the window
  for (let t = inputs.length - 1; t >= 0; t--) {
    const state = hidden[t] as Float64Array;
    const above = hiddenGradients[t] as Float64Array;
    const sums = state.map((y, i) => (at(above, i) + at(fromAfter, i)) * slope(y)); // before φ
    addRows(gradients.bias, sums);
    addTransposedProduct(gradients.kernel, { a: inputs[t] as Float64Array, b: sums, M: B });
    addTransposedProduct(gradients.recurrentKernel, { a: hidden[t - 1] ?? before, b: sums, M: B });
    gradients.inputs[t] = productWithTransposed(sums, kernel, H);
    fromAfter = productWithTransposed(sums, recurrentKernel, H);
  }
  return gradients;
}
