// The names that texts go by: what a folder is searched for and what a dialog offers. What a file really is, its
// content says, and only the engine looks into it.

import type { SourceFormat } from './corpus.ts';

/** What a file is by its ending, without the dot, where its content leaves that open. */
export const formatOfExtension: ReadonlyMap<string, SourceFormat> = new Map([
  ['md', 'markdown'],
  ['markdown', 'markdown'],
  ['mdown', 'markdown'],
  ['mkd', 'markdown'],
  ['htm', 'html'],
  ['html', 'html'],
  ['xhtml', 'html'],
  ['srt', 'subtitles'],
  ['vtt', 'subtitles'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['tab', 'csv'],
  // Damaged at their start; their readers say so.
  ['pdf', 'pdf'],
  ['epub', 'epub'],
  ['docx', 'docx'],
]);

/** Endings of the files that Charloom reads. Plain text may be of any format that is text. */
export const textExtensions: readonly string[] = [...['txt', 'text'], ...formatOfExtension.keys()];

/** A folder chosen by mistake may hold a whole disk; more files than these are not what a text is made of. */
export const mostFiles = 10_000;

/** Why a file or a folder within a folder was passed over. */
export type SkipReason = 'hidden' | 'kind' | 'empty' | 'link' | 'unreadable' | 'too-many';

/** A file within a folder that was passed over; `name` is its way from there. */
export interface SkippedFile {
  name: string;
  reason: SkipReason;
}

/** Whether a part of a path is hidden, or put there by a program rather than by a person. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || name === 'node_modules';
}

/**
 * Why a file within a folder is passed over, by its name and size alone; null where it is taken. One without an
 * ending is taken, since many a note has none.
 */
export function reasonToSkip(name: string, sizeBytes: number): SkipReason | null {
  const parts = name.split('/');
  if (parts.some(isHidden)) return 'hidden';
  const ending = /[^.]\.([^.]+)$/.exec(parts.at(-1) ?? '')?.[1];
  if (ending !== undefined && !textExtensions.includes(ending.toLowerCase())) return 'kind';
  return sizeBytes === 0 ? 'empty' : null;
}
