// Bundles of the engine process and of its threads, made of the sources as they are now, for tests that
// run the real engine without the whole build.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { moduleFormat } from '../../build/bundle/module-format.mjs';
import { repository } from '../../build/setup/folders.mjs';
import type { EngineScripts } from '../long/real-engine.ts';

/** Builds them; they are gone with the test. */
export async function bundleEngine(): Promise<EngineScripts> {
  // Beside node_modules, which native TensorFlow is loaded from.
  const outdir = join(repository, 'out', 'test', `engine-${process.pid}`);
  await build({
    ...moduleFormat,
    absWorkingDir: repository,
    entryPoints: {
      engine: 'main/engine-process.ts',
      replica: 'app/training/replica-worker.ts',
      counting: 'app/corpus/counting/counting-worker.ts',
      reading: 'app/corpus/importing/reading-worker.ts',
    },
    outdir,
    external: ['@tensorflow/tfjs-node'],
    logLevel: 'error',
  });
  onTestFinished(() => rm(outdir, { recursive: true, force: true }));
  return {
    engineScript: join(outdir, 'engine.js'),
    replicaScript: join(outdir, 'replica.js'),
    countingScript: join(outdir, 'counting.js'),
    readingScript: join(outdir, 'reading.js'),
  };
}

/** A folder that is gone with the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-engine-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
