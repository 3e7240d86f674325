import { expect, test } from 'vitest';
import { takesWideWindow } from '../../../app/model/lstm/wide-lstm-window.ts';

function isTaken(hiddenSize: number, B: number): boolean {
  return takesWideWindow({ size: { T: 64, B }, hiddenSize, distinctInputs: null });
}

test('takes small layers with any number of streams, and larger ones with few', () => {
  expect([isTaken(4, 1), isTaken(256, 128)]).toEqual([true, true]);
  expect([isTaken(384, 32), isTaken(512, 16)]).toEqual([true, true]);
  expect([isTaken(384, 64), isTaken(512, 32), isTaken(1024, 8)]).toEqual([false, false, false]);
});

test('leaves sizes that are no multiple of four, and what does not fit one memory', () => {
  expect([isTaken(30, 8), isTaken(256, 65_536)]).toEqual([false, false]);
});
