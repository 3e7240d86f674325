// From character indices to the first LSTM layer's inputs: rows of an embedding, or one-hot vectors.

import type { Constants } from '../tensor/constants.ts';
import type { LstmOperands, Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { LayerWindow, LstmLayer, WindowSize } from './lstm-layer.ts';

/** What flows back from the first LSTM layer to its kernel's input rows and to the embedding. */
export interface InputGradients {
  inputKernel: Tensor; // [E or V, 4H]
  embeddings: Tensor | null; // [V,E], null for one-hot
}

/** The way in; `embeddings` is null for one-hot. */
export class InputLayer {
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #vocabularySize: number;

  constructor(tensorflow: TensorFlow, constants: Constants, vocabularySize: number) {
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#vocabularySize = vocabularySize;
  }

  /** Indices [N] → [N, E or V]. */
  forward(embeddings: Tensor | null, indices: Tensor): Tensor {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    if (embeddings !== null) return ops.gather(embeddings, indices, constants.index(0));
    const values = { on: constants.scalar(1), off: constants.scalar(0) };
    return ops.oneHot(indices, constants.index(this.#vocabularySize), values);
  }

  /** All that the first layer's gate gradients say about its input rows and the embedding. */
  gradients(
    weights: { embeddings: Tensor | null; layer: LstmLayer; operands: LstmOperands },
    {
      window,
      indices,
      gateGradients,
    }: { window: LayerWindow; indices: Tensor; gateGradients: Tensor },
    { T, B }: WindowSize,
  ): InputGradients {
    const { ops } = this.#tensorflow;
    const { embeddings, layer, operands } = weights;
    const V = this.#vocabularySize;
    const count = this.#constants.index(V);
    return this.#tensorflow.scope((keep) => {
      // Equal characters have equal inputs, so their gate gradients can be added up first: two products over
      // V rows then take the place of two over T*B.
      const isWorthSumming = 4 * V <= T * B;
      if (embeddings === null || isWorthSumming) {
        const byCharacter = ops.unsortedSegmentSum(gateGradients, indices, count); // [V,4H]
        if (embeddings === null) return { inputKernel: keep(byCharacter), embeddings: null };
        return {
          inputKernel: keep(ops.matMulFirstTransposed(embeddings, byCharacter)),
          embeddings: keep(layer.inputGradients(operands, byCharacter)),
        };
      }
      const inputGradients = layer.inputGradients(operands, gateGradients); // [T*B,E]
      return {
        inputKernel: keep(layer.inputKernelGradient(window, gateGradients, { T, B })),
        embeddings: keep(ops.unsortedSegmentSum(inputGradients, indices, count)),
      };
    });
  }
}
