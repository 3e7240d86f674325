// What a person brings, opened to the engine by the face that the window runs in. Knows no engine.

import type { Shell } from '../../app/contract/shell.ts';
import type { Dropped } from '../dropped-files.ts';
import { gatherFiles, type Gathered } from './draft.ts';

/** Lets the person pick a folder; null when they cancelled. */
export async function gatherFolder(shell: Shell): Promise<Gathered | null> {
  const folder = await shell.pickFolder();
  if (folder === null) return null;
  const { name, files, skipped } = folder;
  return { ...gatherFiles(files), skipped, name, isFolder: true };
}

/** What was dropped, each file by its way from its folder. */
export async function gatherDropped(
  shell: Shell,
  { files, skipped, folder }: Dropped,
): Promise<Gathered> {
  const grants = await shell.openDropped(
    files.map(({ file }) => file),
    files.map(({ path }) => path),
  );
  return { ...gatherFiles(grants), skipped, name: folder, isFolder: folder !== null };
}

/** A text that was pasted: as it is where messages may be long, else as a file. */
export async function gatherPasted(shell: Shell, name: string, text: string): Promise<Gathered> {
  if (shell.kind === 'desktop') {
    const source = { kind: 'text' as const, name, text };
    const sizeBytes = text.length;
    return { sources: [{ name, sizeBytes, source }], skipped: [], name: null, isFolder: false };
  }
  // A browser's socket closes over a message of some megabytes; an upload has no such bound.
  const file = new File([text], `${name}.txt`, { type: 'text/plain' });
  return { ...gatherFiles(await shell.openDropped([file], [file.name])), name };
}
