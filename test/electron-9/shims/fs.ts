// Node 12's fs, with the one option of today that main uses.
import * as fs from 'fs';

export * from 'fs';

export function statSync(path: string, options?: { throwIfNoEntry?: boolean }) {
  try {
    return fs.statSync(path);
  } catch (error: unknown) {
    if (options?.throwIfNoEntry === false) return undefined;
    throw error;
  }
}
