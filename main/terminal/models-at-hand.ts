// From what a person typed, `<model>` or `<model|file>`, to an engine and a model in it.
// A model file is opened in a library of its own that is gone afterwards, so it leaves nothing behind.

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { ModelSummary } from '../../app/contract/model.ts';
import { findNamed, modelKind } from './library-kinds.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';

/** Starts the engine for one piece of work and ends it, however the work ends. */
export async function withEngine<Result>(
  { surroundings, home }: CommandContext,
  work: (engine: TerminalEngine) => Promise<Result>,
): Promise<Result> {
  const engine = await surroundings.openEngine(home);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** The same with one model of the library, or with the model in a file. */
export async function withModel<Result>(
  context: CommandContext,
  reference: string,
  work: (engine: TerminalEngine, model: ModelSummary) => Promise<Result>,
): Promise<Result> {
  if (!(await isModelFile(reference))) {
    return withEngine(context, async (engine) =>
      work(engine, await findModel(context, engine, reference)),
    );
  }
  const home = await mkdtemp(join(tmpdir(), 'charloom-'));
  try {
    return await withEngine({ ...context, home }, async (engine) =>
      work(engine, await importModel(engine, reference)),
    );
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Finds a model by its id, or by a name that only one model has. */
export function findModel(
  context: CommandContext,
  engine: TerminalEngine,
  reference: string,
): Promise<ModelSummary> {
  return findNamed(context, engine, { kind: modelKind, reference });
}

/** Keeps a model file as a model of the engine's library. */
export async function importModel(
  engine: TerminalEngine,
  file: string,
  name?: string,
): Promise<ModelSummary> {
  const path = resolve(file);
  const { grant } = await engine.grant({ path, mode: 'read', name: basename(path) });
  return engine.client.call('model.import', name === undefined ? { grant } : { grant, name });
}

async function isModelFile(reference: string): Promise<boolean> {
  if (!reference.toLowerCase().endsWith('.safetensors')) return false;
  const found = await stat(reference).catch(() => null);
  return found?.isFile() === true;
}
