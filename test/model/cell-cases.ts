// Every cell with each of its activations: how to make it, the shapes of its parts, and its readable twin.

import { LstmLayer } from '../../app/model/lstm-layer.ts';
import { differentiateReference, runReference } from '../../app/model/lstm-reference.ts';
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

const fusedLstm: CellCase = {
  name: 'lstm, tanh',
  create: (tensorflow, constants, place) => new LstmLayer(tensorflow, constants, place),
  shapes: ({ I, H }) => ({ kernel: [I + H, 4 * H], bias: [4 * H] }),
  cellScale: 10,
  reference({ I, H }, { parameters, inputs, state, hiddenGradients }) {
    const layer = { I, H, kernel: parameters['kernel']!, bias: parameters['bias']! };
    const window = runReference(layer, inputs, state);
    const { kernel, bias, ...rest } = differentiateReference(layer, window, hiddenGradients);
    return { hidden: window.hidden, state: window.state, gradients: { kernel, bias }, ...rest };
  },
};

export const cellCases: readonly CellCase[] = [fusedLstm];
