// The engine process: opens the engine that the first frame describes and serves it to its parent's connections.
// It ends when it is told to, when its parent is gone, or on a bug; the first two keep the checkpoint.
// It knows neither windows nor sockets.

import { createEngine, type Engine } from '../app/engine.ts';
import { EngineError, toWireError } from '../app/contract/errors.ts';
import type { EngineSettings, HostFrame } from './engine/frames.ts';
import { serveConnections } from './engine/multiplexer.ts';
import { openParentChannel } from './engine/parent-channel.ts';

/** A checkpoint of the largest model takes a few seconds; past this the disk does not answer. */
const longestCloseMs = 15_000;
const exitCode = { ended: 0, refused: 3, tookTooLong: 4, bug: 70 };

let engine: Promise<Engine> | null = null;
let deliver: (frame: HostFrame) => void = () => undefined;
let isEnding = false;

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const channel = openParentChannel(() => void end());

// With its parent gone there is nobody to read this; that must not keep it from its last checkpoint.
process.stderr.on('error', () => undefined);
process.stdout.on('error', () => undefined);
process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (reason) => fail(reason));
process.on('SIGTERM', () => void end());
// Ctrl-C, and a terminal that is closed, reach the whole group of processes: the parent alone decides what
// that means.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

channel.on((frame) => {
  if (frame.kind === 'start') void start(frame.settings);
  else if (frame.kind === 'end') void end();
  else deliver(frame);
});

async function start(settings: EngineSettings): Promise<void> {
  if (engine) return;
  try {
    engine = createEngine({ ...settings, log });
    deliver = serveConnections(await engine, channel, log);
    channel.post({ kind: 'ready' });
  } catch (error: unknown) {
    if (!(error instanceof EngineError)) return fail(error);
    log(`The engine did not start: ${error.message}`);
    channel.post({ kind: 'refused', error: toWireError(error) });
    leave(exitCode.refused);
  }
}

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(exitCode.tookTooLong), longestCloseMs).unref();
  try {
    await (await engine)?.close();
    process.exit(exitCode.ended);
  } catch (error: unknown) {
    fail(error);
  }
}

/** A bug or a lost thread: said in full, then the process ends; the host starts another. */
function fail(error: unknown): void {
  log(
    `The engine fails: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  process.exit(exitCode.bug);
}

/** Leaves after what was posted has been sent. */
function leave(code: number): void {
  setTimeout(() => process.exit(code), 200);
}
