// Bundles the thread that reads PDFs for tests that run it without the whole build, with its tables beside it.

import { join } from 'node:path';
import { build } from 'esbuild';
import { copyCharacterTables } from '../../../build/bundle/node-bundles.mjs';
import { repository } from '../../../build/setup/folders.mjs';

/** Path of a bundle of the sources as they are now. */
export async function bundlePdfWorker(): Promise<string> {
  const folder = join(repository, 'out', 'test', `pdf-${process.pid}`);
  const outfile = join(folder, 'pdf-worker.js');
  await build({
    absWorkingDir: repository,
    entryPoints: ['app/corpus/sources/pdf/pdf-worker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'error',
  });
  await copyCharacterTables(folder);
  return outfile;
}
