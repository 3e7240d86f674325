// Takes one input through everything that happens to it in the engine: a preview, an import by the library in the
// reading thread, a look at what came of it. Says what that is and what is wrong with it.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusPreview } from '../../../app/contract/corpus.ts';
import { EngineError, type ErrorCode } from '../../../app/contract/errors.ts';
import type { TextInput } from '../../../app/corpus/importing/text-input.ts';
import type { ReadingThread } from '../../../app/engine/texts/reading-thread.ts';
import type { Library } from '../../../app/library/interfaces.ts';
import { findFaults, isWellFormed } from './corpus-faults.ts';
import type { DamagedInput, DamagedSource } from './damaged-inputs.ts';

export interface DamagedSurroundings {
  library: Library;
  reading: ReadingThread;
  /** Where files are put for the time of an input. */
  inputsFolder: string;
}

export interface DamagedOutcome {
  result: 'corpus' | ErrorCode;
  importMs: number;
  previewMs: number;
  /** What is not as it has to be, each in a sentence. */
  faults: string[];
  /** The corpus, which is still there; null where there is none. */
  corpus: string | null;
}

/** What may be wrong with a text that somebody chose. */
const clearCodes: readonly ErrorCode[] = [
  ...(['corpus-empty', 'corpus-too-short', 'corpus-binary', 'corpus-not-utf8'] as const),
  ...(['corpus-undecodable', 'corpus-damaged', 'corpus-unsafe', 'corpus-no-text'] as const),
  ...(['corpus-field-missing'] as const),
];

/** Found only when all of a text is there, so that no source's row can tell of it. */
const aboutAll: readonly ErrorCode[] = ['corpus-empty', 'corpus-too-short', 'corpus-binary'];

/** Says what to do. */
const advice =
  /(?:Choose|Copy|Download|Split|Save|Add|Check|Have|Convert|Unpack|Open|Export|If|Its pages may be|copy|None of its fields)\b[^]*\.$/;

/** U+FFFD in UTF-8, bytes as characters: what careless programs put in the place of what they could not read. */
const replacement = '\xef\xbf\xbd';

/** Longer than anybody reads. */
const longestMessage = 1500;

/** Reads an input and leaves the corpus, where there is one, to the caller. */
export async function readDamaged(
  input: DamagedInput,
  surroundings: DamagedSurroundings,
): Promise<DamagedOutcome> {
  const { library, reading, inputsFolder } = surroundings;
  await mkdir(inputsFolder);
  try {
    const inputs = await putDown(input, inputsFolder);
    const faults: string[] = [];
    const previewed = await inTime(() => reading.preview(inputs, { cleaning: input.cleaning }));
    if (!previewed.result) faults.push(`a preview of it fails: ${String(previewed.error)}`);
    const { minimumCharacters, cleaning } = input;
    const options = { cleaning, ...(minimumCharacters !== undefined && { minimumCharacters }) };
    const imported = await inTime(() => library.corpora.import(inputs, options));
    const corpus = imported.result?.id ?? null;
    const result = corpus !== null ? 'corpus' : codeOf(imported.error);
    if (result !== 'corpus') faults.push(...faultsOfError(imported.error, input));
    if (input.expected?.includes(result) === false) {
      faults.push(`${result} came of it, expected ${input.expected.join(' or ')}`);
    }
    if (previewed.result) faults.push(...faultsOfPreview(previewed.result, input, imported.error));
    if (corpus !== null) {
      faults.push(...(await findFaults(library, corpus)));
      faults.push(...(await faultsOfSources(library, corpus)));
      const text = await readFile(join(library.home, 'corpora', corpus, 'text.txt'));
      const isReplaced =
        text.includes(replacement, undefined, 'latin1') && !input.sources.some(mayHoldReplacement);
      if (isReplaced) faults.push('something in its text was replaced by U+FFFD');
    }
    return { result, faults, corpus, importMs: imported.ms, previewMs: previewed.ms };
  } finally {
    await rm(inputsFolder, { recursive: true, force: true });
  }
}

/** On disk files have plain names; what people see may be any. */
function putDown({ sources }: DamagedInput, folder: string): Promise<TextInput[]> {
  return Promise.all(
    sources.map(async (source, at): Promise<TextInput> => {
      if (source.kind === 'text') return source;
      const { name, reading } = source;
      const path = join(folder, `source-${at}`);
      await writeFile(path, source.bytes);
      return { kind: 'file', name, path, reading };
    }),
  );
}

interface Timed<Result> {
  result: Result | null;
  error: unknown;
  ms: number;
}

async function inTime<Result>(work: () => Promise<Result>): Promise<Timed<Result>> {
  const startedMs = performance.now();
  const { result, error } = await work().then(
    (done) => ({ result: done, error: null }),
    (failed: unknown) => ({ result: null, error: failed }),
  );
  return { result, error, ms: performance.now() - startedMs };
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof EngineError ? error.code : 'internal';
}

function faultsOfError(error: unknown, { sources }: DamagedInput): string[] {
  if (!(error instanceof EngineError)) return [`it ends with ${describe(error)}`];
  const { code, message } = error;
  const faults: string[] = [];
  if (!clearCodes.includes(code)) faults.push(`it ends with ${code}: ${message}`);
  const isNamed = sources.some(({ name }) => message.includes(name));
  if (!isNamed) faults.push(`the message names no file: ${message}`);
  if (!advice.test(message)) faults.push(`the message does not say what to do: ${message}`);
  const isReadable =
    isWellFormed(message) && !/[\0-\x1f\x7f\ufffd]/.test(withoutNames(message, sources));
  if (!isReadable) faults.push(`the message cannot be read: ${JSON.stringify(message)}`);
  if (message.length > longestMessage) faults.push(`the message has ${message.length} characters`);
  return faults;
}

/** A name may hold whatever the file system allows. */
function withoutNames(message: string, sources: DamagedInput['sources']): string {
  return sources.reduce((rest, { name }) => rest.replaceAll(name, ''), message);
}

/** What is wrong with a source is told in its row, and the import says the same. */
function faultsOfPreview(
  { sources }: CorpusPreview,
  input: DamagedInput,
  error: unknown,
): string[] {
  const faults: string[] = [];
  if (sources.length !== input.sources.length) faults.push('the preview has other sources');
  const problems = sources.flatMap(({ problem }) => problem ?? []);
  const code = error === null ? null : codeOf(error);
  for (const { code: told, message } of problems) {
    if (!clearCodes.includes(told)) faults.push(`the preview tells of ${told}: ${message}`);
  }
  if (code === null && problems[0]) faults.push(`only the preview tells: ${problems[0].message}`);
  const isTold = code === null || aboutAll.includes(code) || problems.length > 0;
  if (!isTold) faults.push(`the preview does not tell of ${String(error)}`);
  const isNamed =
    problems.length === 0 ||
    (error instanceof EngineError && aboutAll.includes(error.code)) ||
    sources.some(({ problem, name }) => problem && String(error).includes(name));
  if (!isNamed) faults.push(`the import blames another source than the preview: ${String(error)}`);
  const openings = sources.flatMap(({ opening, candidates }) => [
    opening,
    ...candidates.map((candidate) => candidate.opening),
  ]);
  if (!openings.every(isWellFormed)) {
    faults.push('an opening in the preview has half a character');
  }
  return faults;
}

/** The library knows that its files are what they were. */
async function faultsOfSources({ corpora }: Library, id: string): Promise<string[]> {
  const { record } = await corpora.open(id);
  const states = await corpora.sources(id);
  const faults: string[] = [];
  for (const [at, { state }] of states.entries()) {
    const wanted = record.sources[at]?.path === null ? 'unknown' : 'same';
    if (state !== wanted) faults.push(`its source is ${state}, expected ${wanted}`);
  }
  return faults;
}

/** Whether U+FFFD may stand in a source by right: written in some encoding, as HTML has it, or packed away. */
function mayHoldReplacement(source: DamagedSource): boolean {
  if (source.kind === 'text') return source.text.includes('\ufffd');
  const ways = [replacement, '\xff\xfd', '\xfd\xff', '\x84\x31\xa4\x37', '&', 'PK\x03\x04'];
  return ways.some((way) => source.bytes.includes(way, undefined, 'latin1'));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
