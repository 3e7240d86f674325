// Tensors in bfloat16: how values come, go and are multiplied. Whether a machine gains from them is not tested:
// it differs from machine to machine.

import { expect, test } from 'vitest';
import { gainsFromBfloat16 } from '../../app/tensor/bfloat16-trial.ts';
import { Constants } from '../../app/tensor/constants.ts';
import { allocateShared } from '../../app/tensor/shared-memory.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';

const tensorflow = openTensorFlow();
const { bfloat16 } = tensorflow;

function withConstants<Result>(body: (constants: Constants) => Result): Result {
  const constants = new Constants(tensorflow);
  try {
    return tensorflow.scope(() => body(constants));
  } finally {
    constants.dispose();
  }
}

test('rounds to eight bits of fraction, and back gives the rounded', () => {
  tensorflow.scope(() => {
    const values = tensorflow.copyIn(Float32Array.of(1, -2.5, 1.001, 1.0078125, 3e38), [5]);
    const rounded = tensorflow.read(bfloat16.widen(bfloat16.narrow(values)));
    expect([...rounded.slice(0, 4)]).toEqual([1, -2.5, 1, 1.0078125]);
    expect(rounded[4]! / 3e38).toBeCloseTo(1, 2);
  });
});

test('takes values from bytes and gives them as pairs, the lower first', () => {
  withConstants((constants) => {
    // 1 is 0x3f80, 2 is 0x4000, -3 is 0xc040, 0.5 is 0x3f00
    const bytes = Uint8Array.of(0x80, 0x3f, 0x00, 0x40, 0x40, 0xc0, 0x00, 0x3f);
    const matrix = tensorflow.lendNarrow(bytes, [2, 2]);
    expect([...tensorflow.read(bfloat16.widen(matrix))]).toEqual([1, 2, -3, 0.5]);
    const pairs = tensorflow.readIndices(bfloat16.toPairs(matrix, constants.vector(-1, 2)));
    expect(Array.from(pairs, (pair) => pair >>> 0)).toEqual([0x40003f80, 0x3f00c040]);
  });
});

test('multiplies in all three ways', () => {
  tensorflow.scope(() => {
    const matrix = (values: number[], shape: number[]) =>
      bfloat16.narrow(tensorflow.copyIn(Float32Array.from(values), shape));
    const [a, b] = [matrix([1, 2, 3, 4, 5, 6], [2, 3]), matrix([1, 0, 2, 1, 0, 3], [3, 2])];
    const read = (product: ReturnType<typeof matrix>) => [
      ...tensorflow.read(bfloat16.widen(product)),
    ];
    expect(read(bfloat16.matMul(a, b))).toEqual([5, 11, 14, 23]);
    const [aT, bT] = [matrix([1, 4, 2, 5, 3, 6], [3, 2]), matrix([1, 2, 0, 0, 1, 3], [2, 3])];
    expect(read(bfloat16.matMulFirstTransposed(aT, b))).toEqual([5, 11, 14, 23]);
    expect(read(bfloat16.matMulSecondTransposed(a, bT))).toEqual([5, 11, 14, 23]);
  });
});

test('sees what is written to lent memory after its parts were made', () => {
  tensorflow.scope(() => {
    const memory = allocateShared(64);
    const bytes = new Uint8Array(memory.buffer, 0, 128);
    const parts = bfloat16.unpack(tensorflow.lendNarrow(bytes, [2, 4, 8]), 2);
    bytes.fill(0x40, 64); // 3 is 0x4040; in the second part alone
    expect(tensorflow.read(bfloat16.widen(parts[1]!))).toEqual(new Float32Array(32).fill(3));
    expect(tensorflow.read(bfloat16.widen(parts[0]!))).toEqual(new Float32Array(32));
  });
});

test('is tried without leaving a tensor', () => {
  const before = tensorflow.liveTensors;
  expect(typeof gainsFromBfloat16(tensorflow)).toBe('boolean');
  expect(tensorflow.liveTensors).toBe(before);
});
