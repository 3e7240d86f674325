// A library that an earlier version kept: its models open, and go on being the same models.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  previousMetrics,
  previousModelFile,
  previousModelJson,
  previousResults,
} from '../formats/previous-version.ts';
import { emptyLibrary } from './fixtures.ts';

async function previousLibrary() {
  const library = await emptyLibrary();
  const folder = join(library.home, 'models', 'old-12345678');
  await mkdir(folder);
  await writeFile(join(folder, 'model.json'), previousModelJson);
  await writeFile(join(folder, 'metrics.jsonl'), previousMetrics);
  await writeFile(join(folder, 'best.safetensors'), previousModelFile());
  return { ...library, id: 'old-12345678', folder };
}

test('a model of the version before is shown, what was not kept then as null, 0 or nothing', async () => {
  const { models, id } = await previousLibrary();
  const details = await models.show(id);
  expect(details).toMatchObject({ parent: null, results: previousResults });
  expect(details.configuration.tieWeights).toBe(false);
  expect(details.recipe).toMatchObject({ windows: 'streams', momentum: 0.9, clipValue: null });
  expect(details.history.training).toEqual([
    {
      ...{ step: 100, epoch: 1.25, loss: 2, gradientNorm: 0.5 },
      ...{ clippedShare: 0, layerGradientNorms: [] },
    },
  ]);
  expect(details.history.validation).toEqual([
    {
      ...{ step: 120, epoch: 1.5, loss: 1.25, optimisedLoss: null, bitsPerCharacter: 1.8 },
      ...{ accuracy: 0.6, topFiveAccuracy: null, seconds: 60 },
    },
  ]);
  expect(await models.list()).toMatchObject([{ id, parent: null, spark: [1.25] }]);
});

test('its weights stay its own after its record was written anew, and after they were', async () => {
  const { models, id, folder } = await previousLibrary();
  const weights = await models.readWeights(id);
  await models.rename(id, 'Renamed');
  expect(await readFile(join(folder, 'model.json'), 'utf8')).toContain('"tieWeights":false');
  expect(await models.readWeights(id)).toEqual(weights);
  await models.writeBest(id, weights);
  expect(await models.readWeights(id)).toEqual(weights);
  await writeFile(join(folder, 'model.json'), previousModelJson);
  expect(await models.readWeights(id)).toEqual(weights);
});
