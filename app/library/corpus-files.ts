// The files of a corpus: its text, its ids and its documents. Each reading of the sources has files of its own
// names, so that a new reading becomes the corpus' by one write of corpus.json and by nothing else.

import { join } from 'node:path';
import { documentEndsOf, parseDocumentList } from '../corpus/importing/document-list.ts';
import type { SnapshotPaths } from '../corpus/importing/reading-job.ts';
import type { SnapshotFile, SnapshotFiles } from '../corpus/importing/snapshot.ts';
import type { KeptDocument } from '../corpus/importing/text-input.ts';
import { baselineFile } from './baseline-file.ts';
import { isMissing } from './failures.ts';
import type { FileSystem } from './file-system.ts';
import type { CorpusRecord } from './interfaces.ts';
import { corpusKind, damagedError } from './records.ts';

const allFiles: readonly SnapshotFile[] = ['text', 'documents', 'ids'];

/** Any reading's file; corpus.json and what people have put beside it are not. */
const fileName = /^(?:text(?:-(\d+))?\.txt|documents(?:-(\d+))?\.jsonl|ids(?:-(\d+))?)$/;

/** Bytes copied at a time. */
const copyBytes = 1_048_576;

/** Of a reading, by its number from 1: `text.txt`, later `text-2.txt`. */
export function nameOfFile(file: SnapshotFile, reading: number): string {
  const number = reading === 1 ? '' : `-${reading}`;
  if (file === 'text') return `text${number}.txt`;
  return file === 'documents' ? `documents${number}.jsonl` : `ids${number}`;
}

/** Where a reading's files lie in a folder. */
export function pathsIn(folder: string, reading: number): SnapshotPaths {
  const pathOf = (file: SnapshotFile) => join(folder, nameOfFile(file, reading));
  return { text: pathOf('text'), documents: pathOf('documents'), ids: pathOf('ids') };
}

/** Makes a reading's files; each is safely on disk when it is closed. */
export function outputsAt(fileSystem: FileSystem, paths: SnapshotPaths): SnapshotFiles {
  return {
    async openOutput(name) {
      const path = paths[name];
      const file = await fileSystem.openForWriting(path, 'wx');
      return {
        path,
        write: (bytes) => file.write(bytes),
        async close() {
          try {
            await file.sync();
          } finally {
            await file.close();
          }
        },
      };
    },
  };
}

/** The documents that have any characters, in order; read from a file only where a source has several. */
export async function readDocuments(
  fileSystem: FileSystem,
  folder: string,
  record: CorpusRecord,
): Promise<KeptDocument[]> {
  if (!hasDocumentList(record)) {
    return record.sources
      .filter(({ characters }) => characters > 0)
      .map(({ name, characters }) => ({ name, characters }));
  }
  const path = join(folder, nameOfFile('documents', record.reading));
  const content = await fileSystem.readFile(path).catch((cause: unknown) => {
    throw damagedError(corpusKind, record.id, path, 'it cannot be read', cause);
  });
  const documents = parseDocumentList(content.toString('utf8'));
  const characters = documents?.reduce((sum, document) => sum + document.characters, 0);
  if (documents !== null && characters === record.characters) return documents;
  throw damagedError(corpusKind, record.id, path, 'it does not list the documents of the text');
}

/** Positions just after each document in the ids; null for a single one. */
export async function readDocumentEnds(
  fileSystem: FileSystem,
  folder: string,
  record: CorpusRecord,
): Promise<number[] | null> {
  const documents = await readDocuments(fileSystem, folder, record);
  return documentEndsOf(documents.map(({ characters }) => characters));
}

/** Copies a corpus' files to another folder, as those of its first reading, with what was counted of it. */
export async function copyFiles(
  fileSystem: FileSystem,
  { from, to }: { from: string; to: string },
  record: CorpusRecord,
): Promise<void> {
  for (const file of filesOf(record)) {
    const path = join(from, nameOfFile(file, record.reading));
    try {
      await copyFile(fileSystem, path, join(to, nameOfFile(file, 1)));
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw damagedError(corpusKind, record.id, path, 'it is not there', error);
    }
  }
  // It holds for any text of the same hash; where there is none, it can be counted again.
  await copyFile(fileSystem, join(from, baselineFile), join(to, baselineFile)).catch(
    (error: unknown) => {
      if (!isMissing(error)) throw error;
    },
  );
}

/** Whether some of these files are of another reading than others. */
export function holdsOtherReadings(names: readonly string[]): boolean {
  const found = names.map((name) => fileName.exec(name)).filter((match) => match !== null);
  return new Set(found.map((match) => match.slice(1).find(Boolean) ?? '1')).size > 1;
}

/** Removes the files of other readings; those that are in use now are removed another time. */
export async function removeOtherReadings(
  fileSystem: FileSystem,
  folder: string,
  reading: number,
): Promise<void> {
  const current = allFiles.map((file) => nameOfFile(file, reading));
  const names = await fileSystem.readFolder(folder);
  for (const name of names.filter((each) => fileName.test(each) && !current.includes(each))) {
    await fileSystem.unlink(join(folder, name)).catch(() => undefined);
  }
}

/** Where no source has several documents, the sources say what the documents are. */
function hasDocumentList({ sources }: CorpusRecord): boolean {
  return sources.some(({ documents }) => documents > 1);
}

function filesOf(record: CorpusRecord): readonly SnapshotFile[] {
  return hasDocumentList(record) ? allFiles : ['text', 'ids'];
}

async function copyFile(fileSystem: FileSystem, from: string, to: string): Promise<void> {
  const source = await fileSystem.openForReading(from);
  try {
    const target = await fileSystem.openForWriting(to, 'wx');
    try {
      const buffer = new Uint8Array(copyBytes);
      for (let at = 0; at < source.sizeBytes; at += copyBytes) {
        const part = buffer.subarray(0, Math.min(copyBytes, source.sizeBytes - at));
        await source.read(at, part);
        await target.write(part);
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
