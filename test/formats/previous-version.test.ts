// Model files that earlier versions wrote, those that come with Charloom among them.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { defaultRecipe } from '../../app/contract/defaults.ts';
import { readModelFile } from '../../app/formats/model-file.ts';
import { memorySource } from './fixtures.ts';
import { previousModelFile, previousResults } from './previous-version.ts';

const shippedModels = new URL('../../build/models/', import.meta.url);

test('a model file of the version before opens, what it does not know as that version worked', async () => {
  const { header, parameters, count } = await readModelFile(
    memorySource(previousModelFile()),
    'old.safetensors',
  );
  expect(header.configuration).toEqual({
    ...{ cell: 'lstm', activation: 'tanh', layers: [2], head: [], targets: 'every', embedding: 1 },
    ...{ dropout: 0.1, loss: 'cross-entropy', tieWeights: false },
  });
  expect(header.training.recipe).toEqual({ ...defaultRecipe, arithmetic: 'float32' });
  expect(header.training.results).toEqual(previousResults);
  expect(header.normalisation).toEqual(defaultCleaning);
  expect(count).toBe(48);
  expect(parameters.filter((value) => value === 0.25)).toHaveLength(count);
});

test.each(readdirSync(shippedModels))('%s, which comes along, opens', async (name) => {
  const file = memorySource(readFileSync(new URL(name, shippedModels)));
  const { header } = await readModelFile(file, name);
  expect(header.configuration.tieWeights).toBe(false);
  expect(header.training.recipe.windows).toBe('streams');
  expect(header.normalisation).toEqual(defaultCleaning);
  expect(header.training.results.testOptimisedLoss).toBeNull();
});
