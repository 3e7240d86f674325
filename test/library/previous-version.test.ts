// A library that an earlier version kept: its models open, and go on being the same models.

import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  previousMetrics,
  previousModelFile,
  previousModelJson,
  previousResults,
} from '../formats/previous-version.ts';
import { encodeIdHeader } from '../../app/corpus/id-file.ts';
import { emptyLibrary } from './fixtures.ts';
import { someText } from './samples.ts';

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

/** A corpus of two documents as version 1 kept it. */
async function previousCorpus() {
  const library = await emptyLibrary();
  const id = 'old-87654321';
  const folder = join(library.home, 'corpora', id);
  await mkdir(folder);
  const characters = [...new Set(someText)];
  const alphabet = characters.map((character) => {
    return { character, count: 2 * (someText.split(character).length - 1) };
  });
  const record = {
    ...{ formatVersion: 1, id, name: 'Old', createdAt: '2026-01-02T03:04:05.678Z' },
    sources: ['a.txt', 'b.txt'].map((name) => {
      return { name, sizeBytes: 920, characters: 900, hash: `sha256:${'a'.repeat(64)}` };
    }),
    cleaning: { lineEnds: 40, byteOrderMarks: 0, composed: 0 },
    ...{ characters: 1800, lines: 40, sizeBytes: 1800, hash: `sha256:${'b'.repeat(64)}` },
    ...{ documentEnds: [901, 1802], alphabet },
  };
  const ids = [...someText].map((character) => characters.indexOf(character) + 2);
  const both = Uint16Array.from([...ids, 1, ...ids, 1]);
  await writeFile(join(folder, 'corpus.json'), JSON.stringify(record));
  await writeFile(join(folder, 'text.txt'), someText + someText);
  await writeFile(
    join(folder, 'ids'),
    Buffer.concat([encodeIdHeader(1802, 2), Buffer.from(both.buffer)]),
  );
  return { ...library, id, folder };
}

test('a corpus of the version before opens as the same text with the same parts', async () => {
  const { corpora, id } = await previousCorpus();
  expect(await corpora.list()).toMatchObject([
    {
      ...{ id, name: 'Old', characters: 1800 },
      sources: [
        { name: 'a.txt', format: 'text', encoding: 'utf-8', documents: 1 },
        { name: 'b.txt', format: 'text', encoding: 'utf-8', documents: 1 },
      ],
    },
  ]);
  expect((await corpora.open(id)).record.documentEnds).toEqual([901, 1802]);
  expect(await corpora.sources(id)).toEqual([
    { name: 'a.txt', state: 'unknown' },
    { name: 'b.txt', state: 'unknown' },
  ]);
});

test('what was not found out about it then is found out when it is shown, and kept', async () => {
  const { corpora, id, folder } = await previousCorpus();
  const details = await corpora.show(id);
  expect(details.cleaned).toEqual([{ step: 'lineEnds', changes: 40 }]);
  expect(details.documents.longest).toMatchObject([
    { name: 'a.txt', characters: 900, opening: expect.stringMatching(/^The quick/) as string },
    { name: 'b.txt', characters: 900 },
  ]);
  expect(details.compressedBitsPerCharacter).toBeGreaterThan(0);
  expect(await readFile(join(folder, 'corpus.json'), 'utf8')).toContain('"formatVersion": 2');
  expect(await corpora.show(id)).toEqual(details);
  expect((await corpora.open(id)).record.documentEnds).toEqual([901, 1802]);
});

test('it can be copied and be a part of another', async () => {
  const { corpora, id } = await previousCorpus();
  const copy = await corpora.duplicate(id);
  expect((await corpora.excerpt(copy.id, 0)).text).toBe(`${someText}\n${someText}`.slice(0, 1200));
  const merged = await corpora.merge([id, copy.id], {});
  expect((await corpora.open(merged.id)).record.documentEnds).toEqual([901, 1802, 2703, 3604]);
  await expect(corpora.reimport(merged.id, {})).rejects.toMatchObject({
    code: 'corpus-sources-gone',
  });
});

test('it can be cleaned anew, each of its sources by itself', async () => {
  const { corpora, id } = await previousCorpus();
  const inputs = await corpora.inputs(id);
  expect(inputs).toMatchObject([
    { name: 'a.txt', startByte: 0, endByte: 900 },
    { name: 'b.txt', startByte: 900, endByte: 1800 },
  ]);
  const cleaning = { ...defaultCleaning, lowerCase: true };
  await corpora.reimport(id, { inputs, cleaning });
  expect((await corpora.excerpt(id, 0)).text).toBe(
    `${someText}\n${someText}`.toLowerCase().slice(0, 1200),
  );
  expect((await corpora.open(id)).record.documentEnds).toEqual([901, 1802]);
});
