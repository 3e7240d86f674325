// What is said below a list of those that are missing from it because they cannot be read.

import type { UnreadableEntry } from '../../app/contract/unreadable.ts';
import type { LibraryKind, Named } from './library-kinds.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** One JSON object and one line for a person each; the list itself stays free of them. */
export function noteUnreadable(
  { console, messages }: CommandContext,
  key: LibraryKind<Named>['key'],
  unreadable: readonly UnreadableEntry[],
): void {
  for (const entry of unreadable) {
    const { id, folder, error } = entry;
    console.emit('unreadable', { [key]: id, folder, code: error.code, message: error.message });
    // A damaged record's own words may stand in what is wrong with it.
    console.note(withoutControls(messages.unreadable(key, entry)));
  }
}
