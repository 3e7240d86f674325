// Starts other processes that use a library.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Makes one file of the doomed process, so that it starts quickly; returns its path. */
export async function bundleDoomedProcess(folder: string): Promise<string> {
  const outfile = join(folder, 'doomed-process.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./doomed-process.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Packages that are CommonJS inside ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  errors: string;
}

/** Runs a process to its end. */
export async function runToEnd(script: string, args: readonly string[]): Promise<Ending> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, errors };
}

/** Starts a process and resolves when it has written its first words. */
export async function startAndWait(script: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'close').then(() => Promise.reject(new Error('the process ended at once'))),
  ]);
  return child;
}
