// Makes a corpus of texts: the clean text and its ids, in two passes of flat memory.
// Knows neither where the files lie nor how they are written safely: it is handed outputs.

import { surveyTexts, type CorpusSurvey } from './survey.ts';
import type { ReadingOptions, TextInput } from './text-input.ts';
import { writeIds } from './write-ids.ts';

/** A file being written. */
export interface SnapshotOutput {
  /** Where it lies, so that the second pass can read the first one's. */
  readonly path: string;
  write(bytes: Uint8Array): Promise<void>;
  /** Returns once all is safely on disk. */
  close(): Promise<void>;
}

export interface SnapshotFiles {
  openOutput(name: 'text.txt' | 'ids'): Promise<SnapshotOutput>;
}

export interface CorpusSnapshot extends CorpusSurvey {
  /** Positions just after each document in the ids; null for a single document. */
  documentEnds: number[] | null;
}

/** The first pass decodes, checks, composes and hashes; the second takes about a third of its time. */
const firstPassShare = 0.75;

/** Reads the inputs and writes `text.txt` and `ids`. Outputs are closed whatever happens. */
export async function writeSnapshot(
  inputs: readonly TextInput[],
  files: SnapshotFiles,
  options: ReadingOptions = {},
): Promise<CorpusSnapshot> {
  let totalBytes = 0;
  const firstPass = (done: number, total: number) => {
    totalBytes = total;
    options.onProgress?.(Math.floor(done * firstPassShare), total);
  };
  const secondPass = (done: number, total: number) => {
    const share = firstPassShare + (1 - firstPassShare) * (done / total);
    options.onProgress?.(Math.floor(totalBytes * share), totalBytes);
  };
  const signal = options.signal === undefined ? {} : { signal: options.signal };

  const text = await files.openOutput('text.txt');
  const survey = await closing(text, () =>
    surveyTexts(inputs, {
      ...options,
      onProgress: firstPass,
      keep: (bytes) => text.write(bytes),
    }),
  );
  const documents = survey.sources.map((source) => source.characters).filter((size) => size > 0);
  const ids = await files.openOutput('ids');
  const documentEnds = await closing(ids, () =>
    writeIds({
      ...signal,
      onProgress: secondPass,
      textPath: text.path,
      alphabet: survey.alphabet,
      documents,
      write: (bytes) => ids.write(bytes),
    }),
  );
  return { ...survey, documentEnds };
}

async function closing<Result>(
  output: SnapshotOutput,
  work: () => Promise<Result>,
): Promise<Result> {
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    // The first error tells what happened; a second one in closing would hide it.
    await output.close().catch(() => undefined);
    throw error;
  }
  await output.close();
  return result;
}
