// Turns what a person named, files and folders, into the list of text files to read, sorted by path.
// For the faces: the engine itself is handed files only.

import { isUtf8 } from 'node:buffer';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { EngineError } from '../contract/errors.ts';
import { refuseBinaryBytes, sampleBytes } from './binary.ts';
import { unreadableError } from './corpus-errors.ts';
import { unfinishedBytes } from './utf8.ts';

export interface ExpandedFile {
  path: string;
  /** What people see: the file's name, or its path within the folder that was named. */
  name: string;
  sizeBytes: number;
}

/** Why something inside a folder was passed over. */
export type SkipReason = 'hidden' | 'extension' | 'empty' | 'not-text' | 'link' | 'unreadable';

export interface SkippedFile {
  path: string;
  reason: SkipReason;
}

export interface ExpandedSources {
  files: ExpandedFile[];
  skipped: SkippedFile[];
}

const textExtensions = new Set(['.txt', '.md', '.text']);

/**
 * Folders give, at any depth, files that end in .txt, .md or .text, and those without an ending that prove
 * to be text. A file that was named itself is taken as it is.
 */
export async function expandSources(paths: readonly string[]): Promise<ExpandedSources> {
  const expanded: ExpandedSources = { files: [], skipped: [] };
  for (const path of paths) {
    const status = await stat(path).catch((cause: unknown) => {
      throw unreadableError(path, cause);
    });
    if (status.isDirectory()) await expandFolder(path, '', expanded);
    else expanded.files.push({ path, name: basename(path), sizeBytes: status.size });
  }
  if (expanded.files.length === 0) {
    throw new EngineError(
      'corpus-empty',
      `No text files were found in ${paths.join(', ')}; ${expanded.skipped.length} other files were ` +
        'passed over. Expected files that end in .txt, .md or .text.',
      { details: { files: 0, skipped: expanded.skipped.length } },
    );
  }
  expanded.files.sort((first, second) => compare(first.path, second.path));
  return expanded;
}

async function expandFolder(
  folder: string,
  prefix: string,
  expanded: ExpandedSources,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadableError(folder, cause);
  });
  entries.sort((first, second) => compare(first.name, second.name));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const name = prefix + entry.name;
    const skip = (reason: SkipReason) => expanded.skipped.push({ path, reason });
    if (entry.name.startsWith('.')) skip('hidden');
    else if (entry.isDirectory()) await expandFolder(path, `${name}/`, expanded);
    else {
      const file = await examine(path);
      if (typeof file === 'string') skip(file);
      else expanded.files.push({ path, name, sizeBytes: file.sizeBytes });
    }
  }
}

async function examine(path: string): Promise<SkipReason | { sizeBytes: number }> {
  const extension = extname(path).toLowerCase();
  if (extension !== '' && !textExtensions.has(extension)) return 'extension';
  try {
    const status = await stat(path);
    // A link to a folder may lead round in a circle.
    if (status.isDirectory()) return 'link';
    if (!status.isFile()) return 'not-text';
    if (status.size === 0) return 'empty';
    if (extension === '' && !(await looksLikeText(path))) return 'not-text';
    return { sizeBytes: status.size };
  } catch {
    return 'unreadable';
  }
}

async function looksLikeText(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(sampleBytes);
    const { bytesRead } = await file.read(buffer, 0, sampleBytes, 0);
    const sample = buffer.subarray(0, bytesRead);
    refuseBinaryBytes(path, sample);
    return isUtf8(sample.subarray(0, sample.length - unfinishedBytes(sample)));
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  } finally {
    await file.close();
  }
}

/** By code units: the same on every machine, whatever its language. */
function compare(first: string, second: string): number {
  return first < second ? -1 : Number(first > second);
}
