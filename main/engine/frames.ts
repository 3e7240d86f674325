// What travels between the host and the engine process: many connections over one process channel.
// The privileged host connection has a number of its own; no front end can be given that number.

import type { WireError } from '../../app/contract/errors.ts';
import type { RpcMessage } from '../../app/contract/rpc.ts';

/** What the engine process must know before it can open the library. */
export interface EngineSettings {
  home: string;
  samplesFolder: string;
  replicaScript: string;
  countingScript: string;
  readingScript: string;
  version: string;
}

/** The connection over which HostMethods are served, and nothing else. */
export const hostConnection = 0;

/** From the host to the engine process. */
export type HostFrame =
  | { kind: 'start'; settings: EngineSettings }
  | { kind: 'open'; connection: number }
  | { kind: 'message'; connection: number; message: RpcMessage }
  | { kind: 'close'; connection: number }
  | { kind: 'end' };

/** From the engine process to the host. `refused` is an expected error: starting again would not help. */
export type EngineFrame =
  | { kind: 'ready' }
  | { kind: 'refused'; error: WireError }
  | { kind: 'message'; connection: number; message: RpcMessage };

/** The engine process's end of the channel. */
export interface FrameChannel {
  post(frame: EngineFrame): void;
  on(listener: (frame: HostFrame) => void): void;
}
