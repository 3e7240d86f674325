// Typed calls and events over any transport of two functions. Knows no method, no process and no schema.
// Messages are plain values, so the same code runs over Electron ports, sockets, workers and memory.

import { EngineError, fromWireError, toWireError, type WireError } from './errors.ts';

/** All that a channel must offer; `onClose` is called once, when no more messages can come. */
export interface Transport {
  post(message: RpcMessage): void;
  on(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

export type RpcMessage =
  | { kind: 'call'; id: number; method: string; request: unknown }
  | { kind: 'reply'; id: number; result: unknown }
  | { kind: 'failure'; id: number; error: WireError }
  | { kind: 'event'; event: string; payload: unknown };

/** A map of methods: every entry takes one request, or nothing, and returns a reply. */
export type MethodMap = Record<string, (request: never) => unknown>;
export type EventMap = Record<string, unknown>;

/** The calling side of a method map. */
export type Calls<Methods extends MethodMap> = {
  [Name in keyof Methods]: (
    ...request: Parameters<Methods[Name]>
  ) => Promise<Awaited<ReturnType<Methods[Name]>>>;
};

/** The serving side of a method map; a handler may answer at once or later. */
export type Handlers<Methods extends MethodMap> = {
  [Name in keyof Methods]: (
    ...request: Parameters<Methods[Name]>
  ) => ReturnType<Methods[Name]> | Promise<ReturnType<Methods[Name]>>;
};

export interface Client<Methods extends MethodMap, Events extends EventMap> {
  call<Name extends keyof Methods & string>(
    method: Name,
    ...request: Parameters<Methods[Name]>
  ): Promise<Awaited<ReturnType<Methods[Name]>>>;
  /** Listens to one event; returns the function that stops listening. */
  on<Name extends keyof Events & string>(
    event: Name,
    listener: (payload: Events[Name]) => void,
  ): () => void;
}

/** Opens the calling side over a transport. Calls that wait when it closes fail with `engine-lost`. */
export function createClient<Methods extends MethodMap, Events extends EventMap>(
  transport: Transport,
): Client<Methods, Events> {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let nextId = 1;
  let isClosed = false;

  transport.on((received) => {
    if (!isRpcMessage(received)) return;
    if (received.kind === 'event') {
      for (const listener of listeners.get(received.event) ?? [])
        listener(received.payload as never);
      return;
    }
    if (received.kind === 'call') return;
    const call = waiting.get(received.id);
    if (!call) return;
    waiting.delete(received.id);
    if (received.kind === 'reply') call.resolve(received.result as never);
    else call.reject(fromWireError(received.error));
  });
  transport.onClose(() => {
    isClosed = true;
    for (const call of waiting.values()) call.reject(connectionLost());
    waiting.clear();
  });

  return {
    call(method, ...request) {
      if (isClosed) return Promise.reject(connectionLost());
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        transport.post({ kind: 'call', id, method, request: request[0] });
      });
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}

/**
 * Serves handlers over a transport. `check` validates a request at this edge, once, and throws
 * `invalid-request`; handlers may trust what they get. Returns the function that sends events.
 */
export function serve<Methods extends MethodMap, Events extends EventMap>(
  transport: Transport,
  handlers: Handlers<Methods>,
  check: (method: string, request: unknown) => unknown,
  onFailure: (method: string, error: unknown) => void,
): <Name extends keyof Events & string>(event: Name, payload: Events[Name]) => void {
  let isOpen = true;
  transport.onClose(() => (isOpen = false));
  const post = (message: RpcMessage) => {
    if (isOpen) transport.post(message);
  };

  const answer = async (method: string, request: unknown): Promise<unknown> => {
    if (!Object.hasOwn(handlers, method)) {
      throw new EngineError('unknown-method', `The engine has no method "${method}".`, {
        details: { method },
      });
    }
    const handler = handlers[method as keyof Methods] as (request: unknown) => unknown;
    return handler(check(method, request));
  };

  transport.on((received) => {
    if (!isRpcMessage(received) || received.kind !== 'call') return;
    const { id, method, request } = received;
    answer(method, request).then(
      (result) => post({ kind: 'reply', id, result: result ?? null }),
      (error: unknown) => {
        onFailure(method, error);
        post({ kind: 'failure', id, error: toWireError(error) });
      },
    );
  });
  return (event, payload) => post({ kind: 'event', event, payload });
}

/** Two transports that are each other's far end, delivering in order on later microtasks. */
export function createMemoryPair(): [Transport & { close(): void }, Transport & { close(): void }] {
  type End = { listeners: ((message: unknown) => void)[]; closers: (() => void)[] };
  const ends: [End, End] = [
    { listeners: [], closers: [] },
    { listeners: [], closers: [] },
  ];
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    for (const end of ends) for (const closer of end.closers) closer();
  };
  const end = (own: End, other: End) => ({
    post(message: RpcMessage) {
      const copy: unknown = JSON.parse(JSON.stringify(message));
      void Promise.resolve().then(() => {
        if (isOpen) for (const listener of other.listeners) listener(copy);
      });
    },
    on: (listener: (message: unknown) => void) => void own.listeners.push(listener),
    onClose: (listener: () => void) => void own.closers.push(listener),
    close,
  });
  return [end(ends[0], ends[1]), end(ends[1], ends[0])];
}

function connectionLost(): EngineError {
  return new EngineError(
    'engine-lost',
    'The connection to the engine was lost before it answered. It is being restarted; try again.',
  );
}

function isRpcMessage(value: unknown): value is RpcMessage {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
