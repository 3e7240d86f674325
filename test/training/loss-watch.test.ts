import { expect, test } from 'vitest';
import { initialLossWatch, LossWatch, stepsPerLoss } from '../../app/training/loss-watch.ts';

/** A watch that has seen so many steps of one loss, each of enough characters to be judged alone. */
function watchAfter(steps: number, loss: number): LossWatch {
  const watch = new LossWatch(2048, initialLossWatch);
  for (let step = 0; step < steps; step++) expect(watch.judge(loss, 1)).toBe('fine');
  return watch;
}

test('what is no finite number is told at once', () => {
  expect(watchAfter(0, 2).judge(Number.NaN, 1)).toBe('not-finite');
  expect(watchAfter(5, 2).judge(2, Number.POSITIVE_INFINITY)).toBe('not-finite');
});

test('a loss above three times its recent median is a blow-up', () => {
  expect(watchAfter(50, 1.4).judge(4.1, 1)).toBe('fine');
  expect(watchAfter(50, 1.4).judge(4.3, 1)).toBe('blow-up');
});

test('a loss near zero may triple', () => {
  expect(watchAfter(50, 0.02).judge(0.5, 1)).toBe('fine');
  expect(watchAfter(50, 0.02).judge(1.1, 1)).toBe('blow-up');
});

test('the first losses have no median yet', () => {
  expect(watchAfter(5, 1).judge(10, 1)).toBe('fine');
});

test('the median follows a loss that falls', () => {
  const watch = watchAfter(50, 4);
  for (let step = 0; step < 50; step++) watch.judge(1, 1);
  expect(watch.judge(4, 1)).toBe('blow-up');
});

test('the losses of a few characters are judged by their mean', () => {
  expect([stepsPerLoss(2048), stepsPerLoss(512), stepsPerLoss(32), stepsPerLoss(1)]).toEqual([
    1, 1, 16, 50,
  ]);
  const watch = new LossWatch(32, initialLossWatch);
  for (let step = 0; step < 16 * 20; step++) watch.judge(1.5, 1);
  // One such loss among sixteen is chance; sixteen are not.
  const verdicts = [];
  for (let step = 0; step < 16; step++) verdicts.push(watch.judge(step === 3 ? 9 : 1.5, 1));
  for (let step = 0; step < 16; step++) verdicts.push(watch.judge(9, 1));
  expect(verdicts.slice(0, -1).every((verdict) => verdict === 'fine')).toBe(true);
  expect(verdicts.at(-1)).toBe('blow-up');
});

test('a state that is taken up again gives the same verdicts', () => {
  const watch = watchAfter(50, 1.4);
  const { state } = watch;
  for (let step = 0; step < 40; step++) watch.judge(0.2, 1);
  expect(watch.judge(4, 1)).toBe('blow-up');
  watch.restore(state);
  expect(watch.judge(4, 1)).toBe('fine');
});
