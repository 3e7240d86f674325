// One after the other: work on the same thing waits until what was begun before it has ended.

export class Turns {
  /** Settles when the last work on a thing that was asked for has ended. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does some work on a thing when its turn comes, however the work before it ended. */
  take<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(work);
    // The next in line does not care how this one ended.
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(name, settled);
    void settled.then(() => {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    });
    return turn;
  }
}
