// From the last recurrent layer to the loss: dense ReLU layers, the logits, whose kernel may be the embedding's
// transpose, and the way back. Knows nothing of time or of recurrent cells: rows are counted positions.

import type { Loss, ModelConfiguration } from '../contract/model.ts';
import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { Products } from './matrix.ts';
import { differentiateOnSoftmax, lossesOnSoftmax, softmaxLosses } from './softmax-losses.ts';
import type { GradientWriter, Weights } from './weights.ts';

/** What the way forward leaves. */
export interface OutputPass {
  /** What comes into each dense layer, the output included: [N,I] each. */
  inputs: Tensor[];
  logits: Tensor; // [N,V]
}

/** Which characters were right, and the factor on the gradients of the summed loss. */
export interface Answer {
  targets: Int32Array; // [N]
  scale: number;
}

/** The head's shape; its weights come with each call. */
export class OutputLayer {
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #headNames: string[];
  readonly #isTied: boolean;
  readonly #loss: Loss;
  /** For gradients; the way forward is whole: losses are to be what they are. */
  readonly #products: Products;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    given: Pick<ModelConfiguration, 'head' | 'tieWeights' | 'loss'> & { products: Products },
  ) {
    const { head, tieWeights, loss, products } = given;
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#products = products;
    this.#headNames = head.map((_, index) => `head_${index}`);
    this.#isTied = tieWeights;
    this.#loss = loss;
  }

  /** Rows [N,H] → logits [N,V]. */
  forward(weights: Weights, rows: Tensor): OutputPass {
    const { ops } = this.#tensorflow;
    const inputs = [rows];
    for (const name of this.#headNames) {
      const dense = ops.matMul(rows, weights.of(`${name}/kernel`));
      rows = ops.relu(ops.biasAdd(dense, weights.of(`${name}/bias`)));
      inputs.push(rows);
    }
    const products = this.#isTied
      ? ops.matMulSecondTransposed(rows, weights.of('embedding/embeddings'))
      : ops.matMul(rows, weights.of('dense/kernel'));
    return { inputs, logits: ops.biasAdd(products, weights.of('dense/bias')) };
  }

  /** The nats at each row, what is optimised at each, and the gradient of its sum by the logits, scaled. */
  differentiate({ logits }: OutputPass, { targets, scale }: Answer) {
    const { ops } = this.#tensorflow;
    const tensor = this.#tensorflow.copyIn(targets, [targets.length]);
    const fused = ops.sparseSoftmaxCrossEntropyWithLogits(logits, tensor);
    const losses = this.#tensorflow.read(fused.losses);
    this.#tensorflow.release(logits);
    if (this.#loss === 'cross-entropy') {
      const logitGradients = ops.mul(fused.logitGradients, this.#constants.scalar(scale)); // [N,V]
      return { losses, optimisedLosses: null, logitGradients };
    }
    const distances = this.#tensorflow.read(fused.logitGradients); // p - 1 at the target, p elsewhere
    const optimisedLosses = differentiateOnSoftmax(softmaxLosses[this.#loss], {
      ...{ losses, distances, targets, scale },
    });
    const shape = [targets.length, distances.length / targets.length];
    return { losses, optimisedLosses, logitGradients: this.#tensorflow.copyIn(distances, shape) };
  }

  /** Writes the gradients of the head and the output; gives those of what came in, [N,H]. */
  backward(
    weights: Weights,
    { inputs }: OutputPass,
    { logitGradients, writer }: { logitGradients: Tensor /* [N,V] */; writer: GradientWriter },
  ): Tensor {
    const { ops } = this.#tensorflow;
    const products = this.#products;
    const matrix = (tensor: Tensor) => products.ofWide(tensor);
    const last = matrix(inputs.at(-1) as Tensor); // [N,I]
    const ofLogits = matrix(logitGradients);
    writer.write('dense/bias', ops.biasAddGrad(logitGradients));
    let gradients: Tensor; // [N,I]
    if (this.#isTied) {
      const embeddings = matrix(weights.of('embedding/embeddings'));
      writer.add('embedding/embeddings', products.multiplyFirstTransposed(ofLogits, last).wide);
      gradients = products.multiply(ofLogits, embeddings).wide;
    } else {
      const kernel = matrix(weights.of('dense/kernel'));
      writer.write('dense/kernel', products.multiplyFirstTransposed(last, ofLogits).wide);
      gradients = products.multiplySecondTransposed(ofLogits, kernel).wide;
    }
    for (let index = this.#headNames.length - 1; index >= 0; index--) {
      const name = this.#headNames[index] as string;
      const before = matrix(ops.reluGrad(inputs[index + 1] as Tensor, gradients));
      writer.write(`${name}/bias`, ops.biasAddGrad(before.wide));
      const below = matrix(inputs[index] as Tensor);
      writer.write(`${name}/kernel`, products.multiplyFirstTransposed(below, before).wide);
      const kernel = matrix(weights.of(`${name}/kernel`));
      gradients = products.multiplySecondTransposed(before, kernel).wide;
    }
    return gradients;
  }

  /** The nats at each row, what is optimised there, and whether the right character was the first, or among five. */
  score({ logits }: OutputPass, targets: Int32Array) {
    const { ops } = this.#tensorflow;
    const constants = this.#constants;
    const tensor = this.#tensorflow.copyIn(targets, [targets.length]);
    const fused = ops.sparseSoftmaxCrossEntropyWithLogits(logits, tensor);
    const losses = this.#tensorflow.read(fused.losses);
    const likeliest = this.#tensorflow.readIndices(ops.argMax(logits, constants.index(1)));
    const optimisedLosses =
      this.#loss === 'cross-entropy'
        ? null
        : lossesOnSoftmax(softmaxLosses[this.#loss], {
            ...{ losses, targets },
            distances: this.#tensorflow.read(fused.logitGradients),
          });
    return {
      losses,
      optimisedLosses,
      isCorrect: Uint8Array.from(likeliest, (index, row) => (index === targets[row] ? 1 : 0)),
      isInTopFive: this.#tensorflow.readFlags(ops.inTopK(logits, tensor, constants.index(5))),
    };
  }
}
