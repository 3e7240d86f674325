// What a corpus was made of, and what has become of it: which files have changed, what is read again and what is
// taken from the corpus itself.

import { isDeepStrictEqual } from 'node:util';
import { defaultCleaning, type CleaningOptions } from '../contract/cleaning.ts';
import type { SourceState } from '../contract/corpus.ts';
import { EngineError } from '../contract/errors.ts';
import { noCleaning } from '../corpus/cleaning/cleaned-twice.ts';
import { measureParts } from '../corpus/importing/kept-text.ts';
import { markSource, measureSource } from '../corpus/importing/source-mark.ts';
import type {
  CorpusInput,
  KeptDocument,
  KeptInput,
  KnownSource,
  TextInput,
} from '../corpus/importing/text-input.ts';
import type { CorpusRecord } from './interfaces.ts';

/** Where a corpus' own text lies, and its documents. */
export interface CorpusPlaces {
  textPath: string;
  documents: readonly KeptDocument[];
}

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
  { textPath, documents }: CorpusPlaces,
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

/** What to read for a corpus again: files, and what has none from the corpus itself, as it is. */
export async function inputsAgain(
  record: CorpusRecord,
  places: CorpusPlaces,
): Promise<CorpusInput[]> {
  const { sources } = record;
  const gone = await findMissing(sources);
  if (sources.every(({ path }) => path === null)) throw goneError(record, []);
  if (gone.length > 0) throw goneError(record, gone);
  const parts = await partsOf(record, places);
  return parts.map((part, at) => fileOf(sources[at]) ?? part);
}

/** What to clean anew of a corpus: files, and of those that are gone or never were its own text. */
export async function inputsAnew(
  record: CorpusRecord,
  places: CorpusPlaces,
): Promise<CorpusInput[]> {
  const gone = new Set(await findMissing(record.sources));
  const parts = await partsOf(record, places);
  return parts.map((part, at): CorpusInput => {
    const source = record.sources[at];
    const file = source && !gone.has(source) ? fileOf(source) : null;
    if (file === null) return { ...part, cleanedBefore: source?.cleaning ?? record.cleaning };
    const { cleaning: _, ...input } = file;
    return input;
  });
}

function fileOf(source: KnownSource | undefined): (TextInput & { kind: 'file' }) | null {
  if (source === undefined || source.path === null) return null;
  const { name, path, reading, cleaning } = source;
  return { kind: 'file', name, path, reading, ...(cleaning && { cleaning }) };
}

/** Each source as the corpus' own text has it. */
async function partsOf(
  record: CorpusRecord,
  { textPath, documents }: CorpusPlaces,
): Promise<KeptInput[]> {
  const { sources } = record;
  const kept = sources.map(({ textBytes }) => textBytes);
  const sizes = kept.includes(null)
    ? await measureParts(
        textPath,
        sources.map(({ characters }) => characters),
      )
    : kept;
  let endByte = 0;
  let endDocument = 0;
  return sources.map((source, at) => {
    const startByte = endByte;
    const startDocument = endDocument;
    endByte += sizes[at] ?? 0;
    endDocument += source.documents;
    return {
      ...{ kind: 'kept', name: source.name, path: textPath, startByte, endByte },
      ...{ documents: documents.slice(startDocument, endDocument), sources: [source] },
    };
  });
}

/** The steps that all agree on; where they differ a step is left out. */
export function sharedCleaning(all: readonly CleaningOptions[]): CleaningOptions {
  const [first = defaultCleaning] = all;
  const shared: CleaningOptions = { ...first };
  const put = <Step extends keyof CleaningOptions>(step: Step) => {
    if (all.some((cleaning) => cleaning[step] !== first[step])) shared[step] = noCleaning[step];
  };
  for (const step of Object.keys(noCleaning) as (keyof CleaningOptions)[]) put(step);
  return shared;
}

async function findMissing(sources: readonly KnownSource[]): Promise<KnownSource[]> {
  const missing: KnownSource[] = [];
  for (const source of sources) {
    const { name, path } = source;
    if (path === null) continue;
    const isThere = await measureSource({ kind: 'file', name, path }).then(
      () => true,
      () => false,
    );
    if (!isThere) missing.push(source);
  }
  return missing;
}

/** Says of which of a corpus' sources the files are gone; none: of all, since none was ever known. */
export function goneError(
  record: Pick<CorpusRecord, 'id' | 'name'>,
  gone: readonly Pick<KnownSource, 'name'>[],
): EngineError {
  const names = gone.map(({ name }) => name);
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
