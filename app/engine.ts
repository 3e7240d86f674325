// Puts corpora, models, training and sampling together as the contract's methods. One engine serves any
// number of front ends; what it holds in memory can be read again from disk or asked for again.

import { availableParallelism, totalmem } from 'node:os';
import type { EngineEvents, EngineMethods, EventName, HostMethods } from './contract/engine.ts';
import { EngineError } from './contract/errors.ts';
import type { Handlers } from './contract/rpc.ts';
import { Baselines } from './engine/texts/baselines.ts';
import { corpusMethods } from './engine/texts/corpus-methods.ts';
import type { Emit } from './engine/emit.ts';
import { evaluateTexts } from './engine/writing/evaluate.ts';
import { Grants } from './engine/grants.ts';
import { Imports } from './engine/texts/imports.ts';
import { LoadedModels } from './engine/writing/loaded-models.ts';
import { thisMachine } from './engine/plans/machine.ts';
import { openSources } from './engine/texts/open-sources.ts';
import { Planner } from './engine/plans/planner.ts';
import { ReadingThread } from './engine/texts/reading-thread.ts';
import { RunQueue } from './engine/runs/run-queue.ts';
import { Samplings } from './engine/writing/samplings.ts';
import { bringInShippedModels } from './engine/shipped-models.ts';
import { TrainingRequests } from './engine/training-requests.ts';
import { openLibrary } from './library/library.ts';
import { openTensorFlow } from './tensor/tensorflow.ts';

export interface EngineOptions {
  /** The library's folder. */
  home: string;
  /** Sample texts and shipped models. */
  samplesFolder: string;
  /** The bundled entry of a replica's thread. */
  replicaScript: string;
  /** The bundled entry of a thread that counts. */
  countingScript: string;
  /** The bundled entry of a thread that reads texts. */
  readingScript: string;
  version: string;
  log: (line: string) => void;
}

type Listener = <Name extends EventName>(event: Name, payload: EngineEvents[Name]) => void;

export interface Engine {
  handlers: Handlers<EngineMethods>;
  /** For the face's own side alone. */
  hostHandlers: Handlers<HostMethods>;
  /** Returns the function that stops listening. */
  onEvent(listener: Listener): () => void;
  /** Leaves checkpoints of whatever trains, and ends. */
  close(): Promise<void>;
}

/** Opens the library and native TensorFlow; throws `tensorflow-missing`, `library-unwritable` and their kin. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { home, samplesFolder, replicaScript, countingScript, readingScript, version, log } =
    options;
  const tensorflow = openTensorFlow();
  const reading = new ReadingThread(readingScript);
  const writeSnapshot = reading.writeSnapshot.bind(reading);
  const library = await openLibrary({ home, writeSnapshot, log });
  await bringInShippedModels(library, samplesFolder, log);

  const listeners = new Set<Listener>();
  const emit: Emit = (event, payload) => {
    for (const listener of listeners) listener(event, payload);
  };
  const { models } = library;
  const grants = new Grants();
  const queue = new RunQueue();
  const surroundings = { models, replicaScript, emit, log };
  const planner = new Planner(thisMachine(replicaScript, () => queue.isTraining));
  const training = new TrainingRequests(library, { queue, planner }, surroundings);
  const loaded = new LoadedModels(models, queue);
  const samplings = new Samplings(loaded, emit);
  const imports = new Imports(emit);
  const baselines = new Baselines(countingScript, log);

  const changed = <Result>(result: Result): Result => {
    emit('library.changed', { what: 'models' });
    return result;
  };
  const refuseBusy = (model: string): void => {
    if (!queue.ofModel(model)) return;
    throw new EngineError(
      'model-busy',
      'This model is training or waits to. Stop its run first, then try again.',
      { details: { model } },
    );
  };

  const handlers: Handlers<EngineMethods> = {
    'engine.about': () => ({
      version,
      tensorflow: tensorflow.version,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      home: library.home,
      engineProcess: process.pid,
    }),

    ...corpusMethods({
      ...{ library, reading, grants, imports, baselines, queue, emit, samplesFolder },
    }),

    'model.list': () => models.list(),
    'model.unreadable': () => models.unreadable(),
    'model.show': ({ model }) => models.show(model),
    'model.rename': async ({ model, name }) => changed(await models.rename(model, name)),
    'model.remove': async ({ model }) => {
      refuseBusy(model);
      await models.remove(model);
      return changed(null);
    },
    'model.export': ({ model, grant }) =>
      models.exportFile(model, grants.resolve(grant, 'write').path),
    'model.import': async ({ grant, name }) => {
      const { path } = grants.resolve(grant, 'read');
      const { id } = await models.importFile(path, name === undefined ? {} : { name });
      return changed(await models.show(id));
    },

    'training.start': (request) => training.start(request),
    'training.plan': (request) => training.plan(request),
    'training.continue': (request) => training.continue(request),
    'training.pause': ({ run }) => (queue.pause(run), null),
    'training.resume': ({ run }) => (queue.resume(run), null),
    'training.stop': async ({ run }) => {
      await queue.stop(run);
      return null;
    },
    'training.runs': () => queue.statuses,

    'sampling.start': (request) => samplings.start(request),
    'sampling.stop': ({ sampling }) => (samplings.stop(sampling), null),
    'sampling.evaluate': async ({ model, sources }) =>
      evaluateTexts(
        { replicaScript, writeSnapshot },
        await loaded.load(model),
        await openSources(sources, { grants, samplesFolder }),
      ),
  };

  const hostHandlers: Handlers<HostMethods> = {
    'host.grant': ({ path, mode, name, isTemporary = false, grant }) => ({
      grant: grants.open({ path, mode, name, isTemporary }, grant),
    }),
    'host.revoke': ({ grant }) => (grants.close(grant), null),
    'host.prepareExit': async () => {
      await queue.close();
      return null;
    },
    'host.ping': () => null,
  };

  return {
    handlers,
    hostHandlers,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      await Promise.all([queue.close(), baselines.close(), reading.close()]);
    },
  };
}
