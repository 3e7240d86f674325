// One thread's MatMul speed: the arithmetic that a replica could do at most.

import { openTensorFlow } from '../../../app/tensor/tensorflow.ts';
import { answerRequests } from '../side-process.ts';
import { median } from '../turns.ts';

/** Rows, inner and columns of the product that the peak is defined by. */
const M = 2048;
const K = 1024;
const N = 256;
const warmUp = 3;

/** Answers requests for the median GFLOP/s over so many milliseconds. */
export function playMatMul(): Promise<void> {
  const tensorflow = openTensorFlow();
  const a = tensorflow.copyIn(new Float32Array(M * K).fill(0.5), [M, K]);
  const b = tensorflow.copyIn(new Float32Array(K * N).fill(0.5), [K, N]);
  const multiply = () => tensorflow.release(tensorflow.ops.matMul(a, b));

  return answerRequests(async ({ milliseconds }) => {
    for (let turn = 0; turn < warmUp; turn++) multiply();
    const speeds: number[] = [];
    const end = performance.now() + Number(milliseconds);
    while (performance.now() < end) {
      const startedAt = performance.now();
      multiply();
      speeds.push((2 * M * K * N) / (performance.now() - startedAt) / 1e6);
    }
    return { gigaflops: median(speeds) };
  });
}
