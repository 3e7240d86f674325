// A real engine over a library in a folder of its own, with its events at hand.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvents, EngineMethods, EventName } from '../../app/contract/engine.ts';
import { createClient, createMemoryPair, serve, type Client } from '../../app/contract/rpc.ts';
import { checkRequest } from '../../app/contract/schemas.ts';
import { createEngine, type Engine } from '../../app/engine.ts';
import { bundleCounting } from '../corpus/counting/counting-script.ts';
import { bundleReading } from '../corpus/importing/reading-script.ts';
import { bundleReplica } from '../training/replica-script.ts';

export interface EngineAtHand {
  engine: Engine;
  /** Calls go through the contract's edge, as a front end's do. */
  client: Client<EngineMethods, EngineEvents>;
  home: string;
  heard: { event: EventName; payload: unknown }[];
  /** The next event of a name that fits, also one that has come already since `from`. */
  next<Name extends EventName>(
    event: Name,
    fits?: (payload: EngineEvents[Name]) => boolean,
  ): Promise<EngineEvents[Name]>;
  close(): Promise<void>;
}

/** Opens an engine; give `home` to open a library again. */
export async function openEngine(home?: string): Promise<EngineAtHand> {
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'charloom-engine-')));
  const engine = await createEngine({
    home: folder,
    samplesFolder: join(folder, 'no-samples'),
    replicaScript: await bundleReplica(),
    countingScript: await bundleCounting(),
    readingScript: await bundleReading(),
    version: '0.0.0-test',
    log: () => {},
  });
  const [front, back] = createMemoryPair();
  const send = serve<EngineMethods, EngineEvents>(back, engine.handlers, checkRequest, () => {});
  engine.onEvent(send);
  const client = createClient<EngineMethods, EngineEvents>(front);
  const heard: EngineAtHand['heard'] = [];
  engine.onEvent((event, payload) => heard.push({ event, payload }));
  return {
    engine,
    client,
    home: folder,
    heard,
    next: (event, fits = () => true) =>
      new Promise((resolve) => {
        const found = heard.find((item) => item.event === event && fits(item.payload as never));
        if (found) return resolve(found.payload as never);
        const stop = client.on(event, (payload) => {
          if (!fits(payload)) return;
          stop();
          resolve(payload);
        });
      }),
    close: () => engine.close(),
  };
}

/** Deletes a library that a test made. */
export async function discard(home: string): Promise<void> {
  await rm(home, { recursive: true, force: true });
}

/** A model that trains in about a second. */
export const tinyConfiguration = { layers: [12, 10], embedding: 6 };
export const tinyRecipe = { batchSize: 8, sequenceLength: 16, epochs: 4, learningRate: 0.02 };
