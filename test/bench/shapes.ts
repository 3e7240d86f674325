// The networks that rows measure, and how much arithmetic one training step of them is.

export interface StepShape {
  layers: number[];
  embedding: number;
  vocabularySize: number;
  batchSize: number;
  sequenceLength: number;
}

/** Two layers of 256 over an embedding of 64 and a vocabulary of 96: what all rows of this size mean. */
export function shape2x256(batchSize: number): StepShape {
  return { layers: [256, 256], embedding: 64, vocabularySize: 96, batchSize, sequenceLength: 64 };
}

/** Floating-point operations of one step: each product once forward and twice backward, two for a multiply-add. */
export function stepArithmetic(shape: StepShape): number {
  let inputSize = shape.embedding;
  let products = 0;
  for (const H of shape.layers) {
    products += (inputSize + H) * 4 * H;
    inputSize = H;
  }
  products += inputSize * shape.vocabularySize;
  return 3 * 2 * products * shape.batchSize * shape.sequenceLength;
}
