// Lists that one damaged entry does not break, the newest first, and what is left out of them.

import { EngineError, toWireError } from '../contract/errors.ts';
import type { UnreadableEntry } from '../contract/unreadable.ts';
import type { Entries } from './entries.ts';
import type { RecordKind } from './records.ts';

/** Reads every entry; those that cannot be read are told to the log and left out. */
export async function readReadable<Entry extends { id: string; createdAt: string }>(
  ids: readonly string[],
  read: (id: string) => Promise<Entry>,
  log: (line: string) => void,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const id of ids) {
    try {
      entries.push(await read(id));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      log(`"${id}" is left out of the list. ${error.message}`);
    }
  }
  return entries.sort(compareNewest);
}

/** The entries that cannot be read, and why; without a record, a folder is not an entry, or no longer one. */
export async function findUnreadable<Stored>(
  entries: Entries,
  kind: RecordKind<Stored>,
  read: (id: string) => Promise<Stored>,
): Promise<UnreadableEntry[]> {
  const unreadable: UnreadableEntry[] = [];
  for (const id of await entries.list()) {
    try {
      await read(id);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code === kind.notFound) continue;
      unreadable.push({ id, folder: entries.pathOf(id), error: toWireError(error) });
    }
  }
  return unreadable;
}

/** Newest first; within a millisecond by identifier, so that the order never changes by itself. */
function compareNewest<Entry extends { id: string; createdAt: string }>(
  first: Entry,
  second: Entry,
): number {
  if (first.createdAt !== second.createdAt) return first.createdAt < second.createdAt ? 1 : -1;
  return first.id < second.id ? -1 : 1;
}
