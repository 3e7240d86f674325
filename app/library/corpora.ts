// The corpora of the library: each a folder with corpus.json, the clean text and its ids.

import { join } from 'node:path';
import type { CorpusSummary } from '../contract/corpus.ts';
import { readExcerpt } from '../corpus/excerpt.ts';
import { openIdFile } from '../corpus/id-file.ts';
import { writeSnapshot, type CorpusSnapshot, type SnapshotFiles } from '../corpus/snapshot.ts';
import { measureAll, shownCharacters } from '../corpus/survey.ts';
import type { TextInput } from '../corpus/text-input.ts';
import { writeAtomically } from './atomic-write.ts';
import type { Entries } from './entries.ts';
import { isMissing } from './failures.ts';
import type { FileSystem } from './file-system.ts';
import { createIdentifier } from './identifiers.ts';
import type { Corpora, CorpusRecord } from './interfaces.ts';
import { readReadable } from './readable.ts';
import { corpusKind, encodeRecord, notFoundError, readRecord, recordVersion } from './records.ts';

const idsFile = 'ids';

/** Text and ids of two bytes take three times the bytes of a text in Latin letters, and less of others. */
const bytesOnDiskPerByte = 3;

/** Opens the corpora in a folder that exists. `log` hears of those that cannot be listed. */
export function openCorpora(
  fileSystem: FileSystem,
  entries: Entries,
  log: (line: string) => void,
): Corpora {
  const read = (id: string) =>
    readRecord(fileSystem, corpusKind, join(entries.pathOf(id), corpusKind.file), id);

  const write = (folder: string, record: CorpusRecord) => {
    const content = encodeRecord(record);
    return writeAtomically(fileSystem, {
      path: join(folder, corpusKind.file),
      content,
      sizeBytes: content.length,
      what: `the text "${record.name}"`,
    });
  };

  return {
    list: async () => {
      const records = await readReadable(await entries.list(), read, log);
      records.sort((first, second) => (first.createdAt < second.createdAt ? 1 : -1));
      return records.map(summaryOf);
    },
    show: async (id) => {
      const record = await read(id);
      const { lines, sizeBytes, cleaning, alphabet } = record;
      const frequentCharacters = alphabet.slice(0, shownCharacters);
      return { ...summaryOf(record), lines, sizeBytes, frequentCharacters, cleaning };
    },
    open: async (id) => {
      const record = await read(id);
      const idsPath = join(entries.pathOf(id), idsFile);
      // Finds a missing or damaged file now rather than in a thread in the middle of a run.
      openIdFile(idsPath).close();
      return { record, idsPath };
    },
    excerpt: async (id, position) => {
      const { alphabet, documentEnds } = await read(id);
      const ids = openIdFile(join(entries.pathOf(id), idsFile));
      try {
        return readExcerpt({ ids, alphabet, documentEnds }, position);
      } finally {
        ids.close();
      }
    },
    import: async (inputs, { name = nameOf(inputs), ...reading }) => {
      const id = createIdentifier(name, 'corpus');
      const createdAt = new Date().toISOString();
      const neededBytes = bytesOnDiskPerByte * (await measureAll(inputs));
      const intent = { what: `the text "${name}"`, neededBytes };
      return entries.create(id, intent, async (folder) => {
        const snapshot = await writeSnapshot(inputs, outputsIn(fileSystem, folder), reading);
        const record = recordOf(snapshot, { id, name, createdAt });
        await write(folder, record);
        return summaryOf(record);
      });
    },
    rename: async (id, name) => {
      const record = { ...(await read(id)), name };
      try {
        await write(entries.pathOf(id), record);
      } catch (error) {
        throw isMissing(error) ? notFoundError(corpusKind, id) : error;
      }
      return summaryOf(record);
    },
    remove: async (id) => {
      try {
        await entries.remove(id, `the text "${id}"`);
      } catch (error) {
        throw isMissing(error) ? notFoundError(corpusKind, id) : error;
      }
    },
  };
}

function recordOf(
  snapshot: CorpusSnapshot,
  identity: Pick<CorpusRecord, 'id' | 'name' | 'createdAt'>,
): CorpusRecord {
  const { sources, characters, lines, sizeBytes, hash, cleaning } = snapshot;
  const { documentEnds, alphabet } = snapshot;
  return {
    formatVersion: recordVersion,
    ...identity,
    characters,
    lines,
    sizeBytes,
    hash,
    sources,
    cleaning,
    documentEnds,
    alphabet,
  };
}

function summaryOf(record: CorpusRecord): CorpusSummary {
  const { id, name, createdAt, characters, alphabet, sources, hash } = record;
  return { id, name, createdAt, characters, vocabularySize: alphabet.length, sources, hash };
}

/** The first text's name without its ending, and how many follow. */
function nameOf(inputs: readonly TextInput[]): string {
  const first = inputs[0]?.name.replace(/^.*[/\\]/, '').replace(/\.(txt|md|text)$/i, '') || 'text';
  const more = inputs.length > 1 ? ` + ${inputs.length - 1}` : '';
  return first.slice(0, 100) + more;
}

/** Makes the files of a snapshot in a new folder; each is safely on disk when it is closed. */
function outputsIn(fileSystem: FileSystem, folder: string): SnapshotFiles {
  return {
    async openOutput(name) {
      const path = join(folder, name);
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
