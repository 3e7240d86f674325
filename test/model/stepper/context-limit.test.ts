// A stepper that reads its last characters anew: what it feeds, and that this is all it knows.

import { expect, test } from 'vitest';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import { withContextLimit } from '../../../app/model/stepper/context-limit.ts';
import { initialiseParameters, layOutParameters } from '../../../app/model/parameters.ts';
import { createStepper } from '../../../app/model/stepper/stepper.ts';

const V = 11;
const configuration = { ...defaultConfiguration, embedding: 3, layers: [10] };
const parameters = initialiseParameters(layOutParameters(configuration, V), 5);
const open = () => createStepper(configuration, V, parameters);

/** The logits after these characters alone, from the zero state. */
const logitsAfter = (...indices: number[]) => open().feedAll(Int32Array.from(indices)).slice();

test('predicts from the last characters alone, read from the zero state', () => {
  const limited = withContextLimit(open(), 3);
  expect(limited.feed(2)).toEqual(logitsAfter(2));
  expect(limited.feed(5)).toEqual(logitsAfter(2, 5));
  expect(limited.feed(7)).toEqual(logitsAfter(2, 5, 7));
  expect(limited.feed(4)).toEqual(logitsAfter(5, 7, 4));
  expect(limited.feed(9)).toEqual(logitsAfter(7, 4, 9));
});

test.each([
  { first: [2], then: [5], last: [2, 5] },
  { first: [2], then: [5, 7], last: [2, 5, 7] },
  { first: [2, 5], then: [7, 4], last: [5, 7, 4] },
  { first: [2, 5, 7], then: [4], last: [5, 7, 4] },
  { first: [2], then: [5, 7, 4, 9, 3], last: [4, 9, 3] },
])('reads $then after $first as $last', ({ first, then, last }) => {
  const limited = withContextLimit(open(), 3);
  limited.feedAll(Int32Array.from(first));
  expect(limited.feedAll(Int32Array.from(then))).toEqual(logitsAfter(...last));
  expect(limited.feed(6)).toEqual(logitsAfter(...last.slice(last.length === 3 ? 1 : 0), 6));
});

test('knows nothing after a reset', () => {
  const limited = withContextLimit(open(), 3);
  limited.feedAll(Int32Array.of(2, 5, 7));
  limited.reset();
  expect(limited.feed(4)).toEqual(logitsAfter(4));
});

test('lets go of the stepper under it', () => {
  const stepper = open();
  withContextLimit(stepper, 3).dispose();
  expect(() => stepper.feed(1)).toThrow('disposed');
});
