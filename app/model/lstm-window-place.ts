// Where a window of an LSTM in bfloat16 lies: the arrays that kernels and TensorFlow share, and the kernels over them.
// All but the cell's running sums, what comes from above and the bias is in bfloat16: half the memory traffic.

import { createLstmStepKernels, streamsAtOnce, type LstmStepKernels } from './lstm-step-kernels.ts';
import type { WindowSize } from './recurrent-layer.ts';
import { allocateArrays, fitsOneMemory, lendableBytes, type WindowArray } from './window-memory.ts';

/** A window's memory and the kernels over it. */
export interface LstmWindowPlace {
  size: WindowSize;
  /** Steps whose inputs and gradients from above are fetched at once; T is a multiple. */
  stepsInChunk: number;
  arrays: Record<keyof ReturnType<typeof arraySizes>, WindowArray>;
  kernels: LstmStepKernels;
}

/** What is fetched at once is to stay in the second-level cache. */
const chunkBytes = 65_536;

/** In bytes. */
function arraySizes({ T, B }: WindowSize, H: number, stepsInChunk: number) {
  const [wide, narrow] = [4 * B * H, 2 * B * H]; // a state [B,H] in float32 and in bfloat16
  return {
    bias: 16 * H,
    /** The projected inputs of a chunk, [steps,B,4H]. */
    inputs: stepsInChunk * 4 * narrow,
    /** h·U of a step, [4H,B]. */
    sums: 4 * narrow,
    /** The cell before and after a step, in turns. */
    cellSums: 2 * wide,
    /** Before the window and after each step, [T+1,B,H]. */
    cells: (T + 1) * narrow,
    hidden: (T + 1) * narrow,
    /** After their non-linearities, [T,B,4H]. */
    gates: T * 4 * narrow,
    cellOutputs: T * narrow, // [T,B,H]
    /** The gradients of a chunk's hidden states that come from above, [steps,B,H]. */
    above: stepsInChunk * wide,
    /** Those that come from the step after, [H,B]. */
    fromAfter: narrow,
    cellGradients: 2 * wide, // as cellSums
    gateGradients: T * 4 * narrow, // [T,B,4H]
  };
}

/**
 * Whether the kernels take a window of a layer's size: four streams at once, each step's states lent to TensorFlow
 * without a copy, and all of it in one memory.
 */
export function takesLstmWindow(hiddenSize: number, size: WindowSize): boolean {
  const bytes = Object.values(arraySizes(size, hiddenSize, 1)).reduce((sum, each) => sum + each);
  const stepBytes = 2 * size.B * hiddenSize;
  return (
    hiddenSize % 4 === 0 &&
    size.B >= streamsAtOnce &&
    stepBytes % lendableBytes === 0 &&
    fitsOneMemory(bytes)
  );
}

/** Allocates a window that `takesLstmWindow`. */
export function placeLstmWindow(hiddenSize: number, size: WindowSize): LstmWindowPlace {
  let stepsInChunk = 1;
  for (let steps = 2; steps <= size.T; steps++) {
    const bytes = arraySizes(size, hiddenSize, steps).inputs;
    if (size.T % steps === 0 && bytes <= chunkBytes) stepsInChunk = steps;
  }
  const { memory, arrays } = allocateArrays(arraySizes(size, hiddenSize, stepsInChunk));
  const kernels = createLstmStepKernels(memory, { hiddenSize, streams: size.B });
  return { size, stepsInChunk, arrays, kernels };
}
