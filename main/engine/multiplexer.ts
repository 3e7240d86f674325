// Serves one engine to many connections over one channel of frames. Knows no process and no method by name:
// the host's methods go to the host's connection alone, the others to every other connection.

import type {
  EngineEvents,
  EngineMethods,
  EventName,
  HostMethods,
} from '../../app/contract/engine.ts';
import { serve, type Handlers, type RpcMessage, type Transport } from '../../app/contract/rpc.ts';
import { checkRequest } from '../../app/contract/schemas.ts';
import { hostConnection, type FrameChannel, type HostFrame } from './frames.ts';

/** The part of an engine that is served. */
export interface ServedEngine {
  handlers: Handlers<EngineMethods>;
  hostHandlers: Handlers<HostMethods>;
  onEvent(
    listener: <Name extends EventName>(event: Name, payload: EngineEvents[Name]) => void,
  ): () => void;
}

interface ServedConnection {
  receive(message: unknown): void;
  close(): void;
  sendEvent: (<Name extends EventName>(event: Name, payload: EngineEvents[Name]) => void) | null;
}

/** Serves `engine` over `channel`; returns the function that takes the frames meant for connections. */
export function serveConnections(
  engine: ServedEngine,
  channel: Pick<FrameChannel, 'post'>,
  log: (line: string) => void,
): (frame: HostFrame) => void {
  const connections = new Map<number, ServedConnection>();
  const onFailure = (method: string, error: unknown) => log(describeFailure(method, error));

  engine.onEvent((event, payload) => {
    for (const connection of connections.values()) connection.sendEvent?.(event, payload);
  });

  const open = (number: number): void => {
    const { transport, receive, close } = createEnd((message) =>
      channel.post({ kind: 'message', connection: number, message }),
    );
    const sendEvent =
      number === hostConnection
        ? (serve(transport, engine.hostHandlers, checkRequest, onFailure), null)
        : serve<EngineMethods, EngineEvents>(transport, engine.handlers, checkRequest, onFailure);
    connections.set(number, { receive, close, sendEvent });
  };

  return (frame) => {
    if (frame.kind === 'open') open(frame.connection);
    else if (frame.kind === 'message') connections.get(frame.connection)?.receive(frame.message);
    else if (frame.kind === 'close') {
      connections.get(frame.connection)?.close();
      connections.delete(frame.connection);
    }
  };
}

/** A transport whose far end is a function, with the two ways in that its owner keeps. */
function createEnd(post: (message: RpcMessage) => void): {
  transport: Transport;
  receive: (message: unknown) => void;
  close: () => void;
} {
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  return {
    transport: {
      post,
      on: (listener) => void listeners.push(listener),
      onClose: (listener) => void closers.push(listener),
    },
    receive(message) {
      for (const listener of listeners) listener(message);
    },
    close() {
      for (const closer of closers) closer();
    },
  };
}

/** One line of an answered failure: expected ones by their words, bugs by their stack. */
function describeFailure(method: string, error: unknown): string {
  if (!(error instanceof Error)) return `${method} failed: ${String(error)}`;
  return `${method} failed: ${error.name === 'EngineError' ? error.message : (error.stack ?? error.message)}`;
}
