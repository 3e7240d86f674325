// Bundles a replica's thread for tests that run it without the whole build; takes a few hundredths of a second.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Path of a bundle of the sources as they are now. */
export async function bundleReplica(): Promise<string> {
  const outfile = `${root}out/test/replica-${process.pid}.js`;
  await build({
    entryPoints: [`${root}app/training/replica-worker.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['@tensorflow/tfjs-node'],
    logLevel: 'error',
  });
  return outfile;
}
