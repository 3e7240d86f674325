// Bundles the thread that counts for tests that run it without the whole build.

import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from '../../../build/setup/folders.mjs';

/** Path of a bundle of the sources as they are now. */
export async function bundleCounting(): Promise<string> {
  const outfile = join(repository, 'out', 'test', `counting-${process.pid}.js`);
  await build({
    absWorkingDir: repository,
    entryPoints: ['app/corpus/counting/counting-worker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'error',
  });
  return outfile;
}
