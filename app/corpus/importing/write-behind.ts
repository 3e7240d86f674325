// Lets the next block be worked on while the last one is being written. Whoever writes through it alternates between
// two blocks: one is free again once the next write has begun.

export class WriteBehind {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #pending: Promise<void> = Promise.resolve();

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** Begins to write; returns once the block before is written, and throws what went wrong with it. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#pending;
    this.#pending = this.#write(bytes);
    // Heard of at the next write or at the end; in between it is nobody's.
    this.#pending.catch(() => undefined);
  }

  /** Returns once all is written. */
  finish(): Promise<void> {
    return this.#pending;
  }
}
