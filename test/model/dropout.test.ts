// Dropout masks: how many zeros, which, and that sharing out the streams changes none.

import { expect, test } from 'vitest';
import { fillDropoutMask, type DropoutKey } from '../../app/model/dropout.ts';

const size = { T: 16, B: 6, H: 33 };
const key: DropoutKey = { seed: 1, step: 10, layer: 0, firstStream: 0 };

function maskOf(rate: number, changes: Partial<DropoutKey> = {}, B = size.B): Float32Array {
  const mask = new Float32Array(size.T * B * size.H);
  fillDropoutMask(mask, rate, { key: { ...key, ...changes }, size: { ...size, B } });
  return mask;
}

/** One stream's part of a mask, position by position. */
function streamOf(mask: Float32Array, stream: number, B: number): number[] {
  return Array.from({ length: size.T }, (_, t) => [
    ...mask.subarray((t * B + stream) * size.H, (t * B + stream + 1) * size.H),
  ]).flat();
}

test.each([0.1, 0.25, 0.5, 0.8])('at rate %d drops that share and keeps the mean', (rate) => {
  let [zeros, sum, count] = [0, 0, 0];
  const values = new Set<number>();
  for (let step = 0; step < 40; step++) {
    for (const value of maskOf(rate, { step })) {
      values.add(value);
      if (value === 0) zeros++;
      sum += value;
      count++;
    }
  }
  const kept = Math.max(...values);
  expect(values).toEqual(new Set([0, kept]));
  expect(kept).toBeCloseTo(1 / (1 - rate), 3);
  const deviation = Math.sqrt((rate * (1 - rate)) / count);
  expect(Math.abs(zeros / count - rate)).toBeLessThan(4 * deviation);
  expect(sum / count).toBeCloseTo(1, 1);
});

test('drops every unit, position and stream about equally often', () => {
  const rate = 0.5;
  const steps = 60;
  const counts = { unit: new Array<number>(size.H).fill(0), t: new Array<number>(size.T).fill(0) };
  for (let step = 0; step < steps; step++) {
    maskOf(rate, { step }).forEach((value, at) => {
      if (value !== 0) return;
      counts.unit[at % size.H]!++;
      counts.t[Math.floor(at / (size.B * size.H))]!++;
    });
  }
  for (const part of [counts.unit, counts.t]) {
    const expected = (rate * steps * size.T * size.B * size.H) / part.length;
    for (const count of part) {
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected * rate));
    }
  }
});

test('gives neighbouring units masks that know nothing of each other', () => {
  const mask = maskOf(0.5);
  for (const distance of [1, 2, size.H, size.B * size.H]) {
    const pairs = mask.length - distance;
    let equal = 0;
    for (let at = 0; at < pairs; at++) if (mask[at] === mask[at + distance]) equal++;
    expect(Math.abs(equal / pairs - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / pairs));
  }
});

test('gives the same mask for the same key, and another for any other', () => {
  const mask = maskOf(0.5);
  expect(maskOf(0.5)).toEqual(mask);
  for (const change of [{ seed: 2 }, { step: 11 }, { layer: 1 }, { firstStream: 1 }]) {
    expect(maskOf(0.5, change)).not.toEqual(mask);
  }
});

test('gives a stream the same mask wherever the batch is cut', () => {
  const whole = maskOf(0.3);
  const [first, second] = [maskOf(0.3, {}, 2), maskOf(0.3, { firstStream: 2 }, 4)];
  for (let stream = 0; stream < size.B; stream++) {
    const part = stream < 2 ? streamOf(first, stream, 2) : streamOf(second, stream - 2, 4);
    expect(part).toEqual(streamOf(whole, stream, size.B));
  }
});
