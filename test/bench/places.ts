// Where the benchmark finds things. It runs as one bundle beside the product's own.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this bundle and of the product's. */
export const bundlesFolder = dirname(fileURLToPath(import.meta.url));
export const repository = join(bundlesFolder, '..');

/** The source of a peer: peers are plain scripts and are never bundled. */
export function peerScript(name: string): string {
  return join(repository, 'test', 'bench', 'peers', name);
}
