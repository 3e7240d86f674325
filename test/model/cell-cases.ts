// Every cell with each of its activations: how to make it, the shapes of its parts, and its readable twin.

import type { Activation } from '../../app/contract/model.ts';
import { GruLayer } from '../../app/model/gru-layer.ts';
import { differentiateReferenceGru, runReferenceGru } from '../../app/model/gru-reference.ts';
import { KernelLstmLayer } from '../../app/model/lstm/kernel-lstm-layer.ts';
import { LstmLayer } from '../../app/model/lstm/lstm-layer.ts';
import { differentiateReference, runReference } from '../../app/model/lstm/lstm-reference.ts';
import { RnnLayer } from '../../app/model/rnn-layer.ts';
import { differentiateReferenceRnn, runReferenceRnn } from '../../app/model/rnn-reference.ts';
import { UnfusedLstmLayer } from '../../app/model/lstm/unfused-lstm-layer.ts';
import type { CreateLayer, LayerExample, Sizes } from './run-layer.ts';

export interface ReferenceResult {
  hidden: Float64Array[]; // T × [B,H]
  state: { hidden: Float64Array; cell: Float64Array };
  gradients: Record<string, Float64Array>;
  inputs: Float64Array[]; // T × [B,I], gradients
}

export interface CellCase {
  name: string;
  create: CreateLayer;
  shapes: (sizes: Sizes) => Record<string, number[]>;
  /** How large carried cells are; 0 for a cell that has none. */
  cellScale: number;
  reference: (sizes: Sizes, example: LayerExample) => ReferenceResult;
}

const noCell = new Float64Array(0);

function lstm(name: string, activation: Activation, create: CreateLayer): CellCase {
  return {
    name,
    create,
    shapes: ({ I, H }) => ({ kernel: [I + H, 4 * H], bias: [4 * H] }),
    // Beyond 8 a clipped cell would show; ReLU would carry so much from step to step that float32 is not enough.
    cellScale: activation === 'relu' ? 1 : 10,
    reference({ I, H }, { parameters, inputs, state, hiddenGradients }) {
      const layer = { I, H, activation, kernel: parameters['kernel']!, bias: parameters['bias']! };
      const window = runReference(layer, inputs, state);
      const { kernel, bias, ...rest } = differentiateReference(layer, window, hiddenGradients);
      return { hidden: window.hidden, state: window.state, gradients: { kernel, bias }, ...rest };
    },
  };
}

function gru(activation: Activation): CellCase {
  return {
    name: `gru, ${activation}`,
    create: (tensorflow, constants, place) =>
      new GruLayer(tensorflow, constants, { ...place, activation }),
    shapes: ({ I, H }) => ({
      kernel: [I, 3 * H],
      recurrent_kernel: [H, 3 * H],
      bias: [2, 3 * H],
    }),
    cellScale: 0,
    reference({ I, H }, { parameters, inputs, state, hiddenGradients }) {
      const layer = { I, H, activation, ...threeParts(parameters) };
      const window = runReferenceGru(layer, inputs, state.hidden);
      const result = differentiateReferenceGru(layer, window, hiddenGradients);
      return resultOf(window.hidden, result);
    },
  };
}

function rnn(activation: Activation): CellCase {
  return {
    name: `rnn, ${activation}`,
    create: (tensorflow, constants, place) =>
      new RnnLayer(tensorflow, constants, { ...place, activation }),
    shapes: ({ I, H }) => ({ kernel: [I, H], recurrent_kernel: [H, H], bias: [H] }),
    cellScale: 0,
    reference({ I, H }, { parameters, inputs, state, hiddenGradients }) {
      const layer = { I, H, activation, ...threeParts(parameters) };
      const window = runReferenceRnn(layer, inputs, state.hidden);
      const result = differentiateReferenceRnn(layer, window, hiddenGradients);
      return resultOf(window.hidden, result);
    },
  };
}

interface ThreeParts {
  kernel: Float64Array;
  recurrentKernel: Float64Array;
  bias: Float64Array;
}

function threeParts(parameters: LayerExample['parameters']): ThreeParts {
  return {
    kernel: parameters['kernel']!,
    recurrentKernel: parameters['recurrent_kernel']!,
    bias: parameters['bias']!,
  };
}

function resultOf(
  hidden: Float64Array[],
  { kernel, recurrentKernel, bias, inputs }: ThreeParts & { inputs: Float64Array[] },
): ReferenceResult {
  return {
    hidden,
    state: { hidden: hidden.at(-1)!, cell: noCell },
    gradients: { kernel, recurrent_kernel: recurrentKernel, bias },
    inputs,
  };
}

const unfused =
  (activation: Activation): CreateLayer =>
  (tensorflow, constants, place) =>
    new UnfusedLstmLayer(tensorflow, constants, { ...place, activation });

const activations = ['tanh', 'relu', 'sigmoid'] as const;

export const cellCases: readonly CellCase[] = [
  lstm('lstm, tanh, fused', 'tanh', (tensorflow, constants, place) => {
    return new LstmLayer(tensorflow, constants, place);
  }),
  lstm('lstm, tanh, on kernels', 'tanh', (tensorflow, constants, place) => {
    return new KernelLstmLayer(tensorflow, constants, place);
  }),
  ...activations.map((activation) =>
    lstm(`lstm, ${activation}, unfused`, activation, unfused(activation)),
  ),
  ...activations.map(gru),
  ...activations.map(rnn),
];
