// What a thread that reads texts is asked and what it says. Types only.

import type { CleaningOptions } from '../../contract/cleaning.ts';
import type { CorpusInspection, CorpusPreview } from '../../contract/corpus.ts';
import type { WireError } from '../../contract/errors.ts';
import type { CorpusSnapshot, SnapshotFile } from './snapshot.ts';
import type { CorpusInput } from './text-input.ts';

/** Where the files of a snapshot are to be written; they are not there yet. */
export type SnapshotPaths = Record<SnapshotFile, string>;

/** What crosses the thread's border of the options of a reading. */
export interface PlainOptions {
  minimumCharacters?: number;
  cleaning?: CleaningOptions;
}

/** Each kind of work with what it takes and gives. */
export interface ReadingWork {
  snapshot: { inputs: readonly CorpusInput[]; paths: SnapshotPaths; result: CorpusSnapshot };
  inspection: { inputs: readonly CorpusInput[]; result: CorpusInspection };
  preview: { inputs: readonly CorpusInput[]; result: CorpusPreview };
}

export type ReadingKind = keyof ReadingWork;

export type ReadingTask = {
  [Kind in ReadingKind]: Omit<ReadingWork[Kind], 'result'> & { kind: Kind };
}[ReadingKind];

export type ReadingRequest =
  { job: number; task: ReadingTask; options: PlainOptions } | { job: number; task: null };

export type ReadingMessage =
  | { kind: 'progress'; job: number; doneBytes: number; totalBytes: number }
  | { kind: 'done'; job: number; result: ReadingWork[ReadingKind]['result'] }
  /** `systemCode` is the operating system's word, such as ENOSPC, where there is one. */
  | { kind: 'failed'; job: number; error: WireError; systemCode: string | null };
