// The newest weights of a run for whoever wants to write with them while it trains.

/** Asks the run for copies and remembers the last one. */
export class RunSnapshots {
  readonly #ask: () => void;
  #newest: Float32Array | null = null;
  #waiting: ((parameters: Float32Array | null) => void)[] = [];

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** The last weights that were copied; null before the first. */
  get newest(): Float32Array | null {
    return this.#newest;
  }

  /** A fresh copy. */
  next(): Promise<Float32Array | null> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#ask();
    });
  }

  give(parameters: Float32Array): void {
    this.#newest = parameters;
    this.#settle();
  }

  /** There will be no more: whoever waits gets the last. */
  end(): void {
    this.#settle();
  }

  #settle(): void {
    for (const resolve of this.#waiting.splice(0)) resolve(this.#newest);
  }
}
