// Node 12's fs, with the two options of today that main uses.
import * as fs from 'fs';
import { join } from 'path';

export * from 'fs';

export function statSync(path: string, options?: { throwIfNoEntry?: boolean }) {
  try {
    return fs.statSync(path);
  } catch (error: unknown) {
    if (options?.throwIfNoEntry === false) return undefined;
    throw error;
  }
}

/** Electron 9 lists an archive's folders by name alone, and empty where kinds are asked for. */
export function readdirSync(folder: string) {
  return fs
    .readdirSync(folder)
    .map((name) => Object.assign(fs.statSync(join(folder, name)), { name }));
}
