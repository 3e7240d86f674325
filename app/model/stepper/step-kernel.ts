// The arithmetic of one step for one stream, in WebAssembly SIMD. At batch 1 every weight is used once, so memory
// sets the pace: weights are 16-bit fixed-point (fixed-point.ts), half of float32's bytes, wherever they meet a
// vector in [-1,1]. Sums are the same on every machine. Knows memory addresses, nothing of models.

import type { Activation } from '../../contract/model.ts';
import { advanceGru, advanceLstm, mapVector } from './step-kernel-cells.ts';
import { activationOf, rectified, tanh } from './step-kernel-functions.ts';
import { fixWithinOne, multiply, multiplyFloats } from './step-kernel-vectors.ts';
import { instantiate } from '../wasm-assembler.ts';

/** Addresses are bytes into the memory; all must be multiples of 16. An `…End` is where a vector's last number ends. */
export interface StepKernel {
  /**
   * out[r] = base[r] + scales[r] * Σ weights[r,k]·vector[k] for all rows, four at a time, in fixed point.
   * Weights lie in blocks of 4 rows by 8 columns; `rowBytes` is twice the number of columns.
   */
  multiply(
    weights: number,
    vector: number,
    rowBytes: number,
    scales: number,
    base: number,
    out: number,
    outEnd: number,
  ): void;
  /**
   * out[r] = base[r] + Σ weights[r,k]·vector[k] in floats, for vectors without bounds. Weights lie in blocks of
   * 4 rows, column by column; `rowBytes` is four times the number of columns. `base` may be `out`.
   */
  multiplyFloats(
    weights: number,
    vector: number,
    rowBytes: number,
    base: number,
    out: number,
    outEnd: number,
  ): void;
  /** Numbers in [-1,1] into fixed point. */
  fixWithinOne(values: number, valuesEnd: number, fixed: number): void;
  /** From sums (four blocks i, g, f, o of `size` bytes) to the new cell and the new hidden state. */
  advanceLstm(sums: number, size: number, cell: number, hidden: number): void;
  /** From the input's sums and the recurrent ones (three blocks z, r, h of `size` bytes each) to the new state. */
  advanceGru(inputSums: number, recurrentSums: number, size: number, hidden: number): void;
  /** The non-linearity of each sum. */
  activate(sums: number, sumsEnd: number, out: number): void;
  /** The positive part of each sum. */
  rectify(sums: number, sumsEnd: number, out: number): void;
}

/** Makes the kernel, the cells with the given non-linearity, and a memory of so many bytes for it, all zero. */
export function createStepKernel(
  bytes: number,
  activation: Activation,
): { kernel: StepKernel; memory: ArrayBuffer } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
  const activated = activationOf(activation);
  const functions = [
    tanh(), // first: the others call it by this number
    ...[multiply(), multiplyFloats(), fixWithinOne()],
    ...[advanceLstm(activated), advanceGru(activated)],
    ...[mapVector('activate', activated), mapVector('rectify', rectified)],
  ];
  return { kernel: instantiate(functions, memory) as StepKernel, memory: memory.buffer };
}

/** What is used of WebAssembly, which TypeScript declares only together with the DOM. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
};
