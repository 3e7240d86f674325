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
  const { readable, failed } = await readAll(ids, read);
  for (const { id, error } of failed) log(`"${id}" is left out of the list. ${error.message}`);
  return readable.sort(compareNewest);
}

/** The entries that cannot be read, and why; without a record, a folder is not an entry, or no longer one. */
export async function findUnreadable<Stored>(
  entries: Entries,
  kind: RecordKind<Stored>,
  read: (id: string) => Promise<Stored>,
): Promise<UnreadableEntry[]> {
  const { failed } = await readAll(await entries.list(), read);
  return failed
    .filter(({ error }) => error.code !== kind.notFound)
    .map(({ id, error }) => ({ id, folder: entries.pathOf(id), error: toWireError(error) }));
}

/** Reads one after the other; only what is wrong with an entry itself leaves the others to be read. */
async function readAll<Entry>(
  ids: readonly string[],
  read: (id: string) => Promise<Entry>,
): Promise<{ readable: Entry[]; failed: { id: string; error: EngineError }[] }> {
  const readable: Entry[] = [];
  const failed: { id: string; error: EngineError }[] = [];
  for (const id of ids) {
    try {
      readable.push(await read(id));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      failed.push({ id, error });
    }
  }
  return { readable, failed };
}

/** Newest first; within a millisecond by identifier, so that the order never changes by itself. */
function compareNewest<Entry extends { id: string; createdAt: string }>(
  first: Entry,
  second: Entry,
): number {
  if (first.createdAt !== second.createdAt) return first.createdAt < second.createdAt ? 1 : -1;
  return first.id < second.id ? -1 : 1;
}
