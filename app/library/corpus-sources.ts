// What a corpus was made of, and what has become of it: which files have changed, what is read again and what is
// taken from the corpus itself.

import { isDeepStrictEqual } from 'node:util';
import { defaultCleaning, type CleaningOptions } from '../contract/cleaning.ts';
import type { SourceState } from '../contract/corpus.ts';
import { EngineError } from '../contract/errors.ts';
import { markSource, measureSource } from '../corpus/source-mark.ts';
import type { CorpusInput, KeptDocument, KeptInput, KnownSource } from '../corpus/text-input.ts';
import type { CorpusRecord } from './interfaces.ts';

/** Names told in an error about several sources. */
const namesTold = 3;

/** What a source's file has become: its size and time first, and its bytes where these leave it open. */
export async function stateOf(source: KnownSource): Promise<SourceState['state']> {
  const { path, name, sizeBytes, modifiedMs, hash } = source;
  if (path === null) return 'unknown';
  const input = { kind: 'file', name, path } as const;
  try {
    const now = await measureSource(input);
    if (now.sizeBytes !== sizeBytes) return 'changed';
    if (now.modifiedMs === modifiedMs) return 'same';
    return (await markSource(input, {})).hash === hash ? 'same' : 'changed';
  } catch (error) {
    // What can no longer be read is as good as gone.
    if (error instanceof EngineError) return 'missing';
    throw error;
  }
}

/** All of a corpus' text as it stands, with its sources; those keep the cleaning that they went through. */
export function keptWhole(
  record: CorpusRecord,
  { textPath, documents }: { textPath: string; documents: readonly KeptDocument[] },
  cleaning: CleaningOptions,
): KeptInput {
  const isCleanedAlike = isDeepStrictEqual(record.cleaning, cleaning);
  return {
    kind: 'kept',
    name: record.name,
    path: textPath,
    startByte: 0,
    endByte: record.sizeBytes,
    documents,
    sources: record.sources.map((source) => ({
      ...source,
      cleaning: source.cleaning ?? (isCleanedAlike ? null : record.cleaning),
    })),
  };
}

/** What to read for a corpus anew: files again, and what has no file from the corpus itself. */
export async function inputsAgain(
  record: CorpusRecord,
  { textPath, documents }: { textPath: string; documents: readonly KeptDocument[] },
): Promise<CorpusInput[]> {
  const gone = await namesOfMissing(record.sources);
  const lacksFiles = record.sources.every(({ path }) => path === null);
  if (lacksFiles) throw goneError(record, []);
  if (gone.length > 0) throw goneError(record, gone);
  let startByte: number | null = 0;
  let firstDocument = 0;
  return record.sources.map((source): CorpusInput => {
    const { name, path, reading, cleaning, textBytes } = source;
    const start = startByte;
    const itsDocuments = documents.slice(firstDocument, firstDocument + source.documents);
    startByte = start === null || textBytes === null ? null : start + textBytes;
    firstDocument += source.documents;
    if (path !== null) {
      return { kind: 'file', name, path, reading, ...(cleaning && { cleaning }) };
    }
    if (start === null || startByte === null) throw goneError(record, [name]);
    return {
      ...{ kind: 'kept', name, path: textPath, startByte: start, endByte: startByte },
      ...{ documents: itsDocuments, sources: [source] },
    };
  });
}

/** The steps that all agree on; where they differ a step is left out. */
export function sharedCleaning(all: readonly CleaningOptions[]): CleaningOptions {
  const [first = defaultCleaning] = all;
  const shared: CleaningOptions = { ...first };
  const put = <Step extends keyof CleaningOptions>(step: Step) => {
    if (all.some((cleaning) => cleaning[step] !== first[step])) shared[step] = untouched[step];
  };
  for (const step of Object.keys(untouched) as (keyof CleaningOptions)[]) put(step);
  return shared;
}

/** No step at all. */
const untouched: CleaningOptions = { ...defaultCleaning, lineEnds: false, form: 'none' };

async function namesOfMissing(sources: readonly KnownSource[]): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, path } of sources) {
    if (path === null) continue;
    const isThere = await measureSource({ kind: 'file', name, path }).then(
      () => true,
      () => false,
    );
    if (!isThere) missing.push(name);
  }
  return missing;
}

function goneError(record: CorpusRecord, names: readonly string[]): EngineError {
  const told = names.slice(0, namesTold).join(', ') + (names.length > namesTold ? ', …' : '');
  const what =
    names.length === 0
      ? 'no file is remembered that it came from'
      : `${told} cannot be read where it was`;
  return new EngineError(
    'corpus-sources-gone',
    `"${record.name}" cannot be read again: ${what}. Put the files back, or import them as a new text.`,
    { details: { id: record.id, names: told, missing: names.length } },
  );
}
