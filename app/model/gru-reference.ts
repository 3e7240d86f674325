// One GRU layer over a window in plain arithmetic: what gru-layer.ts computes, written to be read (Cho et al. 2014,
// reset after the recurrent product as in Keras and PyTorch). float64; nothing is trained with it.
//   X = x·W + b,  R = h·U + c;  z, r = σ(X + R);  g = φ(X + r∘R);  h' = z∘h + (1 - z)∘g
// Kernels hold the gates z, r, g side by side; the bias holds b, then c.

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
export interface ReferenceGru {
  I: number;
  H: number;
  activation: Activation;
  kernel: Float64Array; // [I,3H]
  recurrentKernel: Float64Array; // [H,3H]
  bias: Float64Array; // [2,3H]
}

/** Everything that one step computes, [B,H] each, and what it started from. */
interface Step {
  input: Float64Array; // [B,I]
  before: Float64Array;
  z: Float64Array;
  r: Float64Array;
  /** R of the candidate. */
  recurrent: Float64Array;
  g: Float64Array;
  after: Float64Array;
}

/** A window that was run, step by step. */
export interface ReferenceGruWindow {
  steps: Step[];
  hidden: Float64Array[]; // T × [B,H]
}

const { of: sigmoid, slope: sigmoidSlope } = numberActivations.sigmoid;

/** Runs the layer over a window. */
export function runReferenceGru(
  layer: ReferenceGru,
  inputs: Float64Array[] /* T × [B,I] */,
  before: Float64Array /* [B,H] */,
): ReferenceGruWindow {
  const steps: Step[] = [];
  for (const input of inputs) {
    const step = runStep(layer, input, before);
    steps.push(step);
    before = step.after;
  }
  return { steps, hidden: steps.map(({ after }) => after) };
}

function runStep(layer: ReferenceGru, input: Float64Array, before: Float64Array): Step {
  const { I, H, kernel, recurrentKernel, bias } = layer;
  const activation = numberActivations[layer.activation];
  const X = product(input, kernel, I).map((value, i) => value + at(bias, i % (3 * H))); // [B,3H]
  const R = product(before, recurrentKernel, H).map(
    (value, i) => value + at(bias, 3 * H + (i % (3 * H))),
  ); // [B,3H]
  const empty = () => new Float64Array(before.length);
  const step: Step = {
    ...{ input, before, z: empty(), r: empty(), recurrent: empty(), g: empty(), after: empty() },
  };
  for (let i = 0; i < before.length; i++) {
    const first = Math.floor(i / H) * 3 * H + (i % H); // the unit's place in its stream's row of X and R
    const z = sigmoid(at(X, first) + at(R, first));
    const r = sigmoid(at(X, first + H) + at(R, first + H));
    const recurrent = at(R, first + 2 * H);
    const g = activation.of(at(X, first + 2 * H) + r * recurrent);
    [step.z[i], step.r[i], step.recurrent[i], step.g[i]] = [z, r, recurrent, g];
    step.after[i] = z * at(before, i) + (1 - z) * g;
  }
  return step;
}

/** Goes back through the window: from the gradients of its hidden states to all others. */
export function differentiateReferenceGru(
  { H, activation, kernel, recurrentKernel, bias }: ReferenceGru,
  { steps }: ReferenceGruWindow,
  hiddenGradients: Float64Array[] /* T × [B,H] */,
) {
  const { slope } = numberActivations[activation];
  const size = steps[0]?.before.length ?? 0;
  const B = size / H;
  const gradients = {
    kernel: new Float64Array(kernel.length),
    recurrentKernel: new Float64Array(recurrentKernel.length),
    bias: new Float64Array(bias.length),
    inputs: steps.map(({ input }): Float64Array => new Float64Array(input.length)), // T × [B,I]
  };
  let fromAfter: Float64Array = new Float64Array(size); // [B,H], nothing comes from beyond the window
  for (let t = steps.length - 1; t >= 0; t--) {
    const { input, before, z, r, recurrent, g } = steps[t] as Step;
    const dX = new Float64Array(3 * size); // [B,3H]
    const dR = new Float64Array(3 * size); // [B,3H]
    const toBefore = new Float64Array(size); // [B,H]
    for (let i = 0; i < size; i++) {
      // h' = z∘h + (1 - z)∘g
      const dHidden = at(hiddenGradients[t] as Float64Array, i) + at(fromAfter, i);
      toBefore[i] = dHidden * at(z, i);
      const dz = dHidden * (at(before, i) - at(g, i)) * sigmoidSlope(at(z, i));
      // g = φ(X + r∘R)
      const dg = dHidden * (1 - at(z, i)) * slope(at(g, i));
      const dr = dg * at(recurrent, i) * sigmoidSlope(at(r, i));
      const first = Math.floor(i / H) * 3 * H + (i % H);
      [dX[first], dX[first + H], dX[first + 2 * H]] = [dz, dr, dg];
      [dR[first], dR[first + H], dR[first + 2 * H]] = [dz, dr, dg * at(r, i)];
    }
    addRows(gradients.bias.subarray(0, 3 * H), dX);
    addRows(gradients.bias.subarray(3 * H), dR);
    addTransposedProduct(gradients.kernel, { a: input, b: dX, M: B });
    addTransposedProduct(gradients.recurrentKernel, { a: before, b: dR, M: B });
    gradients.inputs[t] = productWithTransposed(dX, kernel, 3 * H);
    const throughProduct = productWithTransposed(dR, recurrentKernel, 3 * H);
    fromAfter = toBefore.map((value, i) => value + at(throughProduct, i));
  }
  return gradients;
}
