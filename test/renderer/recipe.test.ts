import { describe, expect, test } from 'vitest';
import { defaultConfiguration, optimizerDefaults } from '../../app/contract/defaults.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { presetNames, presets } from '../../app/contract/presets.ts';
import { checkRequest } from '../../app/contract/schemas.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import { countParameters, describeLayers } from '../../renderer/state/parameters.ts';
import { fieldOf } from '../../renderer/state/recipe-rules.ts';
import { RecipeForm } from '../../renderer/state/recipe.svelte.ts';
import { countUpdates } from '../../renderer/state/updates.ts';
import { makeCorpus } from './fake-library.ts';
import { makePlan } from './fake-plan.ts';
import { openTestSession } from './test-session.ts';

const corpus = makeCorpus('letters', 'Letters', { text: 'abc'.repeat(400), times: 1 });

function filledForm(way: RecipeForm['way'] = 'chosen'): RecipeForm {
  const form = new RecipeForm();
  form.corpus = corpus.id;
  form.way = way;
  return form;
}

function expectToBeTaken(form: RecipeForm): void {
  expect(form.problems).toEqual({});
  expect(() => checkRequest('training.start', form.request(corpus, null))).not.toThrow();
  expect(() => checkRequest('training.plan', form.planRequest())).not.toThrow();
}

describe('the way of a time', () => {
  test('is where a newcomer begins, and leaves everything else open', () => {
    const form = new RecipeForm();
    form.corpus = corpus.id;
    expectToBeTaken(form);
    expect(form.planRequest()).toEqual({ corpus: corpus.id, minutes: 12 });
    expect(form.request(corpus, null).configuration).toBeUndefined();
  });

  test('starts the plan as it was shown', () => {
    const form = filledForm('timed');
    const plan = makePlan({ corpus: corpus.id, minutes: 12 }, corpus);
    const request = form.request(corpus, plan);
    expect(request.configuration).toEqual(plan.configuration);
    expect(request.recipe).toEqual(plan.recipe);
    expect(() => checkRequest('training.start', request)).not.toThrow();
  });

  test('takes over sizes that fit better, and gives them back', () => {
    const form = filledForm('timed');
    form.useLayers([128, 128]);
    expectToBeTaken(form);
    expect(form.planRequest()).toMatchObject({ configuration: { layers: [128, 128] } });
    form.reset();
    expect(form.planRequest()).not.toHaveProperty('configuration');
  });

  test('minds its minutes alone', () => {
    const form = filledForm('timed');
    form.numbers.batchSize = 0;
    expect(form.problems).toEqual({});
    form.minutes = 0;
    expect(Object.keys(form.problems)).toEqual(['minutes']);
    expect(form.planRequest()).toBeNull();
  });
});

describe('the way of every setting', () => {
  test('is valid as it stands, and the engine takes what it asks for', () => {
    expectToBeTaken(filledForm());
  });

  test('asks for minutes instead of epochs', () => {
    const form = filledForm();
    form.useDuration('minutes');
    form.numbers.minutes = 2.5;
    expect(form.request(corpus, null).recipe).toMatchObject({ epochs: null, minutes: 2.5 });
    expectToBeTaken(form);
  });

  test('says beside each control what is wrong with it', () => {
    const form = filledForm();
    Object.assign(form.numbers, { batchSize: 0, learningRate: 0, dropout: 0.96, epochs: 1.5 });
    form.numbers.seed = null;
    form.layers = [256, 5000];
    form.head = [0];
    expect(Object.keys(form.problems).sort()).toEqual(
      ['batchSize', 'dropout', 'epochs', 'head.0', 'layers.1', 'learningRate', 'seed'].sort(),
    );
  });

  test('does not mind a number that does not apply, and does not send it', () => {
    const form = filledForm();
    form.useDuration('minutes');
    form.choices.input = 'one-hot';
    form.choices.schedule = 'constant';
    form.useOptimizer('sgd');
    Object.assign(form.numbers, {
      epochs: 0,
      embedding: null,
      stride: 0,
      warmup: 7,
      decayEvery: 0,
    });
    Object.assign(form.numbers, { squareDecay: 9, weightDecay: 99 });
    expectToBeTaken(form);
    expect(form.request(corpus, null).configuration?.embedding).toBe('one-hot');
    expect(form.request(corpus, null).recipe).toMatchObject({ weightDecay: 0, stride: 3 });
  });

  test('leaves at least half of the text to train on', () => {
    const form = filledForm();
    form.numbers.validation = 0.3;
    form.numbers.test = 0.3;
    expect(form.problems).toEqual({ test: { key: 'form.shares' } });
  });

  test('takes what is empty for never, automatic and off', () => {
    const form = filledForm();
    form.numbers.clipNorm = null;
    const nothing = { patience: null, replicas: 'auto', clipNorm: null, clipValue: null };
    expect(form.request(corpus, null).recipe).toMatchObject({ ...nothing, validateEvery: null });
    expectToBeTaken(form);
  });

  test('fills in what an optimiser starts from', () => {
    const form = filledForm();
    form.useOptimizer('rmsprop');
    expect(form.request(corpus, null).recipe).toMatchObject(optimizerDefaults.rmsprop);
    expectToBeTaken(form);
  });

  test('waits for convergence with a patience and a smallest gain', () => {
    const form = filledForm();
    form.useDuration('converged');
    const recipe = { epochs: 100, minutes: null, patience: 5, minimumGain: 0.001 };
    expect(form.request(corpus, null).recipe).toMatchObject(recipe);
    form.numbers.patience = null;
    expect(Object.keys(form.problems)).toEqual(['patience']);
  });

  test('ties weights by making the embedding as large as the last layer', () => {
    const form = filledForm();
    form.tie(true);
    expect(form.numbers.embedding).toBe(256);
    expectToBeTaken(form);
    form.numbers.embedding = 64;
    expect(form.problems).toEqual({ tieWeights: { key: 'form.tie' } });
    form.choices.input = 'one-hot';
    expectToBeTaken(form);
  });
});

describe('a preset', () => {
  test.each(presetNames)('%s is filled in whole, and the engine takes it by its name', (name) => {
    const form = filledForm();
    form.usePreset(name);
    expectToBeTaken(form);
    expect(form.isPresetKept).toBe(true);
    const { configuration, recipe } = form.request(corpus, null);
    expect(configuration).toMatchObject(presets[name].configuration);
    expect(recipe).toMatchObject({ ...presets[name].recipe, preset: name });
  });

  test('stays one for another time, another seed and another activation it leaves open', () => {
    const form = filledForm();
    form.usePreset('elman-50');
    form.choices.activation = 'sigmoid';
    form.numbers.seed = 5;
    form.useDuration('converged');
    expect(form.request(corpus, null).recipe?.preset).toBe('elman-50');
  });

  test('is none any more once something that it settles is changed', () => {
    const form = filledForm();
    form.usePreset('keras-stack');
    form.numbers.batchSize = 64;
    expect(form.isPresetKept).toBe(false);
    expect(form.request(corpus, null).recipe?.preset).toBeNull();
  });

  test('says how many updates it comes to', () => {
    const form = filledForm();
    form.usePreset('keras-stack');
    const { recipe } = form.planRequest()!;
    // 80 % of 100,000 characters, a window at every third one, in batches of 128, ten times.
    expect(countUpdates({ ...recipe, epochs: 10 } as never, 100_000)).toBe(2080);
  });
});

describe('the count of parameters', () => {
  const sizes = { layers: [7, 5, 3], head: [6, 4] };
  const kinds = (['lstm', 'gru', 'rnn'] as const).flatMap((cell) => [
    { ...defaultConfiguration, ...sizes, cell, embedding: 9 },
    { ...defaultConfiguration, ...sizes, cell, embedding: 'one-hot' as const },
    { ...defaultConfiguration, ...sizes, cell, embedding: 4, tieWeights: true },
    { ...defaultConfiguration, ...sizes, head: [], cell, embedding: 3, tieWeights: true },
  ]);

  test.each(kinds)('is that of the layout: $cell, $head, $embedding, $tieWeights', (kind) => {
    expect(countParameters(kind, 11)).toBe(layOutParameters(kind, 11).count);
  });

  test('names layers in short', () => {
    expect(describeLayers([256, 256])).toBe('2×256');
    expect(describeLayers([512, 256])).toBe('512-256');
    expect(describeLayers([50])).toBe('50');
  });
});

describe('a refusal', () => {
  const refusal = (field: string) =>
    new EngineError('invalid-request', 'No.', { details: { field } });

  test('is found by the control that it names', () => {
    expect(fieldOf(refusal('recipe.batchSize'))).toBe('batchSize');
    expect(fieldOf(refusal('configuration.layers.1'))).toBe('layers.1');
    expect(fieldOf(refusal('configuration.embedding'))).toBe('embedding');
    expect(fieldOf(new EngineError('corpus-too-short', 'Short.'))).toBe('corpus');
  });

  test('without a control of the form is of none', () => {
    expect(fieldOf(refusal('recipe'))).toBeNull();
    expect(fieldOf(new EngineError('out-of-memory', 'Too large.'))).toBeNull();
  });

  test('stays with the form that was sent', async () => {
    const { engine, session } = await openTestSession((fake) => fake.furnish());
    engine.failures.set('training.start', refusal('recipe.sequenceLength'));
    session.makeModel('letters');
    session.recipe.way = 'chosen';
    expect(await session.startTraining()).toBe(false);
    expect(session.recipe.refusal?.field).toBe('sequenceLength');
    expect(session.isMaking).toBe(true);
  });

  test('about a control that is not shown is said for the whole form', () => {
    const form = filledForm('timed');
    form.refuse(refusal('recipe.sequenceLength'));
    expect(form.refusal?.field).toBeNull();
    form.way = 'chosen';
    form.refuse(refusal('recipe.stride'));
    expect(form.refusal?.field).toBeNull();
  });
});
