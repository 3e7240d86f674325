// The real engine process behind the real host, in short; `npm run test:long -- starts kills` goes on longer.

import { expect, test } from 'vitest';
import { killAndGoOn } from '../long/kills.ts';
import { startAndStop } from '../long/starts.ts';
import { bundleEngine, newFolder } from './bundled-engine.ts';

test('starts and stops training again and again and leaves nothing behind', async () => {
  const [scripts, folder] = [await bundleEngine(), await newFolder()];
  const figures = await startAndStop({ scripts, folder, rounds: 5, processes: 1 });
  expect(figures.lastBytes).toBeGreaterThan(0);
}, 180_000);

test.skipIf(process.platform === 'win32')(
  'goes on bit for bit after kill -9, in mid-run and in mid-checkpoint',
  async () => {
    const [scripts, folder] = [await bundleEngine(), await newFolder()];
    const figures = await killAndGoOn({ scripts, folder, rounds: 3 });
    expect(figures.beforeAny).toBe(1);
    expect(figures.comparedSteps).toBeGreaterThanOrEqual(figures.steps);
  },
  180_000,
);
