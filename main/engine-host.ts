// Starts, watches and restarts the engine process, and keeps every front end's connection through it all.
// It relays and knows no method but the host's own, and training.continue after a crash. It knows no Electron.

import { stat } from 'node:fs/promises';
import type { EngineEvents, EngineMethods, HostMethods } from '../app/contract/engine.ts';
import { EngineError, fromWireError } from '../app/contract/errors.ts';
import { createClient, type Client, type Transport } from '../app/contract/rpc.ts';
import type { FileGrant } from '../app/contract/shell.ts';
import { followRuns, type ActiveRuns } from './engine/active-runs.ts';
import { engineEnvironment, type EngineChild, type SpawnEngine } from './engine/child.ts';
import { Connection } from './engine/connection.ts';
import { createCrashCounter } from './engine/crashes.ts';
import { hostConnection, type EngineFrame, type EngineSettings } from './engine/frames.ts';
import { engineHeartbeat, startHeartbeat, type HeartbeatOptions } from './engine/heartbeat.ts';
import { engineClosed, engineCrashed, engineGivenUp } from './engine/losses.ts';
import { settlesWithin } from './engine/time-limit.ts';

/** Pausing writes a checkpoint: a large model on a slow disk takes seconds, more is a disk that hangs. */
const longestPrepareMs = 30_000;
const longestExitMs = 20_000;

export interface EngineHostOptions {
  settings: EngineSettings;
  /** The built main/engine-process.ts. */
  script: string;
  spawn: SpawnEngine;
  log: (line: string) => void;
  /** Milliseconds that only grow; for tests. */
  now?: () => number;
  heartbeat?: HeartbeatOptions;
}

export interface GrantRequest {
  path: string;
  mode: 'read' | 'write';
  name: string;
  isTemporary?: boolean;
}

/** A front end's way to the engine; closing it ends nothing but itself. */
export type FrontEnd = Transport & { close(): void };

/** One engine process after the other, and all that is connected to it. The first starts with the object. */
export class EngineHost {
  /** Settles when the first engine runs, or when there will be none. */
  readonly ready: Promise<void>;
  readonly runs: ActiveRuns;
  readonly #options: EngineHostOptions;
  readonly #connections = new Map<number, Connection>();
  readonly #grants = new Map<string, GrantRequest>();
  readonly #hostLine = new Connection(() => undefined);
  readonly #hostCalls: Client<HostMethods, Record<never, never>>;
  readonly #ownCalls: Client<EngineMethods, EngineEvents>;
  readonly #mayRestart: () => boolean;
  #nextConnection = hostConnection + 1;
  #child: EngineChild | null = null;
  #isReady = false;
  #lost: EngineError | null = null;
  #closing: Promise<void> | null = null;
  #exited: Promise<void> = Promise.resolve();
  #stopHeartbeat: () => void = () => undefined;
  #settleReady: { resolve(): void; reject(error: Error): void } | null = null;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#mayRestart = createCrashCounter(options.now ?? (() => performance.now()));
    this.ready = new Promise((resolve, reject) => (this.#settleReady = { resolve, reject }));
    // Whoever waits for it hears of a refusal; calls say it to everybody else.
    this.ready.catch(() => undefined);
    this.#hostCalls = createClient(this.#hostLine);
    this.#ownCalls = createClient(this.connect());
    this.runs = followRuns(this.#ownCalls);
    this.#start(null);
  }

  /** The engine's process, for a person who looks and for tests; undefined while none runs. */
  get processId(): number | undefined {
    return this.#child?.processId();
  }

  /** Opens a connection for one front end. It may be used at once: calls wait until the engine runs. */
  connect(): FrontEnd {
    const number = this.#nextConnection++;
    const connection = new Connection(() => {
      this.#connections.delete(number);
      this.#child?.post({ kind: 'close', connection: number });
    });
    this.#connections.set(number, connection);
    if (this.#lost) this.#turnAway(connection, this.#lost);
    else if (this.#isReady && this.#child) attach(this.#child, number, connection);
    return connection;
  }

  /** Opens one file, or one place to write, to the engine; the grant stays good through restarts. */
  async grant(request: GrantRequest): Promise<FileGrant> {
    const { path, mode, name, isTemporary = false } = request;
    const sizeBytes = mode === 'read' ? await sizeOf(path, name) : 0;
    const opened = { path, mode, name, isTemporary };
    const { grant } = await this.#hostCalls.call('host.grant', opened);
    this.#grants.set(grant, opened);
    return { grant, name, sizeBytes };
  }

  /** Closes a granted file to the engine again. */
  async revoke(grant: string): Promise<void> {
    if (!this.#grants.delete(grant)) return;
    await this.#hostCalls.call('host.revoke', { grant });
  }

  /** Pauses and checkpoints what is training, then ends the process; kills it where it does not answer. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Starts a process; `crashed` is how the one before it ended, null at the first start. */
  #start(crashed: string | null): void {
    const { spawn, script, settings, log } = this.#options;
    const child = spawn(script, engineEnvironment(process.env));
    this.#child = child;
    let refusal: EngineError | null = null;
    child.onOutput((text) => {
      for (const line of text.split('\n')) if (line.trim()) log(line);
    });
    child.onFrame((frame) => {
      if (frame.kind === 'ready') void this.#onReady(child, crashed);
      else if (frame.kind === 'refused') refusal = fromWireError(frame.error);
      else this.#deliver(frame);
    });
    this.#exited = new Promise((exited) => {
      child.onExit((how) => {
        exited();
        this.#onExit(how, refusal);
      });
    });
    child.post({ kind: 'start', settings });
  }

  async #onReady(child: EngineChild, crashed: string | null): Promise<void> {
    const { log } = this.#options;
    log(`The engine runs as process ${child.processId() ?? 'unknown'}.`);
    attach(child, hostConnection, this.#hostLine);
    await this.#renewGrants();
    if (this.#child !== child) return;
    this.#isReady = true;
    const interrupted = crashed === null ? [] : this.runs.models();
    for (const [number, connection] of this.#connections) attach(child, number, connection);
    this.#watch(child);
    for (const model of interrupted) {
      await this.#ownCalls.call('training.continue', { model }).catch((error: unknown) => {
        log(`Training of ${model} could not be continued: ${String(error)}`);
      });
    }
    if (crashed !== null) this.#announce('engine.restarted', { crashed });
    this.#settleReady?.resolve();
  }

  async #renewGrants(): Promise<void> {
    for (const [grant, request] of this.#grants) {
      await this.#hostCalls.call('host.grant', { ...request, grant }).catch((error: unknown) => {
        this.#options.log(`${request.name} could not be granted again: ${String(error)}`);
      });
    }
  }

  #watch(child: EngineChild): void {
    this.#stopHeartbeat = startHeartbeat(
      this.#options.heartbeat ?? engineHeartbeat,
      () => this.#hostCalls.call('host.ping'),
      () => {
        this.#options.log('The engine does not answer any more and is ended.');
        child.kill();
      },
    );
  }

  #onExit(how: string, refusal: EngineError | null): void {
    const { log } = this.#options;
    log(`The engine's process is gone: ${how}.`);
    this.#stopHeartbeat();
    this.#isReady = false;
    this.#child = null;
    if (this.#closing) return this.#giveUp(engineClosed());
    const lost = refusal ?? (this.#mayRestart() ? null : engineGivenUp(how));
    if (lost) {
      this.#announce('engine.lost', { message: lost.message });
      return this.#giveUp(lost);
    }
    const error = engineCrashed(how);
    for (const each of [this.#hostLine, ...this.#connections.values()]) each.detach(error);
    this.#start(how);
  }

  /** A front end that comes too late is told what the others heard, once it can listen. */
  #turnAway(connection: Connection, lost: EngineError): void {
    connection.giveUp(lost);
    const payload = { message: lost.message };
    setImmediate(() => connection.receive({ kind: 'event', event: 'engine.lost', payload }));
  }

  #giveUp(error: EngineError): void {
    this.#lost = error;
    for (const each of [this.#hostLine, ...this.#connections.values()]) each.giveUp(error);
    this.#settleReady?.reject(error);
  }

  #announce<Name extends keyof EngineEvents>(event: Name, payload: EngineEvents[Name]): void {
    for (const connection of this.#connections.values()) {
      connection.receive({ kind: 'event', event, payload });
    }
  }

  #deliver({ connection, message }: Extract<EngineFrame, { kind: 'message' }>): void {
    if (connection === hostConnection) this.#hostLine.receive(message);
    else this.#connections.get(connection)?.receive(message);
  }

  async #close(): Promise<void> {
    const { log } = this.#options;
    const child = this.#child;
    if (!child) return;
    this.#stopHeartbeat();
    if (this.#isReady) {
      const prepared = this.#hostCalls.call('host.prepareExit').catch((error: unknown) => {
        log(`The engine could not prepare to exit: ${String(error)}`);
      });
      await settlesWithin(longestPrepareMs, prepared);
    }
    child.post({ kind: 'end' });
    if (await settlesWithin(longestExitMs, this.#exited)) return;
    log('The engine did not end in time and is killed.');
    child.kill();
    await this.#exited;
  }
}

async function sizeOf(path: string, name: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause: unknown) {
    throw new EngineError(
      'corpus-unreadable',
      `"${name}" cannot be opened: it is not there any more, or it may not be read. Choose it again.`,
      { details: { name }, cause },
    );
  }
}

function attach(child: EngineChild, number: number, connection: Connection): void {
  child.post({ kind: 'open', connection: number });
  connection.attach((message) => child.post({ kind: 'message', connection: number, message }));
}
