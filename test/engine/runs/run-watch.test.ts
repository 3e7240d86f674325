import { expect, test } from 'vitest';
import { defaultConfiguration, defaultRecipe } from '../../../app/contract/defaults.ts';
import type { ModelConfiguration } from '../../../app/contract/model.ts';
import { noticesOf, RunWatch } from '../../../app/engine/runs/run-watch.ts';
import { initialPosition } from '../../../app/training/run-position.ts';

const counting = {
  totalSteps: (step: number) => 1000 + step,
  epochAt: (step: number) => 2 + step / 100,
  smoothedLoss: 1.5 as number | null,
};
const watch = () => new RunWatch({ ...defaultRecipe, learningRate: 0.004 }, () => counting);

const validated = (step: number, loss: number, plateauFactor = 1) =>
  ({
    kind: 'validated',
    figures: {
      step,
      epoch: step / 100,
      loss,
      optimisedLoss: null,
      accuracy: 0.5,
      topFiveAccuracy: 0.8,
      characters: 1000,
    },
    isBest: false,
    position: { ...initialPosition(1000), plateauFactor },
  }) as const;

test('a roll-back is told with its steps counted on, the new rate and the attempt', () => {
  const notice = watch().rolledBack({
    kind: 'rolled-back',
    step: 347,
    toStep: 200,
    reason: 'blow-up',
    rollBacks: 2,
    learningRateFactor: 0.25,
  });
  expect(notice).toMatchObject({
    code: 'rolled-back',
    details: { step: 1347, toStep: 1200, learningRate: 0.001, attempt: 2, attempts: 3 },
  });
  expect(notice.message).toContain('step 1347');
  expect(notice.message).toContain('from step 1200');
  expect(notice.message).toContain('0.001');
});

test('overfitting is told with the epoch of the best validation', () => {
  const watcher = watch();
  const losses = [1.8, 1.7, 1.72, 1.75, 1.8];
  const notices = losses.flatMap((loss, at) => {
    counting.smoothedLoss = 1.6 - 0.1 * at;
    return watcher.validated(validated(100 * (at + 1), loss));
  });
  expect(notices).toEqual([
    expect.objectContaining({ code: 'overfitting', details: { epoch: 4 } }),
  ]);
  expect(notices[0]?.message).toMatch(/^Overfitting since epoch 4\.0/);
});

test('a rate that a plateau lowers is told once each time', () => {
  const watcher = watch();
  const told = [1, 0.5, 0.5, 0.25].map((factor, at) =>
    watcher.validated(validated(100 * at, 2, factor)).map(({ details }) => details),
  );
  expect(told).toEqual([[], [{ learningRate: 0.002 }], [], [{ learningRate: 0.001 }]]);
});

test('vanishing gradients are told with the layer, its norm and the ratio', () => {
  const watcher = watch();
  const event = {
    kind: 'progress',
    step: 500,
    totalSteps: 1000,
    newSteps: 200,
    loss: 2,
    gradientNorm: 1,
    layerGradientNorms: [0.00005, 0.5],
    clippedShare: 0,
    learningRate: 0.004,
    activeSeconds: 10,
    charsPerSecond: 1000,
    losses: [],
    milliseconds: [],
  } as const;
  const notice = watcher.progressed({
    ...event,
    layerGradientNorms: [...event.layerGradientNorms],
    losses: [],
    milliseconds: [],
  });
  expect(notice?.code).toBe('gradients-vanishing');
  expect(notice?.details).toEqual({ layer: 1, gradientNorm: 0.00005, ratio: 0.0001 });
});

test('an LSTM that runs unfused says so, and no other network does', () => {
  const of = (network: Partial<ModelConfiguration>) =>
    noticesOf({ configuration: { ...defaultConfiguration, ...network }, lacksBfloat16: false });
  expect(of({ cell: 'lstm', activation: 'relu' })).toMatchObject([
    { code: 'runs-unfused', details: { cell: 'lstm', activation: 'relu' } },
  ]);
  expect(of({ cell: 'lstm', activation: 'tanh' })).toEqual([]);
  expect(of({ cell: 'rnn', activation: 'relu' })).toEqual([]);
});

test('a run that was to use bfloat16 in vain says so', () => {
  const notices = noticesOf({ configuration: defaultConfiguration, lacksBfloat16: true });
  expect(notices.map(({ code }) => code)).toEqual(['arithmetic-unavailable']);
});
