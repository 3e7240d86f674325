// The versions that a figure depends on.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './places.ts';

/** Charloom's own, Node's and the native library's. */
export function findVersions(): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { charloom: manifest.version, node: process.versions.node, tensorflow: tensorflow() };
}

/** Asked of the addon in a process of its own: what it logs when it is loaded is nobody's business here. */
function tensorflow(): string {
  const addon = join(
    repository,
    'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node',
  );
  const script = `process.stdout.write(require(${JSON.stringify(addon)}).TF_Version)`;
  return execFileSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
