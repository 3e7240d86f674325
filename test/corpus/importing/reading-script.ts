// Bundles the thread that reads texts for tests that run it without the whole build.

import { join } from 'node:path';
import { build } from 'esbuild';
import { moduleFormat } from '../../../build/bundle/module-format.mjs';
import { repository } from '../../../build/setup/folders.mjs';

/** Path of a bundle of the sources as they are now. */
export async function bundleReading(): Promise<string> {
  const outfile = join(repository, 'out', 'test', `reading-${process.pid}.js`);
  await build({
    ...moduleFormat,
    absWorkingDir: repository,
    entryPoints: ['app/corpus/importing/reading-worker.ts'],
    outfile,
    logLevel: 'error',
  });
  return outfile;
}
