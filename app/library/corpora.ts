// The corpora of the library: each a folder with corpus.json, the clean text, its ids and its documents.

import { join } from 'node:path';
import { EngineError } from '../contract/errors.ts';
import { freeName } from '../contract/free-name.ts';
import { readExcerpt } from '../corpus/excerpt.ts';
import { openIdFile } from '../corpus/id-file.ts';
import { measureAll } from '../corpus/importing/source-mark.ts';
import { surveyTexts } from '../corpus/importing/survey.ts';
import type { CorpusInput, ReadingOptions } from '../corpus/importing/text-input.ts';
import {
  copyFiles,
  nameOfFile,
  pathsIn,
  readDocumentEnds,
  readDocuments,
  removeOtherReadings,
} from './corpus-files.ts';
import { inputsAgain, inputsAnew, keptWhole, sharedCleaning, stateOf } from './corpus-sources.ts';
import { detailsOf, nameOf, recordOf, summaryOf } from './corpus-views.ts';
import type { Entries, EntryIntent } from './entries.ts';
import { isMissing } from './failures.ts';
import type { FileSystem } from './file-system.ts';
import { createIdentifier } from './identifiers.ts';
import type { Corpora, CorpusRecord, WriteSnapshot } from './interfaces.ts';
import { takeLock } from './lock.ts';
import { findUnreadable, readReadable } from './readable.ts';
import { corpusKind, notFoundError, readRecord, writeRecord } from './records.ts';
import { Turns } from './turns.ts';

/** Letters of one byte may take two in UTF-8, and their ids one; of other texts it is less. */
const bytesOnDiskPerByte = 3;

/** What the corpora work with; `log` hears of those that cannot be listed. */
export interface CorpusMeans {
  fileSystem: FileSystem;
  writeSnapshot: WriteSnapshot;
  log: (line: string) => void;
}

/** Opens the corpora in a folder that exists. */
export function openCorpora(
  entries: Entries,
  { fileSystem, writeSnapshot, log }: CorpusMeans,
): Corpora {
  const changes = new Turns();
  const readings = new Turns();
  const read = (id: string) =>
    readRecord(fileSystem, corpusKind, join(entries.pathOf(id), corpusKind.file), id);
  const pathOf = (record: CorpusRecord, file: 'text' | 'ids') =>
    join(entries.pathOf(record.id), nameOfFile(file, record.reading));
  const documentEndsOf = (record: CorpusRecord) =>
    readDocumentEnds(fileSystem, entries.pathOf(record.id), record);
  /** Where a corpus' own text lies, and its documents. */
  const placesIn = async (record: CorpusRecord) => ({
    textPath: pathOf(record, 'text'),
    documents: await readDocuments(fileSystem, entries.pathOf(record.id), record),
  });

  /** What an earlier version did not find out is found out once, and kept. */
  const figuresOf = async (record: CorpusRecord) => {
    const kept = keptWhole(record, await placesIn(record), record.cleaning);
    const survey = await surveyTexts([kept], { minimumCharacters: 1 });
    const figures = await survey.figures;
    await change(record.id, (now) => (now.hash === record.hash ? { ...now, figures } : now));
    return figures;
  };

  const write = (folder: string, record: CorpusRecord) =>
    writeRecord(fileSystem, corpusKind, { folder, record });
  /** Work on an entry's own files: where these are missing, so is the entry. */
  const onEntry = async <Result>(id: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw isMissing(error) ? notFoundError(corpusKind, id) : error;
    }
  };
  /** Changes the record as it is then: what is done to a corpus meanwhile is not undone. */
  const change = (id: string, changed: (record: CorpusRecord) => CorpusRecord) =>
    changes.take(id, async () => {
      const record = changed(await read(id));
      await onEntry(id, () => write(entries.pathOf(id), record));
      return record;
    });
  const intentOf = async (name: string, inputs: readonly CorpusInput[]): Promise<EntryIntent> => ({
    what: `the text "${name}"`,
    neededBytes: bytesOnDiskPerByte * (await measureAll(inputs)),
  });
  /** Reads a corpus anew, after whoever does so already; not while another process does. */
  const alone = <Result>(id: string, work: () => Promise<Result>) =>
    readings.take(id, () =>
      onEntry(id, async () => {
        const lock = await takeLock(entries.pathOf(id));
        if (lock === null) throw lockedError(id);
        try {
          return await work();
        } finally {
          await lock.release();
        }
      }),
    );
  const make = async (inputs: readonly CorpusInput[], name: string, options: ReadingOptions) => {
    const identity = identityOf(name);
    return entries.create(identity.id, await intentOf(name, inputs), async (folder) => {
      const snapshot = await writeSnapshot(inputs, pathsIn(folder, 1), options);
      const record = recordOf(snapshot, { ...identity, reading: 1 }, options.cleaning);
      await write(folder, record);
      return summaryOf(record);
    });
  };

  const listed = async () => readReadable(await entries.list(), read, log);
  const namesTaken = async () => (await listed()).map(({ name }) => name);

  return {
    list: async () => (await listed()).map(summaryOf),
    unreadable: () => findUnreadable(entries, corpusKind, read),
    show: async (id) => {
      const record = await read(id);
      const figures = record.figures ?? (await figuresOf(record));
      return detailsOf(record, figures);
    },
    open: async (id) => {
      const record = await read(id);
      const idsPath = pathOf(record, 'ids');
      // Finds a missing or damaged file now rather than in a thread in the middle of a run.
      openIdFile(idsPath).close();
      return { record: { ...record, documentEnds: await documentEndsOf(record) }, idsPath };
    },
    documents: async (id) => (await placesIn(await read(id))).documents,
    excerpt: async (id, position) => {
      const record = await read(id);
      const documentEnds = await documentEndsOf(record);
      const ids = openIdFile(pathOf(record, 'ids'));
      try {
        return readExcerpt({ ids, alphabet: record.alphabet, documentEnds }, position);
      } finally {
        ids.close();
      }
    },
    import: (inputs, { name = nameOf(inputs), ...options }) => make(inputs, name, options),
    merge: async (ids, { name, ...options }) => {
      const records = await Promise.all(ids.map(read));
      const cleaning = sharedCleaning(records.map((record) => record.cleaning));
      const inputs = await Promise.all(
        records.map(async (record) => keptWhole(record, await placesIn(record), cleaning)),
      );
      return make(inputs, name ?? nameOf(inputs), { ...options, cleaning });
    },
    duplicate: (id, name) =>
      changes.take(id, async () => {
        const original = await read(id);
        const identity = identityOf(name ?? freeName(original.name, await namesTaken()));
        const record = { ...original, ...identity, reading: 1 };
        const from = entries.pathOf(id);
        const neededBytes = bytesOnDiskPerByte * original.sizeBytes;
        const intent = { what: `the text "${record.name}"`, neededBytes };
        return entries.create(record.id, intent, async (to) => {
          await copyFiles(fileSystem, { from, to }, original);
          await write(to, record);
          return summaryOf(record);
        });
      }),
    rename: async (id, name) => summaryOf(await change(id, (record) => ({ ...record, name }))),
    remove: (id) =>
      changes.take(id, () => onEntry(id, () => entries.remove(id, `the text "${id}"`))),
    sources: async (id) => {
      const { sources } = await read(id);
      const states = [];
      for (const source of sources) {
        states.push({ name: source.name, state: await stateOf(source) });
      }
      return states;
    },
    inputs: async (id) => {
      const record = await read(id);
      return inputsAnew(record, await placesIn(record));
    },
    reimport: (id, { beforeReplacing, inputs: given, ...options }) =>
      alone(id, async () => {
        const old = await read(id);
        const inputs = given ?? (await inputsAgain(old, await placesIn(old)));
        const cleaning = options.cleaning ?? old.cleaning;
        const reading = old.reading + 1;
        const own = entries.pathOf(id);
        await removeOtherReadings(fileSystem, own, old.reading);
        try {
          const snapshot = await entries.refill(id, await intentOf(old.name, inputs), (folder) =>
            writeSnapshot(inputs, pathsIn(folder, reading), { ...options, cleaning }),
          );
          // Its name may have changed while its sources were read.
          const record = await change(id, ({ name, createdAt }) => {
            beforeReplacing?.();
            return recordOf(snapshot, { id, name, createdAt, reading }, cleaning);
          });
          return summaryOf(record);
        } finally {
          const current = await read(id).catch(() => null);
          if (current) await removeOtherReadings(fileSystem, own, current.reading);
        }
      }),
  };
}

function identityOf(name: string): Pick<CorpusRecord, 'id' | 'name' | 'createdAt'> {
  return { id: createIdentifier(name, 'corpus'), name, createdAt: new Date().toISOString() };
}

function lockedError(id: string): EngineError {
  return new EngineError(
    'library-locked',
    `The text "${id}" is being read anew by another Charloom. Wait until that has ended, then try again.`,
    { details: { id } },
  );
}
