// What is in the library's folder and cannot be read. Types only.

import type { WireError } from './errors.ts';

/** A text or a model that is missing from its list because its record is damaged, or of a newer version. */
export interface UnreadableEntry {
  /** The name of its folder, too; what a person called it is not known. */
  id: string;
  /** Path of its folder. */
  folder: string;
  /** Why it cannot be read. */
  error: WireError;
}
