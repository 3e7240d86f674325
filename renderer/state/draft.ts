// A text before it is kept: where it comes from, how each source is read, how it is cleaned; and what of it a person
// should look at. Pure.

import {
  defaultCleaning,
  type CleaningOptions,
  type CleaningStep,
} from '../../app/contract/cleaning.ts';
import type {
  CorpusImportRequest,
  CorpusPreview,
  CorpusSummary,
  Encoding,
  ImportSource,
  SourcePreview,
  SourceReading,
} from '../../app/contract/corpus.ts';
import type { ErrorCode } from '../../app/contract/errors.ts';
import type { FileGrant } from '../../app/contract/shell.ts';
import type { SkippedFile } from '../../app/contract/text-files.ts';

/** One source of a draft. */
export interface DraftSource {
  name: string;
  sizeBytes: number;
  source: ImportSource;
}

/** What a person brought, before anybody has looked at it. */
export interface Gathered {
  sources: DraftSource[];
  skipped: SkippedFile[];
  /** What the text is called; null: after its first source. */
  name: string | null;
  /** A folder was brought: what is taken of it is shown first. */
  isFolder: boolean;
}

/** Files that were opened, as what was brought. */
export function gatherFiles(files: readonly FileGrant[]): Gathered {
  const sources = files.map(({ grant, name, sizeBytes }): DraftSource => {
    return { name, sizeBytes, source: { kind: 'grant', grant } };
  });
  return { sources, skipped: [], name: null, isFolder: false };
}

/** The sources of a text that is kept. */
export function keptSources({ id, sources }: CorpusSummary): DraftSource[] {
  return sources.map(({ name, sizeBytes, undecodable }, place) => {
    const source = { kind: 'kept' as const, corpus: id, source: place };
    // Bytes are only ever left out where a person said so.
    const reading = undecodable > 0 && { reading: { skipUndecodable: true } };
    return { name, sizeBytes, source: { ...source, ...reading } };
  });
}

/** A source read in another way; only a file may be read in several. */
export function withReading(source: DraftSource, reading: SourceReading): DraftSource {
  const { source: own } = source;
  if (!isFile(own)) return source;
  return { ...source, source: { ...own, reading: { ...own.reading, ...reading } } };
}

/** What the engine calls a text that is given no name: after its first source, and how many follow. */
export function unaskedName(sources: readonly DraftSource[]): string {
  const [first, ...more] = sources;
  const name = first?.name.replace(/^.*[/\\]/, '').replace(/\.[A-Za-z0-9]{1,8}$/, '') ?? '';
  return more.length > 0 ? `${name} + ${more.length}` : name;
}

/** How a person wants a source read. */
export function readingOf({ source }: DraftSource): SourceReading {
  return isFile(source) ? (source.reading ?? {}) : {};
}

function isFile(source: ImportSource): source is ImportSource & { kind: 'grant' | 'kept' } {
  return source.kind === 'grant' || source.kind === 'kept';
}

/** The request for all of it; of the cleaning only what is not usual. */
export function requestOf(
  sources: readonly DraftSource[],
  cleaning: CleaningOptions,
  name: string | null,
): CorpusImportRequest {
  const changed = Object.fromEntries(
    Object.entries(cleaning).filter(
      ([step, value]) => defaultCleaning[step as keyof CleaningOptions] !== value,
    ),
  ) as Partial<CleaningOptions>;
  return {
    sources: sources.map(({ source }) => source),
    ...(name === null || name.trim() === '' ? {} : { name: name.trim() }),
    ...(Object.keys(changed).length === 0 ? {} : { cleaning: changed }),
  };
}

/** Encodings that are found rather than guessed. */
const certain: readonly (Encoding | null)[] = ['utf-8', 'utf-16le', 'utf-16be', null];

/** Whether there is something about a source that a person should decide. */
export function isQuestionable(source: SourcePreview): boolean {
  const { problem, undecodable, encoding, fields, settled } = source;
  const { missingChapters = 0, partsWithoutText = 0 } = source;
  if (settled !== null) return false;
  const isPartly = undecodable > 0 || missingChapters > 0 || partsWithoutText > 0;
  return problem !== null || isPartly || !certain.includes(encoding) || fields.length > 1;
}

/** What a person can mend by reading a source in another way; everything else only by leaving it out. */
const mendable: readonly ErrorCode[] = [
  'corpus-undecodable',
  'corpus-field-missing',
  'corpus-not-utf8',
];

/** Whether a source can be taken only by leaving it out. */
export function isHopeless({ problem }: SourcePreview): boolean {
  return problem !== null && !mendable.includes(problem.code);
}

/** Whether nothing more is read when it is kept; what can only be left out never will be. */
export function isLookedThrough({ sources, lookedAtBytes }: CorpusPreview): boolean {
  const readable = sources.filter((source) => !isHopeless(source));
  return lookedAtBytes >= readable.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}

/** Why nothing at all can be taken, where no choice of a person's would help; null where something can. */
export function hopelessProblem({ sources }: CorpusPreview): SourcePreview['problem'] {
  return sources.every(isHopeless) ? (sources[0]?.problem ?? null) : null;
}

/** What a person should see before it is kept: a doubt about a source, or what a folder is made of. */
export function needsLook(preview: CorpusPreview, gathered: Gathered): boolean {
  return gathered.isFolder || gathered.skipped.length > 0 || preview.sources.some(isQuestionable);
}

/** Values by which a step does nothing. */
const offValues: readonly unknown[] = [false, 'none', 'as-is', ''];

/** Steps that are off and yet were done to texts of which nothing else is left. */
export function undoneInVain(preview: CorpusPreview, cleaning: CleaningOptions): CleaningStep[] {
  const settled = new Set(preview.sources.flatMap((source) => source.settled ?? []));
  const steps = Object.keys(cleaning) as (keyof CleaningOptions)[];
  return steps.filter((step) => settled.has(step) && offValues.includes(cleaning[step]));
}

/** Steps that are off and that a reader would thank for, by what is found in a text. */
const worthwhile: readonly CleaningStep[] = [
  'gutenberg',
  'pageNumbers',
  'hyphenation',
  'controls',
  'repeatedDocuments',
];

/** Steps that would tidy a text noticeably, of those that are worth proposing. */
export function proposedSteps(preview: CorpusPreview): CleaningStep[] {
  return worthwhile.filter((step) =>
    preview.counts.some((count) => count.step === step && count.changes > 0),
  );
}
