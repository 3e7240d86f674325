// Clears away the files of readings that are no corpus' text: of one that a crash stopped before it became the
// corpus', or of the one before it that was in use then.

import { join } from 'node:path';
import { holdsOtherReadings, removeOtherReadings } from './corpus-files.ts';
import type { Entries } from './entries.ts';
import type { FileSystem } from './file-system.ts';
import { takeLock } from './lock.ts';
import { corpusKind, readRecord } from './records.ts';

/** Goes through all corpora; one that a process reads anew just now is left alone, and so is one that is damaged. */
export async function clearOldReadings(fileSystem: FileSystem, entries: Entries): Promise<void> {
  for (const id of await entries.list()) {
    const folder = entries.pathOf(id);
    const names = await fileSystem.readFolder(folder).catch(() => []);
    if (!holdsOtherReadings(names)) continue;
    const lock = await takeLock(folder);
    if (lock === null) continue;
    try {
      const path = join(folder, corpusKind.file);
      const record = await readRecord(fileSystem, corpusKind, path, id).catch(() => null);
      if (record) await removeOtherReadings(fileSystem, folder, record.reading);
    } finally {
      await lock.release();
    }
  }
}
