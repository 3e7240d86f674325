// Texts that are read just now: their progress for everybody, their cancelling by the name that the front end chose.

import { EngineError } from '../../contract/errors.ts';
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

  /** Runs some reading; with a name, progress is told under it and it can be cancelled. */
  async follow<Result>(
    operation: string | undefined,
    work: (reading: ReadingOptions) => Promise<Result>,
  ): Promise<Result> {
    if (operation === undefined) return work({});
    if (this.#controllers.has(operation)) {
      throw new EngineError(
        'invalid-request',
        `Something is read under the name "${operation}" already. Choose another name.`,
        { details: { operation } },
      );
    }
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

  /** Does nothing when the reading has ended: it was quicker than whoever cancelled it. */
  cancel(operation: string): null {
    this.#controllers.get(operation)?.abort();
    return null;
  }
}
