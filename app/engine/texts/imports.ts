// Imports under way: their progress for everybody, their cancelling by the name that the front end chose.

import type { ReadingOptions } from '../../corpus/importing/text-input.ts';
import type { Emit } from '../emit.ts';

/** Faster than a bar can be seen to move is no use to anybody. */
const progressEveryMs = 100;

export class Imports {
  readonly #emit: Emit;
  readonly #controllers = new Map<string, AbortController>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Runs an import; with a name, progress is told under it and it can be cancelled. */
  async follow<Result>(
    operation: string | undefined,
    work: (reading: ReadingOptions) => Promise<Result>,
  ): Promise<Result> {
    if (operation === undefined) return work({});
    const controller = new AbortController();
    this.#controllers.set(operation, controller);
    let toldAt = Number.NEGATIVE_INFINITY;
    const onProgress = (doneBytes: number, totalBytes: number) => {
      const now = performance.now();
      if (now - toldAt < progressEveryMs && doneBytes < totalBytes) return;
      toldAt = now;
      this.#emit('corpus.progress', { operation, doneBytes, totalBytes });
    };
    try {
      return await work({ signal: controller.signal, onProgress });
    } finally {
      this.#controllers.delete(operation);
    }
  }

  /** Does nothing when the import has ended: it was quicker than whoever cancelled it. */
  cancel(operation: string): null {
    this.#controllers.get(operation)?.abort();
    return null;
  }
}
