// Models that come with Charloom: put into the library the first time they are seen, and not again after a
// person has deleted them.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EngineError } from '../contract/errors.ts';
import type { Library } from '../library/interfaces.ts';

const extension = '.safetensors';

/** Remembers beside the models which files have been brought in. */
const memoryFile = 'shipped.json';

/** Brings in what is new in the folder; a damaged file is told and left out. */
export async function bringInShippedModels(
  library: Library,
  samplesFolder: string,
  log: (line: string) => void,
): Promise<void> {
  const files = await readdir(samplesFolder).catch(() => []);
  const known = await readKnown(join(library.home, memoryFile));
  const fresh = files.filter((file) => file.endsWith(extension) && !known.includes(file)).sort();
  if (fresh.length === 0) return;
  for (const file of fresh) {
    try {
      await library.models.importFile(join(samplesFolder, basename(file)), { origin: 'shipped' });
      known.push(file);
    } catch (error: unknown) {
      if (!(error instanceof EngineError)) throw error;
      log(`The sample model ${file} was left out: ${error.message}`);
    }
  }
  await writeFile(join(library.home, memoryFile), `${JSON.stringify(known)}\n`);
}

/** Names of files; a memory that cannot be read costs a second copy of a small model, no more. */
async function readKnown(path: string): Promise<string[]> {
  try {
    const known: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(known) ? known.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
