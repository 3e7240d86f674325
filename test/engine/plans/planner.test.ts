import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Planner, leavesChoice } from '../../../app/engine/plans/planner.ts';
import type { StepShape } from '../../../app/engine/plans/step-speeds.ts';
import type { OpenedCorpus } from '../../../app/library/interfaces.ts';
import { openLibrary } from '../../../app/library/library.ts';
import { inventText } from '../invent-text.ts';

const gigabyte = 2 ** 30;
let home = '';
let corpus: OpenedCorpus;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'charloom-planner-'));
  const { corpora } = await openLibrary({ home, log: () => {} });
  const text = inventText(1000);
  const { id } = await corpora.import([{ kind: 'text', name: 'sentences', text }], {});
  corpus = await corpora.open(id);
});

afterAll(() => rm(home, { recursive: true, force: true }));

/** A machine of two cores that trains a hundred steps a second, and remembers what it was asked to time. */
function fakeMachine(memoryBytes = 8 * gigabyte) {
  const timed: StepShape[] = [];
  const speeds = {
    secondsPerStep: async (shape: StepShape) => {
      timed.push(shape);
      return 0.01;
    },
  };
  return { timed, machine: { cores: 2, memoryBytes, speeds, gainsFromBfloat16: () => false } };
}

describe('preparing a run', () => {
  test('times nothing where sizes or a recipe are given', async () => {
    const { timed, machine } = fakeMachine();
    const planner = new Planner(machine);
    const { configuration } = await planner.prepare(corpus, {
      configuration: { layers: [20] },
      recipe: { minutes: 1 },
    });
    await planner.prepare(corpus, { recipe: { epochs: 2 } });
    await planner.prepare(corpus, { recipe: { preset: 'elman-50' } });
    expect(configuration.layers).toEqual([20]);
    expect(timed).toEqual([]);
  });

  test('chooses where a time is all that is given, and keeps what was asked beside it', async () => {
    const { timed, machine } = fakeMachine();
    const asked = { minutes: 2, seed: 7, validation: 0.2 };
    const { configuration, recipe } = await new Planner(machine).prepare(corpus, { recipe: asked });
    expect(timed.length).toBeGreaterThan(0);
    expect(configuration).toMatchObject({ layers: [128, 128], dropout: 0.49 });
    expect(recipe).toMatchObject({ ...asked, epochs: null, schedule: 'plateau', replicas: 2 });
  });

  test('takes over a parent’s network and keeps its characters', async () => {
    const parent = {
      configuration: {
        ...(await new Planner(fakeMachine().machine).prepare(corpus, {})).configuration,
        layers: [11],
      },
      vocabulary: ['<unk>', '<end>', 'e', 'Ω', 'ä'],
    };
    const { timed, machine } = fakeMachine();
    const request = { recipe: { minutes: 1 } };
    const { configuration, vocabulary, counts } = await new Planner(machine).prepare(
      corpus,
      request,
      parent,
    );
    expect(configuration.layers).toEqual([11]);
    expect(vocabulary.characters.slice(-2)).toEqual(['ä', 'Ω']);
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(timed).toEqual([]);
  });

  test('refuses what the machine has no memory for', async () => {
    const { machine } = fakeMachine(gigabyte / 2);
    await expect(new Planner(machine).prepare(corpus, {})).rejects.toMatchObject({
      code: 'out-of-memory',
    });
  });
});

describe('a plan', () => {
  test('tells steps, time and speed of epochs from timed steps', async () => {
    const { machine } = fakeMachine();
    const recipe = { epochs: 4, batchSize: 10, sequenceLength: 50 };
    const configuration = { layers: [30] };
    const plan = await new Planner(machine).plan(corpus, {
      corpus: corpus.record.id,
      configuration,
      recipe,
    });
    const perEpoch = Math.floor(Math.floor((plan.characters - 50) / 10) / 50);
    expect(plan.steps).toBe(4 * perEpoch);
    // Training, and validations that take less than a tenth beside it.
    expect(plan.seconds).toBeGreaterThan(plan.steps * 0.01);
    expect(plan.seconds).toBeLessThan(plan.steps * 0.01 * 1.2);
    expect(plan.charsPerSecond).toBeCloseTo(50_000, 5);
    expect(plan.replicas).toBe(2);
    expect(plan.memoryBytes).toBeGreaterThan(400 * 2 ** 20);
    expect(plan.expectedLoss?.low).toBeLessThan(plan.expectedLoss?.high ?? 0);
  });

  test('of minutes ends with them, or sooner where the text teaches no more', async () => {
    const planner = new Planner(fakeMachine().machine);
    const request = { corpus: corpus.record.id, minutes: 5 };
    const given = await planner.plan(corpus, { ...request, configuration: { layers: [64, 64] } });
    expect(given.seconds).toBe(300);
    expect(given.steps).toBe(27_900);
    const chosen = await planner.plan(corpus, request);
    expect(chosen.recipe).toMatchObject({ minutes: 5, patience: 8 });
    expect(chosen.seconds).toBeLessThan(150);
  });

  test('of a preset keeps its name and counts its windows', async () => {
    const planner = new Planner(fakeMachine().machine);
    const plan = await planner.plan(corpus, {
      corpus: corpus.record.id,
      recipe: { preset: 'keras-softmax-50' },
    });
    expect(plan.recipe).toMatchObject({ preset: 'keras-softmax-50', epochs: 10 });
    const windows = Math.floor((plan.characters - 1 - 20) / 3) + 1;
    expect(plan.steps).toBe(10 * Math.floor(windows / 32));
    expect(plan).toMatchObject({ expectedLoss: null, lossUnknown: 'network' });
  });

  test('foretells no loss where validation asks for characters that training lacks', async () => {
    const { corpora } = await openLibrary({ home, log: () => {} });
    const text = inventText(500) + 'äöüß'.repeat(50);
    const { id } = await corpora.import([{ kind: 'text', name: 'two parts', text }], {});
    const plan = await new Planner(fakeMachine().machine).plan(await corpora.open(id), {
      corpus: id,
      recipe: { epochs: 2 },
    });
    expect(plan).toMatchObject({ expectedLoss: null, lossUnknown: 'parts', unknownShare: 0 });
  });

  test('foretells no loss where a model is trained on', async () => {
    const { machine } = fakeMachine();
    const planner = new Planner(machine);
    const own = await planner.prepare(corpus, {});
    const parent = {
      configuration: own.configuration,
      vocabulary: ['<unk>', '<end>', ...own.vocabulary.characters.slice(2)],
    };
    const request = { corpus: corpus.record.id, recipe: { epochs: 2 } };
    const plan = await planner.plan(corpus, request, parent);
    expect(plan).toMatchObject({ expectedLoss: null, lossUnknown: 'parent' });
  });

  test('is the run itself: starting it as it stands changes nothing', async () => {
    const planner = new Planner(fakeMachine().machine);
    const { configuration, recipe } = await planner.plan(corpus, {
      corpus: corpus.record.id,
      minutes: 3,
    });
    const started = await planner.prepare(corpus, { configuration, recipe });
    expect(started.configuration).toEqual(configuration);
    expect(started.recipe).toEqual(recipe);
    expect(started.adjustments).toEqual([]);
  });
});

test('a choice is left open by a time alone', () => {
  expect(leavesChoice({ recipe: { minutes: 3, seed: 4, epochs: null }, configuration: {} })).toBe(
    true,
  );
  expect(leavesChoice({ recipe: {} })).toBe(false);
  expect(leavesChoice({ recipe: { minutes: 3, batchSize: 8 } })).toBe(false);
  expect(leavesChoice({ recipe: { minutes: 3, preset: 'small' } })).toBe(false);
  expect(leavesChoice({ recipe: { minutes: 3 }, configuration: { cell: 'gru' } })).toBe(false);
});
