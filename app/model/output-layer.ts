// From the last recurrent layer to the loss: dense ReLU layers, the logits, whose kernel may be the embedding's
// transpose, and the way back. Knows nothing of time or of recurrent cells: rows are counted positions.

import type { Loss, ModelConfiguration } from '../contract/model.ts';
import type { Constants } from '../tensor/constants.ts';
import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { Products } from './matrix.ts';
import { differentiateOnSoftmax, lossesOnSoftmax, softmaxLosses } from './softmax-losses.ts';
import type { GradientWriter, Weights } from './weights.ts';
import { takesWideScores, WideScores } from './wide-scores.ts';
import { takesWideSoftmax, WideSoftmax } from './wide-softmax.ts';

/** What the way forward leaves. */
export interface OutputPass {
  /** What comes into each dense layer, the output included: [N,I] each. */
  inputs: Tensor[];
}

/** What goes back from the logits. */
export interface OutputGradients {
  logitGradients: Tensor; // [N,V]
  /** Summed over the rows, [V], where that is known already. */
  biasGradients: Float32Array | null;
}

/** What came of each row, [N] each. */
interface RowLosses {
  /** Nats. */
  losses: Float32Array;
  /** What was made smaller, where that is another loss. */
  optimisedLosses: Float32Array | null;
}

/** Which characters were right, and the factor on the gradients of the summed loss. */
export interface Answer {
  targets: Int32Array; // [N]
  scale: number;
}

type OutputShape = Pick<ModelConfiguration, 'layers' | 'head' | 'tieWeights' | 'loss'>;

/** The head's shape; its weights come with each call. */
export class OutputLayer {
  readonly #tensorflow: TensorFlow;
  readonly #constants: Constants;
  readonly #headNames: string[];
  readonly #isTied: boolean;
  readonly #loss: Loss;
  readonly #vocabularySize: number;
  /** Size of what comes into the output. */
  readonly #rowLength: number;
  /** For as many rows as the last window had. */
  #wideSoftmax: WideSoftmax | null = null;
  #wideScores: WideScores | null = null;
  /** For gradients; the way forward is whole: losses are to be what they are. */
  readonly #products: Products;

  constructor(
    tensorflow: TensorFlow,
    constants: Constants,
    given: OutputShape & { vocabularySize: number; products: Products },
  ) {
    const { layers, head, tieWeights, loss, vocabularySize, products } = given;
    this.#tensorflow = tensorflow;
    this.#constants = constants;
    this.#products = products;
    this.#headNames = head.map((_, index) => `head_${index}`);
    this.#isTied = tieWeights;
    this.#loss = loss;
    this.#vocabularySize = vocabularySize;
    this.#rowLength = head.at(-1) ?? layers.at(-1) ?? 0;
  }

  /** Rows [N,H] through the head. */
  forward(weights: Weights, rows: Tensor): OutputPass {
    const { ops } = this.#tensorflow;
    const inputs = [rows];
    for (const name of this.#headNames) {
      const dense = ops.matMul(rows, weights.of(`${name}/kernel`));
      rows = ops.relu(ops.biasAdd(dense, weights.of(`${name}/bias`)));
      inputs.push(rows);
    }
    return { inputs };
  }

  /** Rows [N,I] → [N,V]. */
  #multiply(weights: Weights, rows: Tensor): Tensor {
    const { ops } = this.#tensorflow;
    return this.#isTied
      ? ops.matMulSecondTransposed(rows, weights.of('embedding/embeddings'))
      : ops.matMul(rows, weights.of('dense/kernel'));
  }

  #logits(weights: Weights, { inputs }: OutputPass): Tensor /* [N,V] */ {
    const products = this.#multiply(weights, inputs.at(-1) as Tensor);
    return this.#tensorflow.ops.biasAdd(products, weights.of('dense/bias'));
  }

  /** The nats at each row, what is optimised at each, and the gradient of its sum by the logits, scaled. */
  differentiate(weights: Weights, pass: OutputPass, answer: Answer): OutputGradients & RowLosses {
    const N = answer.targets.length;
    const isWide = this.#loss === 'cross-entropy' && takesWideSoftmax(N, this.#vocabularySize);
    return isWide
      ? this.#differentiateWide(weights, pass, answer)
      : this.#differentiateFused(this.#logits(weights, pass), answer);
  }

  #differentiateWide(weights: Weights, pass: OutputPass, answer: Answer) {
    const N = answer.targets.length;
    const size = { N, V: this.#vocabularySize };
    if (this.#wideSoftmax?.rows !== N) {
      this.#wideSoftmax = new WideSoftmax(this.#tensorflow, this.#constants, size);
    }
    const rows = this.#rowsOf(weights, pass);
    const gradients = this.#wideSoftmax.differentiate({ ...answer, ...rows });
    return { ...gradients, optimisedLosses: null };
  }

  /** What comes into the output, and what it does with that. */
  #rowsOf(weights: Weights, { inputs }: OutputPass) {
    return {
      rows: inputs.at(-1) as Tensor,
      rowLength: this.#rowLength,
      multiply: (rows: Tensor) => this.#multiply(weights, rows),
      bias: this.#tensorflow.read(weights.of('dense/bias')),
    };
  }

  #differentiateFused(logits: Tensor, { targets, scale }: Answer): OutputGradients & RowLosses {
    const { ops } = this.#tensorflow;
    const tensor = this.#tensorflow.copyIn(targets, [targets.length]);
    const fused = ops.sparseSoftmaxCrossEntropyWithLogits(logits, tensor);
    const losses = this.#tensorflow.read(fused.losses);
    this.#tensorflow.release(logits);
    if (this.#loss === 'cross-entropy') {
      const logitGradients = ops.mul(fused.logitGradients, this.#constants.scalar(scale)); // [N,V]
      return { losses, optimisedLosses: null, logitGradients, biasGradients: null };
    }
    const distances = this.#tensorflow.read(fused.logitGradients); // p - 1 at the target, p elsewhere
    const optimisedLosses = differentiateOnSoftmax(softmaxLosses[this.#loss], {
      ...{ losses, distances, targets, scale },
    });
    const shape = [targets.length, distances.length / targets.length];
    const logitGradients = this.#tensorflow.copyIn(distances, shape);
    return { losses, optimisedLosses, logitGradients, biasGradients: null };
  }

  /** Writes the gradients of the head and the output; gives those of what came in, [N,H]. */
  backward(
    weights: Weights,
    { inputs }: OutputPass,
    { logitGradients, biasGradients }: OutputGradients,
    writer: GradientWriter,
  ): Tensor {
    const { ops } = this.#tensorflow;
    const products = this.#products;
    const matrix = (tensor: Tensor) => products.ofWide(tensor);
    const last = matrix(inputs.at(-1) as Tensor); // [N,I]
    const ofLogits = matrix(logitGradients);
    if (biasGradients === null) writer.write('dense/bias', ops.biasAddGrad(logitGradients));
    else writer.writeValues('dense/bias', biasGradients);
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
  score(weights: Weights, pass: OutputPass, targets: Int32Array) {
    if (this.#loss === 'cross-entropy' && takesWideScores(this.#vocabularySize)) {
      const [tensorflow, constants] = [this.#tensorflow, this.#constants];
      this.#wideScores ??= new WideScores(tensorflow, constants, this.#vocabularySize);
      const scores = this.#wideScores.score({ ...this.#rowsOf(weights, pass), targets });
      return { ...scores, optimisedLosses: null };
    }
    const { ops } = this.#tensorflow;
    const logits = this.#logits(weights, pass);
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
