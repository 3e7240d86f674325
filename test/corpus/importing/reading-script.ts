// Bundles the thread that reads texts for tests that run it without the whole build.

import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from '../../../build/setup/folders.mjs';

/** Path of a bundle of the sources as they are now. */
export async function bundleReading(): Promise<string> {
  const outfile = join(repository, 'out', 'test', `reading-${process.pid}.js`);
  await build({
    absWorkingDir: repository,
    entryPoints: ['app/corpus/importing/reading-worker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Packages that are CommonJS inside ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}
