// Who may write which model: one process at a time, and within it one operation after the other.

import { EngineError } from '../contract/errors.ts';
import { isMissing } from './failures.ts';
import type { ModelLock } from './interfaces.ts';
import { lockHolder, takeLock, type FolderLock } from './lock.ts';
import { modelKind, notFoundError } from './records.ts';
import { Turns } from './turns.ts';

export class Writers {
  readonly #pathOf: (id: string) => string;
  readonly #held = new Map<string, FolderLock>();
  readonly #turns = new Turns();

  constructor(pathOf: (id: string) => string) {
    this.#pathOf = pathOf;
  }

  /** Whether a run of this process holds the model. */
  isHeld(id: string): boolean {
    return this.#held.has(id);
  }

  /** Takes a model until it is released. */
  acquire(id: string): Promise<ModelLock> {
    return this.#turns.take(id, async () => {
      if (this.#held.has(id)) throw busyError(id, process.pid);
      const lock = await this.#take(id);
      this.#held.set(id, lock);
      return {
        release: () =>
          this.#turns.take(id, async () => {
            if (!this.#held.delete(id)) return;
            await lock.release();
          }),
      };
    });
  }

  /** Does some writing, under the lock that is held or one taken for it alone. */
  write<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(id, async () => {
      const lock = this.#held.has(id) ? null : await this.#take(id);
      try {
        return await work();
      } catch (error) {
        throw isMissing(error) ? notFoundError(modelKind, id) : error;
      } finally {
        await lock?.release();
      }
    });
  }

  async #take(id: string): Promise<FolderLock> {
    const folder = this.#pathOf(id);
    let lock: FolderLock | null;
    try {
      lock = await takeLock(folder);
    } catch (error) {
      throw isMissing(error) ? notFoundError(modelKind, id) : error;
    }
    if (lock === null) throw busyError(id, await lockHolder(folder));
    return lock;
  }
}

function busyError(id: string, holder: number | null): EngineError {
  const who =
    holder === process.pid
      ? 'this Charloom is training it'
      : `another Charloom${holder === null ? '' : ` (process ${holder})`} is using it`;
  return new EngineError(
    'model-busy',
    `The model "${id}" cannot be changed now: ${who}. Stop that first, or wait until it has finished.`,
    { details: { id, process: holder } },
  );
}
