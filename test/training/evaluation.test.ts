import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../app/contract/defaults.ts';
import type { IdFile } from '../../app/corpus/id-file.ts';
import { Network } from '../../app/model/network.ts';
import { initialiseParameters } from '../../app/model/parameters.ts';
import { createRandom } from '../../app/model/random.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { cutIntoParts, scoreParts } from '../../app/training/evaluation.ts';
import { addScores, emptyScore, figuresOf } from '../../app/training/score.ts';
import { scoreWindows } from '../../app/training/score-windows.ts';
import { countScored, layOutScoring, shareOfScoring } from '../../app/training/scoring.ts';

const vocabularySize = 11;
const tensorflow = openTensorFlow();
const network = new Network(
  tensorflow,
  { ...defaultConfiguration, layers: [9, 6], embedding: 5 },
  { vocabularySize },
);
const weights = network.lend(initialiseParameters(network.layout, 3));
const remap = Int32Array.from({ length: vocabularySize }, (_, index) => index);

function idsInMemory(length: number): IdFile & { values: Int32Array } {
  const random = createRandom(7);
  const values = Int32Array.from({ length }, () => random.next() % vocabularySize);
  return {
    values,
    length,
    read: (start, target) => target.set(values.subarray(start, start + target.length)),
    close: () => {},
  };
}

/** One reader of the range as a text of its own, a character at a time. */
function scoreAsOneStream(values: Int32Array, start: number, end: number): number {
  let state = network.initialState(1);
  let sum = 0;
  for (let at = start; at + 1 < end; at++) {
    const result = network.score({
      weights,
      inputs: values.subarray(at, at + 1),
      targets: values.subarray(at + 1, at + 2),
      batchSize: 1,
      sequenceLength: 1,
      state,
    });
    network.disposeState(state);
    ({ state } = result);
    sum += result.losses[0] as number;
  }
  network.disposeState(state);
  return sum / (end - start - 1);
}

test('parts side by side score as one stream does, to 1e-4', () => {
  const ids = idsInMemory(3000);
  const parts = cutIntoParts({ start: 500, end: 3000 });
  const score = scoreParts(network, weights, { ids, remap }, parts);
  expect(score.characters).toBe(2499);
  expect(score.lossSum / score.characters).toBeCloseTo(scoreAsOneStream(ids.values, 500, 3000), 4);
});

test('parts cover a range but its first character once and whole, whatever its length', () => {
  for (const length of [2, 3, 31, 32, 33, 100, 12_345]) {
    const parts = cutIntoParts({ start: 50, end: 50 + length });
    let at = 51;
    for (const part of parts) {
      expect(part.start).toBe(at);
      at = part.end;
    }
    expect(at).toBe(50 + length);
  }
});

test('a limit spreads the scored characters evenly', () => {
  const parts = cutIntoParts({ start: 0, end: 32_001 }, 3200);
  expect(parts).toHaveLength(32);
  expect(parts.every((part) => part.end - part.start === 100)).toBe(true);
  expect(parts[31]?.start).toBe(31_001);
});

test('the first character of a text, which nothing precedes, is not scored', () => {
  const ids = idsInMemory(10);
  const score = scoreParts(network, weights, { ids, remap }, cutIntoParts({ start: 0, end: 10 }));
  expect(score.characters).toBe(9);
});

test('a text of one character has nothing to score', () => {
  expect(cutIntoParts({ start: 0, end: 1 })).toEqual([]);
});

test('an end by a throw between two windows leaves no tensor behind', () => {
  const ids = idsInMemory(3000);
  const before = tensorflow.liveTensors;
  expect(() =>
    scoreParts(network, weights, { ids, remap }, cutIntoParts({ start: 0, end: 3000 }), () => {
      throw new Error('stopped');
    }),
  ).toThrow('stopped');
  expect(tensorflow.liveTensors).toBe(before);
});

describe('strided windows', () => {
  const configuration = { ...defaultConfiguration, layers: [9, 6], embedding: 5 };
  const last = new Network(tensorflow, { ...configuration, targets: 'last' }, { vocabularySize });
  const recipe = { windows: 'strided', stride: 3, sequenceLength: 5 } as const;
  const range = { start: 40, end: 440 };
  const model = { recipe, configuration: { targets: 'last' } } as const;

  /** Each window alone, from a zero state, as its definition has it. */
  function scoreOneByOne(values: Int32Array): number {
    let sum = 0;
    let windows = 0;
    for (let at = range.start; at + 5 < range.end; at += 3, windows++) {
      const state = last.initialState(1);
      const inputs = values.slice(at, at + 5);
      const targets = values.slice(at + 1, at + 6);
      const passed = { weights, inputs, targets, batchSize: 1, sequenceLength: 5, state };
      const result = last.score(passed);
      sum += result.losses[0] ?? 0;
      last.disposeState(state);
      last.disposeState(result.state);
    }
    expect(windows).toBe(countScored(range, model));
    return sum / windows;
  }

  test('score each from a zero state, at the stride, where they were trained, in any shares', () => {
    const ids = idsInMemory(500);
    const work = layOutScoring(range, model);
    if (work === null) throw new Error('nothing to score');
    const scores = [0, 1, 2].map((share) => {
      const part = shareOfScoring(work, share, 3);
      if (part.kind !== 'strided') throw new Error('no windows');
      return scoreWindows(last, weights, { ids, remap }, part.windows);
    });
    const figures = figuresOf(scores.reduce(addScores, emptyScore()), false);
    expect(figures.characters).toBe(countScored(range, model));
    expect(figures.loss).toBeCloseTo(scoreOneByOne(ids.values), 5);
    expect(figures.topFiveAccuracy).toBeGreaterThanOrEqual(figures.accuracy);
    expect(figures.optimisedLoss).toBeNull();
  });

  test('are spread evenly where only some are scored', () => {
    const work = layOutScoring(range, model, 40);
    expect(work).toMatchObject({ kind: 'strided', windows: { count: 40, total: 132 } });
    const every = { recipe, configuration: { targets: 'every' } } as const;
    expect(layOutScoring(range, every, 40)).toMatchObject({ windows: { count: 8 } });
    expect(layOutScoring({ start: 0, end: 5 }, model)).toBeNull();
  });

  test('leave no tensor behind', () => {
    const ids = idsInMemory(500);
    const work = layOutScoring(range, model);
    if (work?.kind !== 'strided') throw new Error('no windows');
    const { windows } = work;
    const before = tensorflow.liveTensors;
    scoreWindows(last, weights, { ids, remap }, windows);
    const kept = tensorflow.liveTensors;
    scoreWindows(last, weights, { ids, remap }, windows);
    expect(tensorflow.liveTensors).toBe(kept);
    expect(kept - before).toBeLessThan(20);
  });
});
