// The terminal way in: gives the commands the real streams, signals, engine host and web server.
// What the commands are and do is in terminal/.

import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import type { EngineEvents, EngineMethods } from '../app/contract/engine.ts';
import { createClient } from '../app/contract/rpc.ts';
import { serveBrowser } from './browser.ts';
import { forkEngine } from './engine/child.ts';
import { EngineHost } from './engine-host.ts';
import { openLog } from './log-file.ts';
import { findBundles, findHome } from './places.ts';
import { runTerminal } from './terminal/program.ts';
import type { ServeOptions, TerminalEngine } from './terminal/surroundings.ts';

const bundles = findBundles(fileURLToPath(new URL('.', import.meta.url)));
const interruptListeners = new Set<() => void>();
const interrupt = (): void => {
  for (const listener of interruptListeners) listener();
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
// Whoever read our output has gone (as `head` does): there is nothing left to say, so end well.
process.stdout.on('error', interrupt);
process.stderr.on('error', () => undefined);

function startHost(home: string): EngineHost {
  const { samplesFolder, replicaScript, countingScript, readingScript, version, engineScript } =
    bundles;
  return new EngineHost({
    settings: { home, samplesFolder, replicaScript, countingScript, readingScript, version },
    script: engineScript,
    spawn: forkEngine,
    log: openLog(join(home, 'logs', 'engine.log')),
  });
}

async function openEngine(home: string): Promise<TerminalEngine> {
  const host = startHost(home);
  try {
    await host.ready;
  } catch (error: unknown) {
    await host.close();
    throw error;
  }
  return {
    client: createClient<EngineMethods, EngineEvents>(host.connect()),
    grant: (request) => host.grant(request),
    close: () => host.close(),
  };
}

async function serve({ home, port, open }: ServeOptions) {
  const host = startHost(home);
  const { rendererFolder } = bundles;
  const server = await serveBrowser({
    home,
    ...(port === undefined ? {} : { port }),
    open,
    host,
    rendererFolder,
  }).catch(async (error: unknown) => {
    await host.close();
    throw error;
  });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await host.close();
    },
  };
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // Readline takes Ctrl-C for itself; here it means what it means everywhere.
  lines.on('SIGINT', interrupt);
  try {
    // An input that ends is no answer, and neither is Ctrl-D, which readline aborts at.
    const none = once(lines, 'close').then(() => '');
    const answer = lines.question(question).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'AbortError') return '';
      throw error;
    });
    return await Promise.race([answer, none]);
  } finally {
    lines.close();
  }
}

process.exitCode = await runTerminal(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  version: bundles.version,
  onInterrupt(listener) {
    interruptListeners.add(listener);
    return () => interruptListeners.delete(listener);
  },
  endAtOnce: (exitCode) => process.exit(exitCode),
  openEngine,
  serve,
  home: findHome(),
  ask: process.stdin.isTTY ? ask : null,
});
