// From paths that a person typed to files that the engine may read. By names and sizes; what is in the files is the
// engine's business.

import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { SourceReading, TextSource } from '../../app/contract/corpus.ts';
import { textExtensions } from '../../app/contract/text-files.ts';
import { findTexts } from '../text-folder.ts';
import { SaidError } from './said-error.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { onOneLine } from './text-width.ts';

export interface TextFile {
  path: string;
  /** The file's name; in a folder, its way from there. */
  name: string;
  /** Name of the folder that was typed and holds it; null where the file was typed itself. */
  folder: string | null;
  sizeBytes: number;
}

/** Characters of a folder’s name that go into the name of a text; the contract counts some of them twice. */
const longestName = 60;

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
      files.push({ path, name: basename(path), folder: null, sizeBytes: found.size });
      continue;
    }
    const inFolder = await findTexts(path);
    const told = inFolder.skipped.slice(0, skippedShown).map((each) => ({
      ...each,
      name: onOneLine(each.name),
    }));
    if (told.length > 0) console.note(messages.passedOver(told, inFolder.skipped.length));
    if (inFolder.files.length === 0) {
      throw new SaidError(
        'corpus-empty',
        messages.noTextsInFolder(typed, textExtensions.join(' ')),
      );
    }
    for (const file of inFolder.files) {
      files.push({ ...file, folder: basename(path), sizeBytes: (await stat(file.path)).size });
    }
  }
  return files;
}

/** The folder that all files are of, which then names their text; null where there is none. */
export function sharedFolder(files: readonly TextFile[]): string | null {
  const folder = files[0]?.folder ?? null;
  if (folder === null || files.some((file) => file.folder !== folder)) return null;
  return [...folder.trim()].slice(0, longestName).join('') || null;
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
