import { expect, test } from 'vitest';
import { OverfittingWatch } from '../../app/training/overfitting-watch.ts';

/** Validation and training losses by epoch, from the first; gives what was told in which epoch. */
function watch(losses: [validation: number, training: number][]) {
  const watcher = new OverfittingWatch();
  return losses.flatMap(([loss, trainingLoss], at) => {
    const told = watcher.validated({ epoch: at + 1, loss, trainingLoss });
    return told ? [{ toldAt: at + 1, since: told.epoch }] : [];
  });
}

const learning: [number, number][] = [
  [2, 2],
  [1.8, 1.7],
  [1.7, 1.5],
];

test('overfitting is told once validation has risen three times while training loss fell', () => {
  const rising: [number, number][] = [
    [1.72, 1.4],
    [1.75, 1.3],
    [1.8, 1.2],
    [1.9, 1.1],
    [2, 1],
  ];
  expect(watch([...learning, ...rising])).toEqual([{ toldAt: 6, since: 3 }]);
});

test('is told again after a validation that was the best of all', () => {
  const rise = (by: number): [number, number][] => [
    [1.72 - by, 1.4 - by],
    [1.75 - by, 1.3 - by],
    [1.8 - by, 1.2 - by],
  ];
  expect(watch([...learning, ...rise(0), [1.5, 1.1], ...rise(0.2)])).toEqual([
    { toldAt: 6, since: 3 },
    { toldAt: 10, since: 7 },
  ]);
});

test('is none where validation only swings, or the training loss does not fall', () => {
  expect(watch([...learning, [1.701, 1.4], [1.703, 1.3], [1.702, 1.2], [1.701, 1.1]])).toEqual([]);
  expect(watch([...learning, [1.75, 1.5], [1.8, 1.5], [1.9, 1.51]])).toEqual([]);
  expect(watch([...learning, [1.9, 1.4], [1.8, 1.3], [1.75, 1.2]])).toEqual([]);
});
