// A real engine process behind a real host, in a workplace of its own: its library, its temporary folder and
// a mark in the environment by which every process that it starts can be found again.

import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineEvents, EngineMethods, EventName } from '../../app/contract/engine.ts';
import { createClient, type Client } from '../../app/contract/rpc.ts';
import { forkEngine, type SpawnEngine } from '../../main/engine/child.ts';
import { EngineHost } from '../../main/engine-host.ts';

/** The bundles that the engine is made of. */
export interface EngineScripts {
  engineScript: string;
  replicaScript: string;
  countingScript: string;
  readingScript: string;
}

export interface Workplace {
  home: string;
  temporary: string;
  mark: string;
}

export interface RealEngine {
  host: EngineHost;
  client: Client<EngineMethods, EngineEvents>;
  /** What the host and its engine processes said. */
  log: string[];
  /** The next event of a name that fits. */
  next: <Name extends EventName>(
    event: Name,
    fits?: (payload: EngineEvents[Name]) => boolean,
  ) => Promise<EngineEvents[Name]>;
  close: () => Promise<void>;
}

export interface RealEngineOptions {
  /** Called at a process's end, before the host can start another. */
  onGone?: () => void;
  environment?: NodeJS.ProcessEnv;
}

/** Longer than anything here takes on a busy machine; what hangs is to fail with a name. */
const patienceMs = 120_000;

/** Makes the folders of a workplace. */
export async function createWorkplace(folder: string): Promise<Workplace> {
  const workplace = {
    home: join(folder, 'home'),
    temporary: join(folder, 'temporary'),
    mark: randomUUID(),
  };
  await mkdir(workplace.home, { recursive: true });
  await mkdir(workplace.temporary, { recursive: true });
  return workplace;
}

/** Starts an engine; it may crash as often as it will and is started again each time. */
async function openRealEngine(
  { engineScript, ...scripts }: EngineScripts,
  { home, temporary, mark }: Workplace,
  { onGone = () => undefined, environment = {} }: RealEngineOptions,
): Promise<RealEngine> {
  const log: string[] = [];
  const spawn: SpawnEngine = (script, own) => {
    const marked = { ...own, ...environment, TMPDIR: temporary, CHARLOOM_TEST_MARK: mark };
    const child = forkEngine(script, marked);
    return {
      ...child,
      onExit: (listener) =>
        child.onExit((how) => {
          onGone();
          listener(how);
        }),
    };
  };
  let hours = 0;
  const host = new EngineHost({
    settings: { home, samplesFolder: join(home, 'no-samples'), ...scripts, version: '0-test' },
    script: engineScript,
    spawn,
    log: (line) => log.push(line),
    // An hour between any two crashes: none of them is one too many.
    now: () => ++hours * 3_600_000,
  });
  const client = createClient<EngineMethods, EngineEvents>(host.connect());
  try {
    // An engine that cannot start would be started again for ever: no crash is one too many here.
    await inTime('a running engine', host.ready);
  } catch (error: unknown) {
    await host.close();
    throw new Error(`The engine did not start:\n${log.slice(-10).join('\n')}`, { cause: error });
  }
  return {
    host,
    client,
    log,
    next: (event, fits = () => true) =>
      inTime(
        event,
        new Promise((resolve) => {
          const stop = client.on(event, (payload) => {
            if (!fits(payload)) return;
            stop();
            resolve(payload);
          });
        }),
      ),
    close: () => host.close(),
  };
}

/** Opens an engine for one piece of work and closes it, however the work ends. */
export async function withRealEngine<Result>(
  scripts: EngineScripts,
  workplace: Workplace,
  options: RealEngineOptions,
  work: (engine: RealEngine) => Promise<Result>,
): Promise<Result> {
  const engine = await openRealEngine(scripts, workplace, options);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** Waits for a promise; fails with its name when it takes too long. */
export async function inTime<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`"${what}" did not come within ${patienceMs / 1000} s`)),
      patienceMs,
    );
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** A text of few words, different from place to place. */
export function smallText(sentences: number): string {
  const who = ['the miller', 'a grey crow', 'my sister', 'the tide', 'no one here'];
  const does = ['waits for', 'remembers', 'sings to', 'turns from'];
  const what = ['the river.', 'a lamp.', 'the old road.'];
  return Array.from({ length: sentences }, (_, at) => {
    const words = [who[(at * 3 + (at >> 4)) % 5], does[(at + (at >> 3)) % 4], what[(at >> 1) % 3]];
    return `${words.join(' ')}\n`;
  }).join('');
}
