// The files in something that was dropped, folders opened. Knows no engine; the shell hands them on.

import { isHidden, mostFiles, reasonToSkip, type SkippedFile } from '../app/contract/text-files.ts';

/** A file with its way from the folder that it was found in. */
export interface FoundFile {
  file: File;
  path: string;
}

/** What was dropped: files by themselves, and what folders held. */
export interface Dropped {
  files: FoundFile[];
  skipped: SkippedFile[];
  /** The name of the first folder among them; null without one. */
  folder: string | null;
}

/** Whether a drag carries files, rather than text or a link. */
export function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Sorts what a folder holds into what is taken, by the order of the names, and what is not, and why. */
export function openFolder(found: readonly FoundFile[]): Omit<Dropped, 'folder'> {
  const files: FoundFile[] = [];
  const skipped: SkippedFile[] = [];
  const sorted = found.toSorted((first, second) => (first.path < second.path ? -1 : 1));
  for (const each of sorted) {
    const isFull = files.length >= mostFiles;
    const reason = isFull ? 'too-many' : reasonToSkip(each.path, each.file.size);
    if (reason === null) files.push(each);
    else skipped.push({ name: each.path, reason });
  }
  return { files, skipped };
}

/** All files of a drop. One that was dropped by itself is taken whatever it is called. */
export async function droppedFiles(event: DragEvent): Promise<Dropped> {
  // The list is emptied as soon as the event is over: take everything out of it before waiting.
  const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === 'file');
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const dropped: Dropped = { files: [], skipped: [], folder: null };
  for (const { entry, file } of taken) {
    if (entry?.isDirectory) {
      const found: FoundFile[] = [];
      await collect(entry as FileSystemDirectoryEntry, '', found);
      const opened = openFolder(found);
      dropped.files.push(...opened.files);
      dropped.skipped.push(...opened.skipped);
      dropped.folder ??= entry.name;
    } else if (file !== null) dropped.files.push({ file, path: file.name });
  }
  return dropped;
}

async function collect(
  folder: FileSystemDirectoryEntry,
  prefix: string,
  found: FoundFile[],
): Promise<void> {
  for (const child of await childrenOf(folder)) {
    // One more than is taken, so that the person is told that there were more.
    if (found.length > mostFiles) return;
    const path = prefix + child.name;
    if (isFile(child)) {
      const file = await new Promise<File>((resolve, reject) => child.file(resolve, reject));
      found.push({ file, path });
    } else if (!isHidden(child.name)) {
      await collect(child as FileSystemDirectoryEntry, `${path}/`, found);
    }
  }
}

/** A reader gives a folder's entries in portions, until an empty one. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return children;
    children.push(...portion);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
