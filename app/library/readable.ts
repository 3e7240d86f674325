// Lists that one damaged entry does not break.

import { EngineError } from '../contract/errors.ts';

/** Reads every entry; those that cannot be read are told to the log and left out. */
export async function readReadable<Entry>(
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
  return entries;
}
