// The files in something that was dropped, folders opened. Knows no engine; the shell hands them on.

/** A folder dropped by mistake may hold a whole disk; so many files are more than a text is made of. */
const mostFiles = 10_000;

/** Whether a drag carries files, rather than text or a link. */
export function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** All files of a drop, those in folders by the order of their names. */
export async function droppedFiles(event: DragEvent): Promise<File[]> {
  // The list is emptied as soon as the event is over: take everything out of it before waiting.
  const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === 'file');
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files: File[] = [];
  for (const { entry, file } of taken) {
    if (entry?.isDirectory) await collect(entry, files);
    else if (file !== null) files.push(file);
  }
  return files;
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length >= mostFiles || entry.name.startsWith('.')) return;
  if (isFile(entry)) {
    files.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
    return;
  }
  const children = await childrenOf(entry as FileSystemDirectoryEntry);
  children.sort((first, second) => first.name.localeCompare(second.name));
  for (const child of children) await collect(child, files);
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
