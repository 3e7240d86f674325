// Where things are: the library's folder of this person, and the bundles that this program was built into.
// Knows names of files, and nothing of what is in them.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import environmentPaths from 'env-paths';

/** The files that a face starts or serves, all in one folder of bundles. */
export interface Bundles {
  engineScript: string;
  replicaScript: string;
  countingScript: string;
  readingScript: string;
  samplesFolder: string;
  rendererFolder: string;
  version: string;
}

/** The library's folder: CHARLOOM_HOME, else the platform's own data folder. */
export function findHome(environment: NodeJS.ProcessEnv = process.env): string {
  const asked = environment['CHARLOOM_HOME'];
  return asked ? resolve(asked) : environmentPaths('charloom', { suffix: '' }).data;
}

/** The bundles in `folder`, which lies beside the package's package.json. */
export function findBundles(folder: string): Bundles {
  // Child processes and their threads read from disk alone, so what they run stands outside the archive.
  const outside = folder.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
  return {
    engineScript: join(outside, 'engine-process.js'),
    replicaScript: join(outside, 'replica.js'),
    countingScript: join(outside, 'counting.js'),
    readingScript: join(outside, 'reading.js'),
    samplesFolder: join(outside, 'samples'),
    rendererFolder: join(folder, 'renderer'),
    version: readVersion(join(folder, '..', 'package.json')),
  };
}

function readVersion(path: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : '0';
}
