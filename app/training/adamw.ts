// AdamW (Kingma and Ba 2015; Loshchilov and Hutter 2019) over a slice of the flat parameter buffer.
// Each replica updates its own slice; the arithmetic per number does not depend on how slices are cut.

import type { ParameterLayout } from '../model/parameters.ts';

/** β2 0.99 rather than 0.999: runs of a few thousand steps never get to average over more. */
const beta1 = 0.9;
const beta2 = 0.99;
const epsilon = 1e-8;

export interface AdamWBuffers {
  parameters: Float32Array;
  gradients: Float32Array;
  /** First and second moments. */
  momentum: Float32Array;
  variance: Float32Array;
}

export interface AdamWStep {
  /** Updates done before this one. */
  step: number;
  learningRate: number;
  weightDecay: number;
  /** Gradients are multiplied by it first: the global-norm clip. */
  gradientScale: number;
}

/** Parts of [start, end) that lie in matrices (decayed) and in biases (not decayed). */
export function sliceByDecay(
  layout: ParameterLayout,
  start: number,
  end: number,
): { start: number; end: number; isDecayed: boolean }[] {
  return layout.entries
    .map(({ offset, size, shape }) => ({
      start: Math.max(start, offset),
      end: Math.min(end, offset + size),
      isDecayed: shape.length > 1,
    }))
    .filter((part) => part.start < part.end);
}

/** Updates parameters and moments in place over [start, end). */
export function updateSlice(
  buffers: AdamWBuffers,
  { step, learningRate, weightDecay, gradientScale }: AdamWStep,
  start: number,
  end: number,
): void {
  const { parameters, gradients, momentum, variance } = buffers;
  const firstCorrection = learningRate / (1 - beta1 ** (step + 1));
  const secondCorrection = 1 / (1 - beta2 ** (step + 1));
  const keep = 1 - learningRate * weightDecay;
  for (let i = start; i < end; i++) {
    const gradient = (gradients[i] as number) * gradientScale;
    const m = (momentum[i] = beta1 * (momentum[i] as number) + (1 - beta1) * gradient);
    const v = (variance[i] = beta2 * (variance[i] as number) + (1 - beta2) * gradient * gradient);
    parameters[i] =
      keep * (parameters[i] as number) -
      (firstCorrection * m) / (Math.sqrt(v * secondCorrection) + epsilon);
  }
}
