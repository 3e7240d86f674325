import { beforeAll, describe, expect, test } from 'vitest';
import type { Cell, ModelConfiguration, Recipe } from '../../app/contract/model.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { unpackPlan } from '../../app/training/plan-log.ts';
import { bundleReplica } from './replica-script.ts';
import { sentence, tinyRun, trace } from './tiny-run.ts';

let replicaScript = '';
beforeAll(async () => {
  openTensorFlow();
  replicaScript = await bundleReplica();
});

const strided = { windows: 'strided', stride: 3, batchSize: 8 } as const;

/** Every cell, optimiser, schedule, window order and kind of target is in at least one. */
const runs: [string, Partial<ModelConfiguration>, Partial<Recipe>][] = [
  ['an LSTM by AdamW along a cosine', { cell: 'lstm', dropout: 0.2 }, { weightDecay: 0.1 }],
  [
    'a GRU by Adam at a constant rate',
    { cell: 'gru', dropout: 0.2 },
    { optimizer: 'adam', schedule: 'constant', clipValue: 0.1, clipNorm: null },
  ],
  [
    'a simple RNN by SGD in steps',
    { cell: 'rnn' },
    { optimizer: 'sgd', schedule: 'step', learningRate: 0.1, decayEvery: 3 },
  ],
  [
    'an LSTM by RMSProp, exponentially, on strided windows',
    { cell: 'lstm', targets: 'last', dropout: 0.2 },
    { ...strided, optimizer: 'rmsprop', momentum: 0.5, schedule: 'exponential', epochs: 6 },
  ],
  [
    'a GRU by SGD along a cosine on strided windows',
    { cell: 'gru', targets: 'every' },
    { ...strided, optimizer: 'sgd', learningRate: 0.1, epochs: 6 },
  ],
  [
    'a simple RNN by AdamW on plateaus',
    { cell: 'rnn' },
    { schedule: 'plateau', validateEvery: 10, minimumGain: 0.05 },
  ],
  [
    'an LSTM on squared errors with a head',
    { cell: 'lstm', loss: 'mean-squared-error', head: [4], targets: 'last' },
    { ...strided, schedule: 'plateau', minimumGain: 0.05, epochs: 6 },
  ],
];

describe.each(runs)('%s', (_, configuration, recipe) => {
  test.each([1, 2])('resumes with the same losses and weights, with %i replicas', async (count) => {
    const options = await tinyRun({
      replicaScript,
      replicas: count,
      configuration,
      recipe: { epochs: 12, ...recipe },
      validation: 90,
    });
    const whole = await trace(options, (event, commands) => {
      if (event.kind === 'started') commands.checkpoint();
    });
    const [point, ...later] = whole.checkpoints;
    if (!point) throw new Error('no checkpoint');
    expect(point.position.step).toBeGreaterThan(0);
    expect(point.position.step).toBeLessThan(options.start.position.totalSteps);
    // As it comes back from a file: plain values and arrays of its own.
    const start = { ...structuredClone(point), best: null };
    const resumed = await trace({ ...options, start });
    expect(resumed.losses).toEqual(whole.losses.slice(point.position.step));
    const [end, resumedEnd] = [later.at(-1), resumed.checkpoints.at(-1)];
    expect(resumedEnd?.parameters).toEqual(end?.parameters);
    expect(resumedEnd?.momentum).toEqual(end?.momentum);
    expect(resumedEnd?.variance).toEqual(end?.variance);
    expect(resumedEnd?.states).toEqual(end?.states);
    expect(resumedEnd?.position.plateauFactor).toBe(end?.position.plateauFactor);
  });
});

test.each<Cell>(['lstm', 'gru', 'rnn'])(
  'one, two and three replicas of a %s agree to rounding over the first steps',
  async (cell) => {
    const configuration = { cell, dropout: 0.3 };
    const losses = [];
    for (const replicas of [1, 2, 3]) {
      const options = await tinyRun({ replicaScript, replicas, configuration });
      losses.push((await trace(options)).losses);
    }
    const [one, ...others] = losses;
    for (const other of others) {
      for (let step = 0; step < 5; step++) expect(other[step]).toBeCloseTo(one?.[step] ?? 0, 5);
    }
  },
);

describe('a timed run', () => {
  const recipe = {
    epochs: null,
    minutes: 0.05,
    schedule: 'plateau',
    validateEvery: 25,
    minimumGain: 0.05,
  } as const;

  test.each(['plateau', 'cosine'] as const)(
    'is done again bit for bit from its log, with the schedule %s',
    async (schedule) => {
      const options = await tinyRun({
        replicaScript,
        replicas: 2,
        recipe: { ...recipe, schedule },
        validation: 90,
      });
      const first = await trace(options);
      expect(first.plan.length).toBeGreaterThan(2);
      expect(first.plan.some(({ characters }) => characters > 0)).toBe(true);
      const again = await trace({ ...options, replay: first.plan });
      expect(again.losses).toEqual(first.losses);
      expect(again.checkpoints.at(-1)?.parameters).toEqual(first.checkpoints.at(-1)?.parameters);
      expect(again.best).toEqual(first.best);
    },
  );

  test('keeps its log in the checkpoint, across a resume', async () => {
    const options = await tinyRun({ replicaScript, recipe, validation: 90 });
    const first = await trace(options, (event, commands) => {
      if (event.kind === 'started') commands.checkpoint();
    });
    const point = first.checkpoints[0];
    if (!point) throw new Error('no checkpoint');
    const resumed = await trace({ ...options, start: { ...structuredClone(point), best: null } });
    const end = resumed.checkpoints.at(-1);
    const log = unpackPlan(end?.plan ?? new Int32Array(0));
    expect(log.length).toBe(unpackPlan(point.plan).length + resumed.plan.length);
    const again = await trace({ ...options, replay: log });
    expect(again.checkpoints.at(-1)?.parameters).toEqual(end?.parameters);
  });
});

test('a run whose loss blows up goes back before it with half the rate, the same way each time', async () => {
  // Plain SGD with momentum, unclipped and a little too fast: it learns, then its loss leaps up.
  const options = await tinyRun({
    replicaScript,
    replicas: 2,
    text: sentence.repeat(40),
    configuration: { layers: [12, 10] },
    recipe: {
      optimizer: 'sgd',
      learningRate: 2,
      schedule: 'constant',
      clipNorm: null,
      batchSize: 8,
      sequenceLength: 64,
      epochs: 120,
    },
  });
  let isAsked = false;
  const first = await trace(options, (event, commands) => {
    if (event.kind !== 'progress' || event.step < 110 || isAsked) return;
    isAsked = true;
    commands.checkpoint();
  });
  const rollBacksOf = ({ events }: typeof first) =>
    events.filter((event) => event.kind === 'rolled-back');
  const [rolledBack] = rollBacksOf(first);
  expect(rolledBack).toMatchObject({ reason: 'blow-up', rollBacks: 1, learningRateFactor: 0.5 });
  // Points come every hundred steps, and the one taken lies fifty steps or more before the trouble.
  expect((rolledBack?.toStep ?? 1) % 100).toBe(0);
  expect((rolledBack?.step ?? 0) - (rolledBack?.toStep ?? 0)).toBeGreaterThan(50);
  expect(first.finished?.reason).toBe('completed');
  expect(first.losses.at(-1)).toBeLessThan(1);

  const point = first.checkpoints[0];
  if (!point) throw new Error('no checkpoint');
  const resumed = await trace({ ...options, start: { ...structuredClone(point), best: null } });
  const again = rollBacksOf(resumed);
  const all = rollBacksOf(first);
  expect(again).toEqual(all.slice(all.length - again.length));
  expect(resumed.checkpoints.at(-1)?.parameters).toEqual(first.checkpoints.at(-1)?.parameters);
});
