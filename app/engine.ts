// Puts corpora, models, training and sampling together as the contract's methods. One engine serves any
// number of front ends; what it holds in memory can be read again from disk or asked for again.

import { availableParallelism, totalmem } from 'node:os';
import type { EngineEvents, EngineMethods, EventName, HostMethods } from './contract/engine.ts';
import type { TextSource } from './contract/corpus.ts';
import { EngineError } from './contract/errors.ts';
import type { Handlers } from './contract/rpc.ts';
import { listSampleTexts, openSampleText } from './corpus/sample-texts.ts';
import { inspectTexts } from './corpus/survey.ts';
import type { TextInput } from './corpus/text-input.ts';
import { Baselines } from './engine/baselines.ts';
import type { Emit } from './engine/emit.ts';
import { evaluateTexts } from './engine/evaluate.ts';
import { Grants } from './engine/grants.ts';
import { Imports } from './engine/imports.ts';
import { LoadedModels } from './engine/loaded-models.ts';
import { thisMachine } from './engine/machine.ts';
import { Planner } from './engine/planner.ts';
import { RunQueue } from './engine/run-queue.ts';
import { Samplings } from './engine/samplings.ts';
import { bringInShippedModels } from './engine/shipped-models.ts';
import { TrainingRequests } from './engine/training-requests.ts';
import { VocabularyPreviews } from './engine/vocabulary-previews.ts';
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
  const { home, samplesFolder, replicaScript, countingScript, version, log } = options;
  const tensorflow = openTensorFlow();
  const library = await openLibrary({ home, log });
  await bringInShippedModels(library, samplesFolder, log);

  const listeners = new Set<Listener>();
  const emit: Emit = (event, payload) => {
    for (const listener of listeners) listener(event, payload);
  };
  const { corpora, models } = library;
  const grants = new Grants();
  const queue = new RunQueue();
  const surroundings = { models, replicaScript, emit, log };
  const planner = new Planner(thisMachine(replicaScript, () => queue.isTraining));
  const training = new TrainingRequests(library, { queue, planner }, surroundings);
  const loaded = new LoadedModels(models, queue);
  const samplings = new Samplings(loaded, emit);
  const imports = new Imports(emit);
  const baselines = new Baselines(countingScript, log);
  const vocabularies = new VocabularyPreviews();

  const openSources = (sources: TextSource[]): Promise<TextInput[]> =>
    Promise.all(
      sources.map(async (source): Promise<TextInput> => {
        if (source.kind === 'text') return source;
        if (source.kind === 'sample') return openSampleText(samplesFolder, source.sample);
        const { name, path } = grants.resolve(source.grant, 'read');
        return { kind: 'file', name, path };
      }),
    );
  const changed = <Result>(what: 'corpora' | 'models', result: Result): Result => {
    emit('library.changed', { what });
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

    'corpus.samples': () => listSampleTexts(samplesFolder),
    'corpus.list': () => corpora.list(),
    'corpus.show': ({ corpus }) => corpora.show(corpus),
    'corpus.excerpt': ({ corpus, position }) => corpora.excerpt(corpus, position),
    'corpus.vocabulary': async (request) =>
      vocabularies.preview(await corpora.open(request.corpus), request),
    'corpus.inspect': async ({ sources }) => inspectTexts(await openSources(sources)),
    'corpus.import': async ({ sources, name, operation }) => {
      const inputs = await openSources(sources);
      const corpus = await imports.follow(operation, (reading) =>
        corpora.import(inputs, name === undefined ? reading : { ...reading, name }),
      );
      return changed('corpora', corpus);
    },
    'corpus.cancelImport': ({ operation }) => imports.cancel(operation),
    'corpus.rename': async ({ corpus, name }) =>
      changed('corpora', await corpora.rename(corpus, name)),
    'corpus.remove': async ({ corpus }) => {
      if (queue.isReading(corpus)) throw corpusBusy(corpus);
      await corpora.remove(corpus);
      return changed('corpora', null);
    },

    'corpus.baseline': async (request) =>
      baselines.find(await library.corpora.open(request.corpus), request),

    'model.list': () => models.list(),
    'model.show': ({ model }) => models.show(model),
    'model.rename': async ({ model, name }) => changed('models', await models.rename(model, name)),
    'model.remove': async ({ model }) => {
      refuseBusy(model);
      await models.remove(model);
      return changed('models', null);
    },
    'model.export': ({ model, grant }) =>
      models.exportFile(model, grants.resolve(grant, 'write').path),
    'model.import': async ({ grant, name }) => {
      const { path } = grants.resolve(grant, 'read');
      const { id } = await models.importFile(path, name === undefined ? {} : { name });
      return changed('models', await models.show(id));
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
      evaluateTexts(replicaScript, await loaded.load(model), await openSources(sources)),
  };

  const hostHandlers: Handlers<HostMethods> = {
    'host.grant': ({ path, mode, name, grant }) => ({
      grant: grants.open({ path, mode, name }, grant),
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
      await Promise.all([queue.close(), baselines.close()]);
    },
  };
}

function corpusBusy(corpus: string): EngineError {
  return new EngineError(
    'model-busy',
    'A model is training on this text or waits to. Stop its run first, then remove the text.',
    { details: { corpus } },
  );
}
