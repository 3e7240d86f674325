import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../app/contract/defaults.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { checkRequest } from '../../app/contract/schemas.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import { countParameters, describeLayers } from '../../renderer/state/parameters.ts';
import { fieldOf, RecipeForm } from '../../renderer/state/recipe.svelte.ts';
import { makeCorpus } from './fake-library.ts';
import { openTestSession } from './test-session.ts';

const corpus = makeCorpus('letters', 'Letters', { text: 'abc'.repeat(400), times: 1 });

function filledForm(): RecipeForm {
  const form = new RecipeForm();
  form.corpus = corpus.id;
  return form;
}

describe('the recipe form', () => {
  test('is valid as it stands, and the engine takes what it asks for', () => {
    const form = filledForm();
    expect(form.problems).toEqual({});
    expect(() => checkRequest('training.start', form.request(corpus))).not.toThrow();
  });

  test('asks for minutes instead of epochs', () => {
    const form = filledForm();
    form.duration = 'minutes';
    form.numbers.minutes = 2.5;
    expect(form.request(corpus).recipe).toMatchObject({ epochs: null, minutes: 2.5 });
    expect(() => checkRequest('training.start', form.request(corpus))).not.toThrow();
  });

  test('says beside each control what is wrong with it', () => {
    const form = filledForm();
    form.numbers.batchSize = 0;
    form.numbers.learningRate = 0;
    form.numbers.dropout = 0.96;
    form.numbers.epochs = 1.5;
    form.numbers.seed = null;
    form.layers = [256, 5000];
    expect(Object.keys(form.problems).sort()).toEqual(
      ['batchSize', 'dropout', 'epochs', 'layers.1', 'learningRate', 'seed'].sort(),
    );
  });

  test('does not mind a number that is not in use', () => {
    const form = filledForm();
    form.duration = 'minutes';
    form.numbers.epochs = 0;
    form.input = 'one-hot';
    form.numbers.embedding = null;
    expect(form.problems).toEqual({});
    expect(form.request(corpus).configuration?.embedding).toBe('one-hot');
  });

  test('leaves at least half of the text to train on', () => {
    const form = filledForm();
    form.numbers.validation = 0.3;
    form.numbers.test = 0.3;
    expect(form.problems).toEqual({ test: { key: 'form.shares' } });
  });

  test('takes an empty patience for never and empty replicas for automatic', () => {
    const form = filledForm();
    expect(form.request(corpus).recipe).toMatchObject({ patience: null, replicas: 'auto' });
  });

  test('counts parameters as the engine lays them out', () => {
    for (const embedding of [64, 'one-hot'] as const) {
      const configuration = { ...defaultConfiguration, layers: [7, 5, 3], embedding };
      const laidOut = layOutParameters(configuration, 11).count;
      expect(countParameters(configuration, 11)).toBe(laidOut);
    }
  });

  test('names layers in short', () => {
    expect(describeLayers([256, 256])).toBe('2×256');
    expect(describeLayers([512, 256])).toBe('512-256');
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
    expect(await session.startTraining()).toBe(false);
    expect(session.recipe.refusal?.field).toBe('sequenceLength');
    expect(session.isMaking).toBe(true);
  });
});
