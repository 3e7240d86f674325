// One suite over every transport that needs no window; test/e2e runs it over Electron's port.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import type { EngineEvents, EngineMethods } from '../../app/contract/engine.ts';
import { createMemoryPair, serve, type Handlers } from '../../app/contract/rpc.ts';
import { checkRequest } from '../../app/contract/schemas.ts';
import { createEngine } from './fake-engine.ts';
import { buildFakeEngine, startFakeHost } from './fake-host.ts';
import { describeTransport } from './transport-suite.ts';

let script = '';
beforeAll(async () => {
  script = await buildFakeEngine();
});

describeTransport('memory pair', async () => {
  const home = mkdtempSync(join(tmpdir(), 'charloom-memory-'));
  const engine = await createEngine({ home, log: () => undefined });
  const [near, far] = createMemoryPair();
  const send = serve<EngineMethods, EngineEvents>(
    far,
    engine.handlers as unknown as Handlers<EngineMethods>,
    checkRequest,
    () => undefined,
  );
  engine.onEvent((event, payload) => send(event as 'training.started', payload as never));
  return { transport: near, cut: () => near.close() };
});

describeTransport('child process', async () => {
  const { host } = await startFakeHost(script);
  const transport = host.connect();
  return { transport, cut: () => void host.close() };
});
