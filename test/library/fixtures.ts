// Libraries in temporary folders.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Library } from '../../app/library/interfaces.ts';
import { openLibrary } from '../../app/library/library.ts';

export { withoutRootRights } from '../corpus/fixtures.ts';

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder, by its path in it. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll(sep, '/'))
    .sort();
}

/** A library in a folder of its own; `logged` is what it told. */
export async function emptyLibrary(): Promise<Library & { logged: string[] }> {
  const logged: string[] = [];
  const home = await temporaryFolder();
  const library = await openLibrary({ home, log: (line) => logged.push(line) });
  return { ...library, logged };
}
