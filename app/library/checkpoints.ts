// The checkpoints of a model: two generations, and CURRENT, written last. Reading takes the one that CURRENT
// names, else the one before it, and says so.

import { dirname, join } from 'node:path';
import { EngineError } from '../contract/errors.ts';
import { FormatError } from '../formats/format-error.ts';
import { writeAtomically } from './atomic-write.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint-file.ts';
import { failureCode, isMissing, writingError } from './failures.ts';
import type { FileSystem } from './file-system.ts';
import type { Checkpoint, ReadCheckpoint } from './interfaces.ts';

export const checkpointsFolder = 'checkpoints';
const currentFile = 'CURRENT';
const generationName = /^(\d{6,15})-step-\d+\.safetensors$/;

/** Writes a new generation, points CURRENT at it, then deletes all but it and the one before. */
export async function writeCheckpoint(
  fileSystem: FileSystem,
  folder: string,
  checkpoint: Checkpoint,
): Promise<void> {
  await makeFolder(fileSystem, folder);
  const existing = await generations(fileSystem, folder);
  const previous = (await readCurrent(fileSystem, folder)) ?? existing[0];
  const number = existing[0] === undefined ? 1 : generationOf(existing[0]) + 1;
  const name = `${String(number).padStart(6, '0')}-step-${checkpoint.step}.safetensors`;

  const file = await encodeCheckpoint(checkpoint);
  const { sizeBytes } = file;
  const what = 'the checkpoint';
  await writeAtomically(fileSystem, {
    path: join(folder, name),
    content: file.pieces(),
    sizeBytes,
    what,
  });
  const current = Buffer.from(`${name}\n`);
  await writeAtomically(fileSystem, {
    path: join(folder, currentFile),
    content: current,
    sizeBytes: current.length,
    what,
  });
  for (const old of existing) {
    // What cannot be deleted now is deleted after the next one.
    if (old !== previous) await fileSystem.unlink(join(folder, old)).catch(() => undefined);
  }
}

/** The newest checkpoint that is whole; null when there never was one. */
export async function readCheckpoint(
  fileSystem: FileSystem,
  folder: string,
): Promise<ReadCheckpoint | null> {
  const current = await readCurrent(fileSystem, folder);
  const existing = await generations(fileSystem, folder);
  const candidates = existing.filter((name) => name !== current);
  if (current !== null) candidates.unshift(current);
  let damage: string | null = null;
  for (const name of candidates) {
    try {
      const checkpoint = await readOne(fileSystem, join(folder, name));
      if (damage === null) return { ...checkpoint, damage };
      return {
        ...checkpoint,
        damage: `${damage} The one before it, at step ${checkpoint.step}, was taken instead.`,
      };
    } catch (error) {
      damage ??= `The newest checkpoint (${name}) could not be used: ${problemOf(error)}.`;
    }
  }
  if (damage === null) return null;
  throw new EngineError(
    'checkpoint-invalid',
    `${damage} There is no other. The best weights are kept; continue from them.`,
    { details: { damage } },
  );
}

async function readOne(fileSystem: FileSystem, path: string): Promise<Checkpoint> {
  const file = await fileSystem.openForReading(path);
  try {
    return await decodeCheckpoint(file);
  } finally {
    await file.close();
  }
}

/** In a few words; errors that say nothing of a damaged file pass on. */
function problemOf(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  if (isMissing(error)) return 'the file is missing';
  const code = failureCode(error);
  if (code === null) throw error;
  return `it cannot be read (${code})`;
}

/** Not recursively: a model that was deleted while it trained must not come back as a folder of this alone. */
async function makeFolder(fileSystem: FileSystem, folder: string): Promise<void> {
  const model = dirname(folder);
  await fileSystem.status(model);
  try {
    await fileSystem.makeFolder(folder);
  } catch (error) {
    const intent = { what: 'the checkpoint', folder: model, neededBytes: 0 };
    throw await writingError(fileSystem, error, intent);
  }
}

/** Names of generations, the newest first. */
async function generations(fileSystem: FileSystem, folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = await fileSystem.readFolder(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  return names
    .filter((name) => generationName.test(name))
    .sort((first, second) => generationOf(second) - generationOf(first));
}

function generationOf(name: string): number {
  return Number(generationName.exec(name)?.[1] ?? 0);
}

/** The name that CURRENT holds; null when there is none, or none that could be ours. */
async function readCurrent(fileSystem: FileSystem, folder: string): Promise<string | null> {
  try {
    const name = (await fileSystem.readFile(join(folder, currentFile))).toString('utf8').trim();
    return generationName.test(name) ? name : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
