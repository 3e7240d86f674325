// One front end's connection to the engine, as the host keeps it: it outlives the engine's crashes.
// Knows calls and replies by their numbers alone, never a method.

import { toWireError, type EngineError } from '../../app/contract/errors.ts';
import type { RpcMessage, Transport } from '../../app/contract/rpc.ts';

type Call = Extract<RpcMessage, { kind: 'call' }>;

/** While no engine runs, calls are held; when one dies, the calls that it had not answered fail. */
export class Connection implements Transport {
  readonly #listeners: ((message: unknown) => void)[] = [];
  readonly #closers: (() => void)[] = [];
  readonly #unanswered = new Set<number>();
  readonly #onClosed: () => void;
  #held: Call[] = [];
  #send: ((message: RpcMessage) => void) | null = null;
  #lost: EngineError | null = null;
  #isOpen = true;

  constructor(onClosed: () => void) {
    this.#onClosed = onClosed;
  }

  post(message: RpcMessage): void {
    if (!this.#isOpen || message.kind !== 'call') return;
    if (this.#lost) this.#fail(message.id, this.#lost);
    else if (this.#send) this.#forward(message);
    else this.#held.push(message);
  }

  on(listener: (message: unknown) => void): void {
    this.#listeners.push(listener);
  }

  onClose(listener: () => void): void {
    this.#closers.push(listener);
  }

  /** The front end is gone: the engine forgets this connection, and nothing else changes. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#onClosed();
    for (const closer of this.#closers) closer();
  }

  /** An engine runs: what was held goes out, in order. */
  attach(send: (message: RpcMessage) => void): void {
    this.#send = send;
    const held = this.#held;
    this.#held = [];
    for (const call of held) this.#forward(call);
  }

  /** The engine died: what it had not answered fails; what comes now is held for the next one. */
  detach(error: EngineError): void {
    this.#send = null;
    const unanswered = [...this.#unanswered];
    this.#unanswered.clear();
    for (const id of unanswered) this.#fail(id, error);
  }

  /** There will be no next engine: everything fails, now and later. */
  giveUp(error: EngineError): void {
    this.detach(error);
    this.#lost = error;
    const held = this.#held;
    this.#held = [];
    for (const call of held) this.#fail(call.id, error);
  }

  /** A message of the engine, or of the host itself, for this front end. */
  receive(message: RpcMessage): void {
    if (!this.#isOpen) return;
    if (message.kind === 'reply' || message.kind === 'failure') this.#unanswered.delete(message.id);
    for (const listener of this.#listeners) listener(message);
  }

  #forward(call: Call): void {
    this.#unanswered.add(call.id);
    this.#send?.(call);
  }

  #fail(id: number, error: EngineError): void {
    this.receive({ kind: 'failure', id, error: toWireError(error) });
  }
}
