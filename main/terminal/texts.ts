// From files and folders that a person typed to a corpus of the library; the same content is kept once.
// Reads names, sizes and hashes; what the text says is the engine's business.

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CorpusSummary, TextSource } from '../../app/contract/corpus.ts';
import { untilInterrupted } from './interruption.ts';
import { SaidError } from './said-error.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';

export interface TextFile {
  path: string;
  /** The file's name; in a folder, its way from there. */
  name: string;
  sizeBytes: number;
}

/** What is taken from a folder. A file that is named itself is taken whatever it is called. */
const textExtensions = new Set(['.txt', '.text', '.md', '.markdown']);

/** All text files that the arguments stand for, folders in the order of their names. */
export async function collectTexts(
  { messages }: CommandContext,
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
    const inFolder = await readFolder(path);
    if (inFolder.length === 0) {
      const extensions = [...textExtensions].join(' ');
      throw new SaidError('corpus-empty', messages.noTextsInFolder(typed, extensions));
    }
    files.push(...inFolder);
  }
  return files;
}

/** Opens the files to the engine. */
export async function grantTexts(
  engine: TerminalEngine,
  files: readonly TextFile[],
): Promise<TextSource[]> {
  const sources: TextSource[] = [];
  for (const { path, name } of files) {
    const { grant } = await engine.grant({ path, mode: 'read', name });
    sources.push({ kind: 'grant', grant });
  }
  return sources;
}

/** The corpus of these files: the one that already holds them, else a new one. */
export async function keepTexts(
  context: CommandContext,
  engine: TerminalEngine,
  files: readonly TextFile[],
): Promise<CorpusSummary> {
  const { console, messages, signal } = context;
  const known = await findKept(engine, files);
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
    const sources = await grantTexts(engine, files);
    return await untilInterrupted(
      signal,
      engine.client.call('corpus.import', { sources, operation }),
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

async function readFolder(folder: string): Promise<TextFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: TextFile[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    const isHidden = name.split(/[\\/]/).some((part) => part.startsWith('.'));
    if (!entry.isFile() || isHidden) continue;
    if (!textExtensions.has(extname(entry.name).toLowerCase())) continue;
    files.push({ path, name, sizeBytes: (await stat(path)).size });
  }
  return files.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Sizes are compared first, so that files are read only where a corpus could really be theirs. */
async function findKept(
  { client }: TerminalEngine,
  files: readonly TextFile[],
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
  return candidates.find(same) ?? null;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return `sha256:${hash.digest('hex')}`;
}
