// A folder of entries, each a folder of its own: made whole or not at all, removed whole, and swept of what a
// crash has left. Knows nothing of what an entry holds.

import { join } from 'node:path';
import { writingError } from './failures.ts';
import { renamePatiently } from './atomic-write.ts';
import type { FileSystem } from './file-system.ts';
import { isIdentifier } from './identifiers.ts';
import { forgetTemporary, isAbandoned, temporaryName } from './temporary.ts';

/** A person waits for a folder to go; on Windows a file in it may be in use for a moment. */
const removalPatienceMs = 2000;

/** What a new entry is called in errors, and how much space it will need. */
export interface EntryIntent {
  what: string;
  neededBytes: number;
}

export class Entries {
  readonly #fileSystem: FileSystem;
  readonly #root: string;

  constructor(fileSystem: FileSystem, root: string) {
    this.#fileSystem = fileSystem;
    this.#root = root;
  }

  /** Where an entry lies; the identifier has been checked at the contract's edge, and is again here. */
  pathOf(id: string): string {
    if (!isIdentifier(id)) throw new Error(`Internal error: "${id}" is not an identifier`);
    return join(this.#root, id);
  }

  async list(): Promise<string[]> {
    const names = await this.#fileSystem.readFolder(this.#root);
    return names.filter(isIdentifier).sort();
  }

  /** Fills a folder under a temporary name and gives it its own name last. */
  create<Result>(
    id: string,
    intent: EntryIntent,
    fill: (folder: string) => Promise<Result>,
  ): Promise<Result> {
    return this.#make(intent, fill, async (folder) => {
      await this.#fileSystem.syncFolder(folder);
      await renamePatiently(this.#fileSystem, folder, this.pathOf(id), removalPatienceMs);
      await this.#fileSystem.syncFolder(this.#root);
    });
  }

  /**
   * Fills a folder under a temporary name and moves what is in it into an entry that is there already. Nothing of
   * the entry may have such names: what the new files mean is up to the caller's next write.
   */
  refill<Result>(
    id: string,
    intent: EntryIntent,
    fill: (folder: string) => Promise<Result>,
  ): Promise<Result> {
    return this.#make(intent, fill, async (folder) => {
      for (const name of await this.#fileSystem.readFolder(folder)) {
        await renamePatiently(this.#fileSystem, join(folder, name), join(this.pathOf(id), name));
      }
      await this.#fileSystem.syncFolder(this.pathOf(id));
    });
  }

  /** Takes an entry's name away at once, then deletes what was in it. */
  async remove(id: string, what: string): Promise<void> {
    const temporary = temporaryName();
    const folder = join(this.#root, temporary);
    try {
      await renamePatiently(this.#fileSystem, this.pathOf(id), folder, removalPatienceMs);
      // A power cut must not bring the name back when half of what was in it is gone.
      await this.#fileSystem.syncFolder(this.#root);
      // The entry is gone; what is still in use is cleared away at the next start.
      await this.#fileSystem.removeFolder(folder).catch(() => undefined);
    } catch (error) {
      const intent = { what, folder: this.#root, neededBytes: 0 };
      throw await writingError(this.#fileSystem, error, intent);
    } finally {
      forgetTemporary(temporary);
    }
  }

  /** Deletes what processes that have ended left half made, here and within the entries. */
  async sweep(subfolders: readonly string[] = []): Promise<void> {
    for (const name of await this.#fileSystem.readFolder(this.#root)) {
      if (isAbandoned(name)) await this.#fileSystem.removeFolder(join(this.#root, name));
    }
    for (const id of await this.list()) {
      for (const subfolder of ['.', ...subfolders]) {
        await this.#sweepFolder(join(this.pathOf(id), subfolder));
      }
    }
  }

  /** Fills a temporary folder and hands it to `place`; whatever happens, nothing of that name is left. */
  async #make<Result>(
    intent: EntryIntent,
    fill: (folder: string) => Promise<Result>,
    place: (folder: string) => Promise<void>,
  ): Promise<Result> {
    const temporary = temporaryName();
    const folder = join(this.#root, temporary);
    try {
      await this.#fileSystem.makeFolder(folder);
      const result = await fill(folder);
      await place(folder);
      return result;
    } catch (error) {
      throw await writingError(this.#fileSystem, error, { folder: this.#root, ...intent });
    } finally {
      await this.#fileSystem.removeFolder(folder).catch(() => undefined);
      forgetTemporary(temporary);
    }
  }

  async #sweepFolder(folder: string): Promise<void> {
    // Not every entry has every subfolder.
    const names = await this.#fileSystem.readFolder(folder).catch(() => []);
    for (const name of names) {
      if (isAbandoned(name)) await this.#fileSystem.unlink(join(folder, name));
    }
  }
}
