// model.json and corpus.json: written so that a person can read them, and checked when read; what a model's holds.
// A later version's record is refused and left untouched.

import { join } from 'node:path';
import { z } from 'zod';
import { EngineError, type ErrorCode } from '../contract/errors.ts';
import { storedConfigurationSchema, storedRecipeSchema } from '../contract/schemas.ts';
import {
  hashSchema,
  nameSchema,
  normalisationSchema,
  resultsSchema,
  vocabularySchema,
} from '../formats/model-header.ts';
import { writeAtomically } from './atomic-write.ts';
import { corpusSchema, corpusVersion } from './corpus-record.ts';
import { failureCode, isMissing } from './failures.ts';
import type { FileSystem } from './file-system.ts';
import type { CorpusRecord, ModelRecord } from './interfaces.ts';

/** Raised when the meaning of a model's record changes; there is one version so far. */
export const modelVersion = 1;

const whole = z.number().int().min(0);

const modelSchema: z.ZodType<ModelRecord> = z.strictObject({
  formatVersion: z.literal(modelVersion),
  id: z.string(),
  name: nameSchema,
  createdAt: z.iso.datetime(),
  state: z.enum(['fresh', 'training', 'queued', 'paused', 'interrupted', 'finished']),
  origin: z.enum(['trained', 'imported', 'shipped']),
  configuration: storedConfigurationSchema,
  recipe: storedRecipeSchema,
  normalisation: normalisationSchema,
  corpus: z.strictObject({
    id: z.string().nullable(),
    name: nameSchema,
    hash: hashSchema,
    characters: whole,
  }),
  parent: z
    .strictObject({
      id: z.string(),
      name: nameSchema,
      bestValidationLoss: z.number().nullable(),
    })
    .nullable()
    .default(null),
  parameters: whole,
  results: resultsSchema,
  trainedAt: z.iso.datetime().nullable(),
  machine: z.string().nullable(),
  vocabulary: vocabularySchema,
});

/** One of the two kinds of records, and the words for what can be wrong with it. */
export interface RecordKind<Stored> {
  file: 'model.json' | 'corpus.json';
  noun: 'model' | 'text';
  version: number;
  schema: z.ZodType<Stored>;
  notFound: ErrorCode;
  damaged: ErrorCode;
}

export const modelKind: RecordKind<ModelRecord> = {
  file: 'model.json',
  noun: 'model',
  version: modelVersion,
  schema: modelSchema,
  notFound: 'model-not-found',
  damaged: 'model-file-invalid',
};

export const corpusKind: RecordKind<CorpusRecord> = {
  file: 'corpus.json',
  noun: 'text',
  version: corpusVersion,
  schema: corpusSchema,
  notFound: 'corpus-not-found',
  damaged: 'corpus-changed',
};

/** Writes the record of an entry whole, or leaves the one that is there. */
export function writeRecord<Stored extends ModelRecord | CorpusRecord>(
  fileSystem: FileSystem,
  { file, noun }: RecordKind<Stored>,
  { folder, record }: { folder: string; record: Stored },
): Promise<void> {
  const content = encodeRecord(record);
  const what = `the ${noun} "${record.name}"`;
  const path = join(folder, file);
  return writeAtomically(fileSystem, { path, content, sizeBytes: content.length, what });
}

/** One property a line: readable without thousands of lines for an alphabet. */
function encodeRecord(record: ModelRecord | CorpusRecord): Uint8Array {
  const lines = Object.entries(record).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return Buffer.from(`{\n${lines.join(',\n')}\n}\n`);
}

/** Reads and checks a record; throws not found, too new, or damaged. */
export async function readRecord<Stored extends { id: string }>(
  fileSystem: FileSystem,
  kind: RecordKind<Stored>,
  path: string,
  id: string,
): Promise<Stored> {
  let content: string;
  try {
    content = (await fileSystem.readFile(path)).toString('utf8');
  } catch (error) {
    if (isMissing(error)) throw notFoundError(kind, id);
    throw damagedError(
      kind,
      id,
      path,
      `it cannot be read (${failureCode(error) ?? 'error'})`,
      error,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw damagedError(kind, id, path, 'it is not JSON', error);
  }
  refuseNewer(kind, id, value);
  const parsed = kind.schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damagedError(kind, id, path, `"${issue?.path.join('.')}": ${issue?.message}`);
  }
  // A folder that a person copied has a name of its own; that name is what it is called by.
  return { ...parsed.data, id };
}

export function notFoundError<Stored>(kind: RecordKind<Stored>, id: string): EngineError {
  return new EngineError(
    kind.notFound,
    `There is no ${kind.noun} "${id}" in the library. It may have been deleted; look at the list.`,
    { details: { id } },
  );
}

function refuseNewer<Stored>(kind: RecordKind<Stored>, id: string, value: unknown): void {
  const hasVersion = typeof value === 'object' && value !== null && 'formatVersion' in value;
  const version = hasVersion ? value.formatVersion : null;
  if (typeof version !== 'number' || version <= kind.version) return;
  throw new EngineError(
    'library-too-new',
    `The ${kind.noun} "${id}" was kept by a newer Charloom: it has format ${version}, this one reads up to ` +
      `${kind.version}. Update Charloom to use it; nothing was changed.`,
    { details: { id, version, supported: kind.version } },
  );
}

/** The error of a record, or of a file beside it, that cannot be believed. */
export function damagedError<Stored>(
  kind: RecordKind<Stored>,
  id: string,
  path: string,
  problem: string,
  cause?: unknown,
): EngineError {
  return new EngineError(
    kind.damaged,
    `The ${kind.noun} "${id}" cannot be opened: ${path} is damaged, ${problem}. ` +
      'Put back a copy of it, or delete the folder.',
    { details: { id, problem }, cause },
  );
}
