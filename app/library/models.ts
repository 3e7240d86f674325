// The models of the library: each a folder with model.json, its weights, its checkpoints and its logs.

import { join } from 'node:path';
import type { ModelDetails, ModelResults, ModelSummary } from '../contract/model.ts';
import { checkpointsFolder, readCheckpoint, writeCheckpoint } from './checkpoints.ts';
import type { Entries } from './entries.ts';
import type { FileSystem } from './file-system.ts';
import { metricsFile, readHistory, samplesFile, sparkOf } from './history.ts';
import { createIdentifier } from './identifiers.ts';
import type { ModelPatch, ModelRecord, Models } from './interfaces.ts';
import { LineAppender } from './json-lines.ts';
import { isLocked } from './lock.ts';
import { findUnreadable, readReadable } from './readable.ts';
import { modelKind, modelVersion, readRecord, writeRecord } from './records.ts';
import {
  bestFile,
  headerOf,
  openModelFile,
  readBest,
  requireFilePlace,
  writeModelFile,
} from './weights.ts';
import { Writers } from './writers.ts';

/** Entries of a vocabulary that a model's screen shows. */
const shownCharacters = 6000;

const noResults: ModelResults = {
  steps: 0,
  epochs: 0,
  bestValidationLoss: null,
  lastValidationLoss: null,
  lastTrainingLoss: null,
  testLoss: null,
  testAccuracy: null,
  testOptimisedLoss: null,
  seconds: 0,
  charsPerSecond: 0,
};

/** Opens the models in a folder that exists. `log` hears of models that cannot be listed. */
export function openModels(
  fileSystem: FileSystem,
  entries: Entries,
  log: (line: string) => void,
): Models {
  const pathOf = (id: string) => entries.pathOf(id);
  const writers = new Writers(pathOf);
  const lines = new LineAppender(fileSystem);
  /** Waiting in this process's queue, so that they are not taken for a crashed process's. */
  const queuedHere = new Set<string>();
  /** Spark lines by model, as long as their log has the same size. */
  const sparks = new Map<string, { sizeBytes: number; spark: number[] }>();

  const readStored = (id: string) =>
    readRecord(fileSystem, modelKind, join(pathOf(id), modelKind.file), id);

  const writeStored = (folder: string, record: ModelRecord) =>
    writeRecord(fileSystem, modelKind, { folder, record });

  /** A model that says it is training while nobody holds it was left by a process that crashed. */
  async function read(id: string): Promise<ModelRecord> {
    const record = await readStored(id);
    const isActive = record.state === 'training' || record.state === 'queued';
    if (!isActive || queuedHere.has(id) || (await isLocked(pathOf(id)))) return record;
    return { ...record, state: 'interrupted' };
  }

  async function sparkLine(id: string): Promise<number[]> {
    const status = await fileSystem.status(join(pathOf(id), metricsFile)).catch(() => null);
    if (status === null) return [];
    const known = sparks.get(id);
    if (known?.sizeBytes === status.sizeBytes) return known.spark;
    const { history } = await readHistory(fileSystem, pathOf(id));
    const spark = sparkOf(history.validation);
    sparks.set(id, { sizeBytes: status.sizeBytes, spark });
    return spark;
  }

  async function summarise(record: ModelRecord): Promise<ModelSummary> {
    const { id, name, createdAt, state, configuration, parameters, corpus, results } = record;
    return {
      id,
      name,
      createdAt,
      state,
      configuration,
      parameters,
      vocabularySize: record.vocabulary.length,
      corpus,
      parent: record.parent,
      results,
      spark: await sparkLine(id),
      origin: record.origin,
    };
  }

  async function create(
    record: Omit<ModelRecord, 'id' | 'formatVersion' | 'createdAt'>,
    fill: (folder: string) => Promise<unknown> = async () => undefined,
    neededBytes = 0,
  ): Promise<ModelRecord> {
    const id = createIdentifier(record.name, 'model');
    const createdAt = new Date().toISOString();
    const created = { formatVersion: modelVersion, id, createdAt, ...record };
    const intent = { what: `the model "${record.name}"`, neededBytes };
    return entries.create(id, intent, async (folder) => {
      await fill(folder);
      await writeStored(folder, created);
      return created;
    });
  }

  const update = (id: string, patch: ModelPatch) =>
    writers.write(id, async () => {
      const updated = { ...(await readStored(id)), ...patch };
      await writeStored(pathOf(id), updated);
      if (patch.state === 'queued') queuedHere.add(id);
      else if (patch.state !== undefined) queuedHere.delete(id);
      return updated;
    });

  async function show(id: string): Promise<ModelDetails> {
    const record = await read(id);
    return {
      ...(await summarise(record)),
      recipe: record.recipe,
      normalisation: record.normalisation,
      sizeBytes: await folderBytes(fileSystem, pathOf(id)),
      characters: record.vocabulary.slice(2, 2 + shownCharacters),
      ...(await readHistory(fileSystem, pathOf(id))),
    };
  }

  return {
    read,
    show,
    update,
    list: async () => {
      const records = await readReadable(await entries.list(), read, log);
      return Promise.all(records.map(summarise));
    },
    unreadable: () => findUnreadable(entries, modelKind, readStored),
    create: ({ vocabulary, ...model }) =>
      create({
        ...model,
        vocabulary: [...vocabulary],
        state: 'fresh',
        origin: 'trained',
        results: noResults,
        trainedAt: null,
        machine: null,
      }),
    rename: async (id, name) => summarise(await update(id, { name })),
    remove: async (id) => {
      // A run that holds the model is a reason to refuse, in this process as in another.
      const lock = await writers.acquire(id);
      try {
        await entries.remove(id, `the model "${id}"`);
      } finally {
        await lock.release();
      }
      queuedHere.delete(id);
      sparks.delete(id);
    },

    acquire: (id) => writers.acquire(id),
    appendMetrics: (id, entry) =>
      writers.write(id, () => lines.append(join(pathOf(id), metricsFile), entry)),
    appendSample: (id, entry) =>
      writers.write(id, () => lines.append(join(pathOf(id), samplesFile), entry)),
    writeBest: (id, parameters) =>
      writers.write(id, async () => {
        const header = headerOf(await readStored(id));
        await writeModelFile(fileSystem, join(pathOf(id), bestFile), header, parameters);
      }),
    readWeights: async (id) => readBest(fileSystem, pathOf(id), await readStored(id)),
    writeCheckpoint: (id, checkpoint) =>
      writers.write(id, () =>
        writeCheckpoint(fileSystem, join(pathOf(id), checkpointsFolder), checkpoint),
      ),
    readCheckpoint: async (id) => {
      await readStored(id);
      return readCheckpoint(fileSystem, join(pathOf(id), checkpointsFolder));
    },

    exportFile: async (id, path) => {
      const record = await readStored(id);
      const parameters = await readBest(fileSystem, pathOf(id), record);
      await requireFilePlace(fileSystem, path);
      return writeModelFile(fileSystem, path, headerOf(record), parameters);
    },
    importFile: async (path, options = {}) => {
      const { header, parameters, count } = await openModelFile(fileSystem, path);
      const { training, ...model } = header;
      const named = { ...model, name: options.name ?? model.name };
      const { corpus, ...trained } = training;
      return create(
        {
          ...named,
          ...trained,
          corpus: { id: null, ...corpus },
          parent: null,
          parameters: count,
          state: 'finished',
          origin: options.origin ?? 'imported',
        },
        (folder) =>
          writeModelFile(fileSystem, join(folder, bestFile), { ...named, training }, parameters),
        parameters.byteLength,
      );
    },
  };
}

/** Bytes of all that is in a folder, its subfolders included. */
async function folderBytes(fileSystem: FileSystem, folder: string): Promise<number> {
  let sizeBytes = 0;
  for (const name of await fileSystem.readFolder(folder)) {
    const path = join(folder, name);
    // What was being written a moment ago may have its own name by now.
    const status = await fileSystem.status(path).catch(() => null);
    if (status === null) continue;
    sizeBytes += status.isFolder ? await folderBytes(fileSystem, path) : status.sizeBytes;
  }
  return sizeBytes;
}
