// The window's link to the engine: one client over whatever transport there is, opened again when it
// closes. Listeners stay through that; state is read anew by whoever asked to be told. Knows no method.

import { EngineError } from '../../app/contract/errors.ts';
import type {
  EngineEvents,
  EngineMethods,
  EventName,
  MethodName,
  ReplyOf,
  RequestOf,
} from '../../app/contract/engine.ts';
import { createClient, type Client, type Transport } from '../../app/contract/rpc.ts';

export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'lost';

/** Milliseconds before each new try: soon at first, since most breaks are short, then rarely. */
const backOffMs = [250, 500, 1000, 2000, 4000, 8000];

/** Tries after which the person is told that nobody answers. */
const triesUntilUnreachable = 4;

type Listener = (client: Client<EngineMethods, EngineEvents>) => void;

/** Calls and events of the engine, over a connection that mends itself. */
export class EngineLink {
  connection = $state<ConnectionState>('connecting');
  /** Whether an engine crashed and is running again; stays until the person has taken note. */
  wasRestarted = $state(false);
  #tries = $state(0);
  readonly isUnreachable = $derived(
    this.connection !== 'connected' && this.#tries >= triesUntilUnreachable,
  );

  #client: Client<EngineMethods, EngineEvents> | null = null;
  readonly #open: () => Promise<Transport>;
  readonly #later: (action: () => void, delayMs: number) => void;
  readonly #listeners: Listener[] = [];
  readonly #readers: (() => void)[] = [];

  constructor(
    open: () => Promise<Transport>,
    later: (action: () => void, delayMs: number) => void = (action, delayMs) =>
      void setTimeout(action, delayMs),
  ) {
    this.#open = open;
    this.#later = later;
    this.on('engine.restarted', () => {
      this.connection = 'connected';
      this.wasRestarted = true;
      this.#readAll();
    });
    this.on('engine.lost', () => (this.connection = 'lost'));
  }

  /** Opens the connection; keeps trying until there is one. */
  async connect(): Promise<void> {
    let transport: Transport;
    try {
      transport = await this.#open();
    } catch {
      this.#tryAgain();
      return;
    }
    const client = createClient<EngineMethods, EngineEvents>(transport);
    this.#client = client;
    for (const listen of this.#listeners) listen(client);
    transport.onClose(() => {
      this.#client = null;
      this.connection = 'reconnecting';
      this.#tryAgain();
    });
    this.connection = 'connected';
    this.#tries = 0;
    this.#readAll();
  }

  /** Asks the engine; fails with `engine-lost` while there is no connection. */
  call<Name extends MethodName>(
    method: Name,
    ...request: RequestOf<Name> extends undefined ? [] : [RequestOf<Name>]
  ): Promise<Awaited<ReplyOf<Name>>> {
    if (this.#client === null) {
      const message = 'There is no connection to the engine yet. Try again in a moment.';
      return Promise.reject(new EngineError('engine-lost', message));
    }
    const parameters = request as unknown as Parameters<EngineMethods[Name]>;
    return this.#client.call(method, ...parameters);
  }

  /** Listens to an event, over this connection and every later one. */
  on<Name extends EventName>(event: Name, listener: (payload: EngineEvents[Name]) => void): void {
    const listen: Listener = (client) => void client.on(event, listener);
    this.#listeners.push(listen);
    if (this.#client !== null) listen(this.#client);
  }

  /** Calls whenever the engine's state has to be read anew: at the start, and after every break. */
  onFresh(read: () => void): void {
    this.#readers.push(read);
  }

  #readAll(): void {
    for (const read of this.#readers) read();
  }

  #tryAgain(): void {
    const delayMs = backOffMs[Math.min(this.#tries, backOffMs.length - 1)] ?? 8000;
    this.#tries += 1;
    this.#later(() => void this.connect(), delayMs);
  }
}
