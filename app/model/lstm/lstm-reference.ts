// One LSTM layer over a window in plain arithmetic: what lstm-layer.ts (φ = tanh) and unfused-lstm-layer.ts (any φ)
// compute, written to be read (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
// float64; nothing is trained with it.
//   gates = x·W + h·U + b;  i, f, o = σ(…), g = φ(…);  c' = f∘c + i∘g;  h' = o∘φ(c')
// The kernel holds W above U; its columns and the bias hold the gates in the order i, g, f, o.

import type { Activation } from '../../contract/model.ts';
import { numberActivations } from '../activations.ts';

/** A layer's sizes and learned numbers. */
export interface ReferenceLayer {
  I: number;
  H: number;
  activation: Activation;
  kernel: Float64Array; // [I+H,4H]
  bias: Float64Array; // [4H]
}

/** Rows are streams. */
export interface ReferenceState {
  hidden: Float64Array; // [B,H]
  cell: Float64Array; // [B,H]
}

/** Everything that one step computes, [B,H] each, and what it started from. */
interface Step {
  input: Float64Array; // [B,I]
  before: ReferenceState;
  i: Float64Array;
  g: Float64Array;
  f: Float64Array;
  o: Float64Array;
  after: ReferenceState;
}

/** A window that was run, step by step. */
export interface ReferenceWindow {
  steps: Step[];
  hidden: Float64Array[]; // T × [B,H]
  state: ReferenceState; // after the last step
}

/** What flows back through a window. */
export interface ReferenceGradients {
  kernel: Float64Array; // [I+H,4H]
  bias: Float64Array; // [4H]
  inputs: Float64Array[]; // T × [B,I]
}

const { of: sigmoid } = numberActivations.sigmoid;

/** Runs the layer over a window. */
export function runReference(
  layer: ReferenceLayer,
  inputs: Float64Array[] /* T × [B,I] */,
  state: ReferenceState,
): ReferenceWindow {
  const steps: Step[] = [];
  for (const input of inputs) {
    const step = runStep(layer, input, state);
    steps.push(step);
    state = step.after;
  }
  return { steps, hidden: steps.map(({ after }) => after.hidden), state };
}

function runStep(layer: ReferenceLayer, input: Float64Array, before: ReferenceState): Step {
  const { I, H, kernel, bias } = layer;
  const activation = numberActivations[layer.activation];
  const size = before.hidden.length;
  const empty = () => new Float64Array(size);
  const step: Step = {
    ...{ input, before, i: empty(), g: empty(), f: empty(), o: empty() },
    after: { hidden: empty(), cell: empty() },
  };
  for (let at = 0; at < size; at++) {
    const [stream, unit] = [Math.floor(at / H), at % H];
    const gate = (order: number): number => {
      const column = order * H + unit;
      let sum = value(bias, column);
      for (let k = 0; k < I; k++) {
        sum += value(input, stream * I + k) * value(kernel, k * 4 * H + column);
      }
      for (let k = 0; k < H; k++) {
        sum += value(before.hidden, stream * H + k) * value(kernel, (I + k) * 4 * H + column);
      }
      return sum;
    };
    const i = sigmoid(gate(0));
    const g = activation.of(gate(1));
    const f = sigmoid(gate(2));
    const o = sigmoid(gate(3));
    const cell = f * value(before.cell, at) + i * g;
    [step.i[at], step.g[at], step.f[at], step.o[at]] = [i, g, f, o];
    step.after.cell[at] = cell;
    step.after.hidden[at] = o * activation.of(cell);
  }
  return step;
}

/** Goes back through the window: from the gradients of its hidden states to all others. */
export function differentiateReference(
  layer: ReferenceLayer,
  { steps }: ReferenceWindow,
  hiddenGradients: Float64Array[] /* T × [B,H] */,
): ReferenceGradients {
  const { I, H, kernel } = layer;
  const activation = numberActivations[layer.activation];
  const size = steps[0]?.after.hidden.length ?? 0;
  const gradients: ReferenceGradients = {
    kernel: new Float64Array(kernel.length),
    bias: new Float64Array(4 * H),
    inputs: steps.map(({ input }) => new Float64Array(input.length)),
  };
  // What reaches this step's hidden and cell state from the step after; nothing beyond the window.
  let fromAfter: ReferenceState = { hidden: new Float64Array(size), cell: new Float64Array(size) };
  for (let t = steps.length - 1; t >= 0; t--) {
    const { input, before, i, g, f, o, after } = steps[t] as Step;
    const toBefore: ReferenceState = {
      hidden: new Float64Array(size),
      cell: new Float64Array(size),
    };
    const inputGradient = gradients.inputs[t] as Float64Array;
    for (let at = 0; at < size; at++) {
      const [stream, unit] = [Math.floor(at / H), at % H];
      const [vi, vg, vf, vo] = [value(i, at), value(g, at), value(f, at), value(o, at)];
      const cellOutput = activation.of(value(after.cell, at));

      // h' = o∘φ(c')
      const dHidden = value(hiddenGradients[t] as Float64Array, at) + value(fromAfter.hidden, at);
      const dCell = value(fromAfter.cell, at) + dHidden * vo * activation.slope(cellOutput);
      // c' = f∘c + i∘g, and each gate's non-linearity
      toBefore.cell[at] = dCell * vf;
      const dGates = [
        dCell * vg * vi * (1 - vi),
        dCell * vi * activation.slope(vg),
        dCell * value(before.cell, at) * vf * (1 - vf),
        dHidden * cellOutput * vo * (1 - vo),
      ];
      // gates = x·W + h·U + b
      dGates.forEach((dGate, order) => {
        const column = order * H + unit;
        add(gradients.bias, column, dGate);
        for (let k = 0; k < I; k++) {
          const weight = k * 4 * H + column;
          add(gradients.kernel, weight, value(input, stream * I + k) * dGate);
          add(inputGradient, stream * I + k, value(kernel, weight) * dGate);
        }
        for (let k = 0; k < H; k++) {
          const weight = (I + k) * 4 * H + column;
          add(gradients.kernel, weight, value(before.hidden, stream * H + k) * dGate);
          add(toBefore.hidden, stream * H + k, value(kernel, weight) * dGate);
        }
      });
    }
    fromAfter = toBefore;
  }
  return gradients;
}

/** An element that is known to be there. */
function value(values: Float64Array, at: number): number {
  return values[at] as number;
}

function add(values: Float64Array, at: number, summand: number): void {
  values[at] = value(values, at) + summand;
}
