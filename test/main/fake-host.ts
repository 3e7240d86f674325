// An engine host over the real engine process with the fake engine in it, for tests of everything in main.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import type { EngineEvents, EngineMethods } from '../../app/contract/engine.ts';
import { createClient } from '../../app/contract/rpc.ts';
import { forkEngine } from '../../main/engine/child.ts';
import { EngineHost, type EngineHostOptions } from '../../main/engine-host.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds main/engine-process.ts with the fake engine in the real one's place; returns the script. */
export async function buildFakeEngine(): Promise<string> {
  return bundle('../../main/engine-process.ts');
}

/** Bundles one entry, given relative to this file, with the fake engine in the real one's place. */
export async function bundle(entry: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-bundle-'));
  const script = join(folder, 'bundle.mjs');
  await build({
    entryPoints: [here(entry)],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [
      {
        name: 'fake-engine',
        setup: (build) =>
          build.onResolve({ filter: /app\/engine\.ts$/ }, () => ({ path: here('fake-engine.ts') })),
      },
    ],
  });
  return script;
}

export interface FakeHost {
  host: EngineHost;
  home: string;
  lines: string[];
  /** What the engine wrote into its home. */
  notes: () => Promise<string[]>;
}

/** Starts a host in a home of its own; both are gone when the test is. */
export async function startFakeHost(
  script: string,
  options: Partial<EngineHostOptions> & { homeName?: string } = {},
): Promise<FakeHost> {
  const home = await mkdtemp(join(tmpdir(), `charloom-${options.homeName ?? 'home'}-`));
  const lines: string[] = [];
  const host = new EngineHost({
    settings: {
      home,
      samplesFolder: '',
      replicaScript: '',
      countingScript: '',
      readingScript: '',
      version: '0',
    },
    script,
    spawn: forkEngine,
    log: (line) => void lines.push(line),
    ...options,
  });
  onTestFinished(async () => {
    await host.close();
    await rm(home, { recursive: true, force: true });
  });
  const notes = async () =>
    (await readFile(join(home, 'notes'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return { host, home, lines, notes };
}

/** A front end with a face of nothing: calls, and events as promises. */
export function connectFrontEnd(host: EngineHost) {
  const frontEnd = host.connect();
  const client = createClient<EngineMethods, EngineEvents>(frontEnd);
  const next = <Name extends keyof EngineEvents>(event: Name) =>
    new Promise<EngineEvents[Name]>((resolve) => {
      const stop = client.on(event, (payload) => {
        stop();
        resolve(payload);
      });
    });
  return { frontEnd, client, call: client.call.bind(client), next };
}
