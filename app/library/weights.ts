// A model's weights on disk: the best ones beside model.json, and files exchanged with the outside.

import { basename, dirname, join } from 'node:path';
import { EngineError } from '../contract/errors.ts';
import { encodeModelFile, readModelFile, type ReadModelFile } from '../formats/model-file.ts';
import type { ModelFileHeader } from '../formats/model-header.ts';
import { writeAtomically } from './atomic-write.ts';
import { failureCode, isMissing } from './failures.ts';
import type { FileSystem } from './file-system.ts';
import type { ModelRecord } from './interfaces.ts';

export const bestFile = 'best.safetensors';

/** What a record says of itself in a model file. */
export function headerOf(record: ModelRecord): ModelFileHeader {
  const { name, configuration, vocabulary, normalisation, recipe, results } = record;
  const { trainedAt, machine } = record;
  const { name: corpusName, hash, characters } = record.corpus;
  return {
    name,
    configuration,
    vocabulary,
    normalisation,
    training: {
      recipe,
      results,
      corpus: { name: corpusName, hash, characters },
      trainedAt,
      machine,
    },
  };
}

/** Writes a model file; returns its size. */
export async function writeModelFile(
  fileSystem: FileSystem,
  path: string,
  header: ModelFileHeader,
  parameters: Float32Array,
): Promise<{ sizeBytes: number }> {
  const file = encodeModelFile(header, parameters);
  const { sizeBytes } = file;
  const what = `the model "${header.name}"`;
  await writeAtomically(fileSystem, { path, content: file.pieces(), sizeBytes, what });
  return { sizeBytes };
}

/** Refuses a folder that is not there, and to replace a folder or a device, as a rename would. */
export async function requireFilePlace(fileSystem: FileSystem, path: string): Promise<void> {
  const statusOf = (place: string) => fileSystem.status(place).catch(() => null);
  const [status, folder] = [await statusOf(path), await statusOf(dirname(path))];
  if (folder?.isFolder && (status === null || status.isFile)) return;
  const taken = status?.isFolder ? 'it is a folder' : 'it is not a file';
  const reason = folder?.isFolder ? taken : 'there is no such folder';
  throw new EngineError(
    'library-unwritable',
    `Could not write ${path}: ${reason}. Choose the name of a new file.`,
    { details: { folder: path, reason } },
  );
}

/** Reads a model file from anywhere on this machine. */
export async function openModelFile(fileSystem: FileSystem, path: string): Promise<ReadModelFile> {
  const name = basename(path);
  let file;
  try {
    file = await fileSystem.openForReading(path);
  } catch (error) {
    throw unreadable(name, error);
  }
  try {
    return await readModelFile(file, name);
  } catch (error) {
    // Folders open like files on some systems and fail only when they are read.
    throw failureCode(error) === null ? error : unreadable(name, error);
  } finally {
    await file.close();
  }
}

/** The best weights of a model; `checkpoint-missing` before there are any. */
export async function readBest(
  fileSystem: FileSystem,
  folder: string,
  record: ModelRecord,
): Promise<Float32Array> {
  const path = join(folder, bestFile);
  const status = await fileSystem.status(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (status === null) {
    throw new EngineError(
      'checkpoint-missing',
      `"${record.name}" has no weights yet. Let it train until its first validation.`,
      { details: { id: record.id } },
    );
  }
  const { header, parameters } = await openModelFile(fileSystem, path);
  const isOurs =
    JSON.stringify(header.vocabulary) === JSON.stringify(record.vocabulary) &&
    isSameConfiguration(header, record);
  if (isOurs) return parameters;
  throw new EngineError(
    'model-file-invalid',
    `The weights of "${record.name}" belong to another model: ${path} was exchanged. Put the right file back.`,
    { details: { id: record.id, file: bestFile } },
  );
}

function isSameConfiguration(header: ModelFileHeader, record: ModelRecord): boolean {
  const sorted = (configuration: object) =>
    JSON.stringify(Object.entries(configuration).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(header.configuration) === sorted(record.configuration);
}

function unreadable(name: string, cause: unknown): EngineError {
  const reason = isMissing(cause) ? 'it is not there' : (failureCode(cause) ?? String(cause));
  return new EngineError(
    'model-file-invalid',
    `"${name}" cannot be read: ${reason}. Check that the file is there and that you may read it.`,
    { details: { file: name, problem: reason }, cause },
  );
}
