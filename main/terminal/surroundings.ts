// What the commands need from the process that they run in: streams, signals, an engine, a web server.
// main/terminal.ts gives the real ones, tests their own.

import type { EngineEvents, EngineMethods } from '../../app/contract/engine.ts';
import type { Client } from '../../app/contract/rpc.ts';
import type { Console, OutputStream } from './console.ts';
import type { Messages } from './messages.ts';

/** A started engine, as this face holds it. */
export interface TerminalEngine {
  client: Client<EngineMethods, EngineEvents>;
  /** Opens one file, or one place to write, to the engine. */
  grant(request: {
    path: string;
    mode: 'read' | 'write';
    name: string;
  }): Promise<{ grant: string }>;
  /** Ends it; what is training is checkpointed first. */
  close(): Promise<void>;
}

export interface ServeOptions {
  home: string;
  port: number | undefined;
  /** Whether a browser is opened on the page. */
  open: boolean;
}

export interface Surroundings {
  stdout: OutputStream;
  stderr: OutputStream;
  environment: NodeJS.ProcessEnv;
  version: string;
  /** Calls at every request to stop; returns the function that stops listening. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process without waiting for anything. */
  endAtOnce(exitCode: number): void;
  openEngine(home: string): Promise<TerminalEngine>;
  serve(options: ServeOptions): Promise<{ url: string; close(): Promise<void> }>;
  /** The library's folder where no option names one. */
  home: string;
  /** Asks on the terminal; null where nobody sits at one. */
  ask: ((question: string) => Promise<string>) | null;
}

/** What every command gets. */
export interface CommandContext {
  console: Console;
  messages: Messages;
  surroundings: Surroundings;
  home: string;
  /** Aborted at the first request to stop. */
  signal: AbortSignal;
}

/** Done, failed, wrong usage, interrupted. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;
