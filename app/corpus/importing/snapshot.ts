// Makes a corpus of texts: the clean text, its documents and its ids, in two passes of flat memory.
// Knows neither where the files lie nor how they are written safely: it is handed outputs.

import type { FiguresOfText } from '../figures/corpus-figures.ts';
import { ImportProgress } from './import-progress.ts';
import { measureAll } from './source-mark.ts';
import { surveyTexts, type CorpusSurvey } from './survey.ts';
import type { CorpusInput, ReadingOptions } from './text-input.ts';
import { writeIds } from './write-ids.ts';

/** A file being written. */
export interface SnapshotOutput {
  /** Where it lies, so that the second pass can read the first one's. */
  readonly path: string;
  write(bytes: Uint8Array): Promise<void>;
  /** Returns once all is safely on disk. */
  close(): Promise<void>;
}

export type SnapshotFile = 'text' | 'documents' | 'ids';

export interface SnapshotFiles {
  openOutput(file: SnapshotFile): Promise<SnapshotOutput>;
}

export interface CorpusSnapshot extends Omit<CorpusSurvey, 'figures'> {
  figures: FiguresOfText;
  /** Positions just after each document in the ids; null for a single document. */
  documentEnds: number[] | null;
}

/** Reads the inputs and writes text, ids and, where there are several, documents. Outputs are closed whatever happens. */
export async function writeSnapshot(
  inputs: readonly CorpusInput[],
  files: SnapshotFiles,
  options: ReadingOptions = {},
): Promise<CorpusSnapshot> {
  const { signal, onProgress = () => undefined } = options;
  const progress = new ImportProgress(await measureAll(inputs), onProgress);
  const outputs = new OpenOutputs(files);
  const survey = await outputs.closing(() =>
    surveyTexts(inputs, {
      ...options,
      progress,
      keep: (bytes) => outputs.write('text', bytes),
      keepDocuments: (bytes) => outputs.write('documents', bytes),
    }),
  );
  const documentEnds = await outputs.closing(() =>
    writeIds({
      ...(signal && { signal }),
      onProgress: (done, total) => progress.tellEncoded(done / total),
      textPath: outputs.pathOf('text'),
      alphabet: survey.alphabet,
      documents: survey.documents,
      write: (bytes) => outputs.write('ids', bytes),
    }),
  );
  return { ...survey, figures: await survey.figures, documentEnds };
}

/** Outputs that are opened at their first bytes. */
class OpenOutputs {
  readonly #files: SnapshotFiles;
  readonly #paths = new Map<SnapshotFile, string>();
  readonly #open = new Map<SnapshotFile, SnapshotOutput>();

  constructor(files: SnapshotFiles) {
    this.#files = files;
  }

  pathOf(file: SnapshotFile): string {
    return this.#paths.get(file) ?? '';
  }

  async write(file: SnapshotFile, bytes: Uint8Array): Promise<void> {
    let output = this.#open.get(file);
    if (output === undefined) {
      output = await this.#files.openOutput(file);
      this.#open.set(file, output);
      this.#paths.set(file, output.path);
    }
    await output.write(bytes);
  }

  /** Does some writing and closes what it has opened. */
  async closing<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      for (const [file, output] of this.#open) {
        this.#open.delete(file);
        await output.close();
      }
      return result;
    } catch (error) {
      // The first error tells what happened; a second one in closing would hide it.
      for (const output of this.#open.values()) await output.close().catch(() => undefined);
      throw error;
    }
  }
}
