// Losses other than cross-entropy on the softmax output p, as Keras means them: the mean over the vocabulary of a
// loss of each probability against 1 at the target and 0 elsewhere; and their gradients by the logits.
// In plain arithmetic: it is little beside a network's, and TensorFlow has no fused op for it.

import type { Loss } from '../contract/model.ts';

/** What one probability costs, and the slope of that by the probability. */
export interface SoftmaxLoss {
  of(p: number, isTarget: boolean): number;
  slope(p: number, isTarget: boolean): number;
}

/** Keras's `epsilon()`: probabilities are clipped to keep logarithms finite; beyond it nothing flows back. */
const clip = 1e-7;

/** Both of them. */
export const softmaxLosses: Record<Exclude<Loss, 'cross-entropy'>, SoftmaxLoss> = {
  'mean-squared-error': {
    of: (p, isTarget) => (isTarget ? (1 - p) * (1 - p) : p * p),
    slope: (p, isTarget) => 2 * (isTarget ? p - 1 : p),
  },
  'binary-cross-entropy': {
    of(p, isTarget) {
      const clipped = Math.min(Math.max(p, clip), 1 - clip);
      return -(isTarget ? Math.log(clipped) : Math.log1p(-clipped));
    },
    slope(p, isTarget) {
      if (p < clip || p > 1 - clip) return 0;
      return isTarget ? -1 / p : 1 / (1 - p);
    },
  },
};

/** What the fused cross-entropy tells of N rows of logits. */
export interface SoftmaxRows {
  losses: Float32Array; // [N], nats: -ln p of the target
  /** Its gradient by the logits: p of each character, less 1 at the target. */
  distances: Float32Array; // [N,V]
  targets: Int32Array; // [N]
}

/** The loss at each row. */
export function lossesOnSoftmax(loss: SoftmaxLoss, rows: SoftmaxRows): Float32Array {
  const { losses, distances, targets } = rows;
  const V = distances.length / targets.length;
  return losses.map((nats, row) => {
    const target = targets[row] as number;
    // From the nats: 1 + distance would have lost a small probability's digits.
    let sum = loss.of(Math.exp(-nats), true);
    for (let index = 0; index < V; index++) {
      if (index !== target) sum += loss.of(distances[row * V + index] as number, false);
    }
    return sum / V;
  });
}

/** The loss at each row; turns `distances` into the gradient by the logits of the losses' sum, times the scale. */
export function differentiateOnSoftmax(
  loss: SoftmaxLoss,
  rows: SoftmaxRows & { scale: number },
): Float32Array {
  const results = lossesOnSoftmax(loss, rows);
  const { losses, distances, targets, scale } = rows;
  const V = distances.length / targets.length;
  targets.forEach((target, row) => {
    distances[row * V + target] = Math.exp(-(losses[row] as number));
    const probabilities = distances.subarray(row * V, (row + 1) * V);
    // Softmax passes on p∘(slope - Σ slope∘p).
    let meanSlope = 0;
    probabilities.forEach((p, index) => (meanSlope += loss.slope(p, index === target) * p));
    probabilities.forEach((p, index) => {
      const slope = loss.slope(p, index === target) - meanSlope;
      probabilities[index] = (scale / V) * p * slope;
    });
  });
  return results;
}
