// From files and folders that a person typed to a corpus of the library; the same content is kept once.
// Reads names, sizes and hashes; what the text says is the engine's business.

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import type { CleaningOptions } from '../../app/contract/cleaning.ts';
import type { CorpusSummary, SourceReading, TextSource } from '../../app/contract/corpus.ts';
import { textExtensions } from '../../app/contract/text-files.ts';
import { findTexts } from '../text-folder.ts';
import { untilInterrupted } from './interruption.ts';
import { SaidError } from './said-error.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { cleaningOf, readingOf, type TextOptions } from './text-options.ts';
import { withoutControls } from './text-width.ts';

export interface TextFile {
  path: string;
  /** The file's name; in a folder, its way from there. */
  name: string;
  sizeBytes: number;
}

/** Passed-over files that are named; the rest is counted. */
const skippedShown = 8;

/** All text files that the arguments stand for, folders in the order of their names; says what it passes over. */
export async function collectTexts(
  { console, messages }: CommandContext,
  paths: readonly string[],
): Promise<TextFile[]> {
  const files: TextFile[] = [];
  for (const typed of paths) {
    const path = resolve(typed);
    const found = await stat(path).catch((cause: unknown) => {
      throw new SaidError('corpus-unreadable', messages.noSuchFile(typed), { cause });
    });
    if (!found.isDirectory()) {
      files.push({ path, name: basename(path), sizeBytes: found.size });
      continue;
    }
    const inFolder = await findTexts(path);
    const told = inFolder.skipped.slice(0, skippedShown).map((each) => ({
      ...each,
      name: withoutControls(each.name),
    }));
    if (told.length > 0) console.note(messages.passedOver(told, inFolder.skipped.length));
    if (inFolder.files.length === 0) {
      throw new SaidError(
        'corpus-empty',
        messages.noTextsInFolder(typed, textExtensions.join(' ')),
      );
    }
    for (const file of inFolder.files) {
      files.push({ ...file, sizeBytes: (await stat(file.path)).size });
    }
  }
  return files;
}

/** Opens the files to the engine. */
export async function grantTexts(
  engine: TerminalEngine,
  files: readonly TextFile[],
  reading: SourceReading | null,
): Promise<TextSource[]> {
  const sources: TextSource[] = [];
  for (const { path, name } of files) {
    const { grant } = await engine.grant({ path, mode: 'read', name });
    sources.push({ kind: 'grant', grant, ...(reading !== null && { reading }) });
  }
  return sources;
}

/** The corpus of these files: the one that already holds them, else a new one. */
export async function keepTexts(
  context: CommandContext,
  engine: TerminalEngine,
  files: readonly TextFile[],
  options: TextOptions = {},
): Promise<CorpusSummary> {
  const { console, messages, signal } = context;
  const reading = readingOf(options);
  const cleaning = cleaningOf(options);
  const known = await findKept(engine, files, { reading, cleaning });
  if (known) {
    console.note(messages.corpusKnown(known.name));
    return known;
  }
  const operation = randomUUID();
  const title = files.length === 1 ? (files[0]?.name ?? '') : messages.files(files.length);
  const stopListening = engine.client.on('corpus.progress', (progress) => {
    if (progress.operation !== operation) return;
    console.showBar((columns) =>
      messages.importBar(title, progress.doneBytes, progress.totalBytes, columns),
    );
  });
  try {
    const sources = await grantTexts(engine, files, reading);
    return await untilInterrupted(
      signal,
      engine.client.call('corpus.import', { sources, cleaning, operation }),
    );
  } finally {
    stopListening();
    console.hideBar();
    if (signal.aborted) {
      // It may have ended by itself in the meantime; then there is nothing to cancel.
      await engine.client.call('corpus.cancelImport', { operation }).catch(() => null);
    }
  }
}

/** Sizes are compared first, so that files are read only where a corpus could really be theirs. */
async function findKept(
  { client }: TerminalEngine,
  files: readonly TextFile[],
  asked: { reading: SourceReading | null; cleaning: CleaningOptions },
): Promise<CorpusSummary | null> {
  const candidates = (await client.call('corpus.list')).filter(
    ({ sources }) =>
      sources.length === files.length &&
      sources.every(({ sizeBytes }, place) => sizeBytes === files[place]?.sizeBytes),
  );
  if (candidates.length === 0) return null;
  const hashes: string[] = [];
  for (const { path } of files) hashes.push(await hashFile(path));
  const same = ({ sources }: CorpusSummary) =>
    sources.every(({ hash }, place) => hash === hashes[place]);
  for (const candidate of candidates.filter(same)) {
    const { cleaning, sources } = await client.call('corpus.show', { corpus: candidate.id });
    const { encoding, format, field } = asked.reading ?? {};
    // Which field was read is not told: another one may be meant.
    const isReadSo = sources.every(
      (source) =>
        (encoding === undefined || source.encoding === encoding) &&
        (format === undefined || source.format === format) &&
        field === undefined,
    );
    if (isReadSo && isDeepStrictEqual(cleaning, asked.cleaning)) return candidate;
  }
  return null;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return `sha256:${hash.digest('hex')}`;
}
