// Some hundred random, damaged and hostile inputs go through previews and imports in a process of their own: a right
// corpus or a clear error each. `npm run test:long -- damaged` does the same with ten thousand.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyCharacterTables } from '../../../build/bundle/node-bundles.mjs';
import { repository } from '../../../build/setup/folders.mjs';
import { temporaryFolder } from '../fixtures.ts';
import { bundleDamaged, goldenFolderIn, type DamagedScripts } from './damaged-scripts.ts';
import { runDamaged } from './run-damaged.ts';

/** All that are neither drawn by chance nor large, and as many again. */
const inputs = 220;
/** A busy machine takes many times as long as an idle one. */
const limitMs = 20_000;

const bundles = join(repository, 'out', 'test', `damaged-${process.pid}`);
let scripts: DamagedScripts;
beforeAll(async () => {
  scripts = await bundleDamaged({ repository, folder: bundles });
  await copyCharacterTables(bundles);
});
afterAll(() => rm(bundles, { recursive: true, force: true }));

test('damaged and hostile inputs give a right corpus or a clear error each, and leave nothing behind', async () => {
  const folder = await temporaryFolder();
  const goldenFolder = goldenFolderIn(repository);
  const figures = await runDamaged({
    ...{ scripts, goldenFolder, folder, first: 0, end: inputs, limitMs },
  });
  expect(figures.faults).toEqual([]);
  expect(figures.inputs).toBe(inputs);
  // Were all refused, or all taken, nothing would be shown.
  expect(figures.results.get('corpus')).toBeGreaterThan(50);
  expect(figures.results.get('corpus-damaged')).toBeGreaterThan(10);
  expect(figures.results.get('corpus-unsafe')).toBeGreaterThan(10);
}, 120_000);
