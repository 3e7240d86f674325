// Writes a file so that after any crash the old or the new content is there, whole: a temporary file in the
// same folder, fsync, rename, fsync of the folder. Knows nothing of what is written.

import { basename, dirname, join } from 'node:path';
import { failureCode, writingError } from './failures.ts';
import type { FileSystem } from './file-system.ts';
import { forgetTemporary, temporaryName } from './temporary.ts';

export interface AtomicWrite {
  path: string;
  content: Uint8Array | Iterable<Uint8Array>;
  sizeBytes: number;
  /** As in "the checkpoint", for the error's words. */
  what: string;
}

/** What is locked for a moment by a virus scanner is free again within a minute, as VS Code found. */
const firstWaitMs = 10;
const longestWaitMs = 100;
const patienceMs = 60_000;

/** Replaces a file's content, or makes the file; throws `disk-full` or `library-unwritable`. */
export async function writeAtomically(fileSystem: FileSystem, write: AtomicWrite): Promise<void> {
  const { path, content, sizeBytes, what } = write;
  const folder = dirname(path);
  const temporary = temporaryName(`-${basename(path)}`);
  try {
    await writeAll(fileSystem, join(folder, temporary), content);
    await renamePatiently(fileSystem, join(folder, temporary), path);
    await fileSystem.syncFolder(folder);
  } catch (error) {
    // It may never have been made, or have its name by now; the first error is the one to tell.
    await fileSystem.unlink(join(folder, temporary)).catch(() => undefined);
    throw await writingError(fileSystem, error, { what, folder, neededBytes: sizeBytes });
  } finally {
    forgetTemporary(temporary);
  }
}

async function writeAll(
  fileSystem: FileSystem,
  path: string,
  content: Uint8Array | Iterable<Uint8Array>,
): Promise<void> {
  const file = await fileSystem.openForWriting(path, 'wx');
  try {
    const pieces = content instanceof Uint8Array ? [content] : content;
    for (const piece of pieces) await file.write(piece);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  await file.close();
}

/** Renames; on Windows tries again for a while when somebody else has the file open. */
export async function renamePatiently(
  fileSystem: FileSystem,
  from: string,
  to: string,
  mostMs = patienceMs,
): Promise<void> {
  let waitedMs = 0;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs + firstWaitMs)) {
    try {
      return await fileSystem.rename(from, to);
    } catch (error) {
      const isBusy = ['EPERM', 'EACCES', 'EBUSY'].includes(failureCode(error) ?? '');
      if (!fileSystem.renamesMayBeBusy || !isBusy || waitedMs >= mostMs) throw error;
    }
    await fileSystem.wait(waitMs);
    waitedMs += waitMs;
  }
}
