// The texts in a folder, at any depth, by the order of their names; links are not followed, since one may lead round
// in a circle. By names and sizes alone: what is in the files, the engine sees.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isHidden, mostFiles, reasonToSkip, type SkippedFile } from '../app/contract/text-files.ts';

export interface FoundTexts {
  /** `name` is the way from the folder, with forward slashes. */
  files: { path: string; name: string }[];
  skipped: SkippedFile[];
}

/** Looks through a folder; stops where there are more files than a text is made of. */
export async function findTexts(folder: string): Promise<FoundTexts> {
  const found: FoundTexts = { files: [], skipped: [] };
  await search(folder, '', found);
  return found;
}

async function search(folder: string, prefix: string, found: FoundTexts): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    // The folder that was chosen has no name here; that nothing is in it is said of it.
    if (prefix !== '') found.skipped.push({ name: prefix, reason: 'unreadable' });
    return;
  }
  // By code units: the same on every machine, whatever its language.
  entries.sort((first, second) => (first.name < second.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const name = prefix + entry.name;
    if (found.files.length >= mostFiles || found.skipped.length >= mostFiles) {
      found.skipped.push({ name, reason: 'too-many' });
      return;
    }
    if (entry.isDirectory()) {
      if (!isHidden(entry.name)) await search(path, `${name}/`, found);
    } else if (entry.isSymbolicLink()) {
      found.skipped.push({ name, reason: isHidden(entry.name) ? 'hidden' : 'link' });
    } else if (entry.isFile()) {
      const size = await stat(path).then(
        (status) => status.size,
        () => 0,
      );
      const reason = reasonToSkip(name, size);
      if (reason === null) found.files.push({ path, name });
      else found.skipped.push({ name, reason });
    }
  }
}
