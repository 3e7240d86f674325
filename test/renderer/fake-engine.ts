// An engine in memory that keeps the contract without learning anything: time passes when it is told to.
// It serves any number of transports, so that the window can be built and tested before and beside the real one.

import type {
  CorpusDetails,
  CorpusImportRequest,
  SourcePreview,
  SourceState,
} from '../../app/contract/corpus.ts';
import {
  defaultConfiguration,
  defaultRecipe,
  defaultSampling,
} from '../../app/contract/defaults.ts';
import type { EngineEvents, EngineMethods } from '../../app/contract/engine.ts';
import { EngineError } from '../../app/contract/errors.ts';
import type { ModelDetails } from '../../app/contract/model.ts';
import { serve, type Handlers, type Transport } from '../../app/contract/rpc.ts';
import { checkRequest } from '../../app/contract/schemas.ts';
import type { EndReason, PlanRequest } from '../../app/contract/training.ts';
import type { UnreadableEntry } from '../../app/contract/unreadable.ts';
import { corpusHandlers, findCorpus, found } from './fake-corpora.ts';
import { about, makeCorpus, makeModel, shippedModels } from './fake-library.ts';
import { makePlan } from './fake-plan.ts';
import { FakeRun } from './fake-run.ts';
import { chinese, english, writeText } from './fake-text.ts';

type Emit = <Name extends keyof EngineEvents>(event: Name, payload: EngineEvents[Name]) => void;

/** A file that the fake server holds for the window. */
export interface HeldFile {
  name: string;
  text: string;
}

interface Sampling {
  id: string;
  rest: string;
  written: number;
}

/** The whole fake. Its parts are open, so that a test can set the stage. */
export class FakeEngine {
  corpora: CorpusDetails[] = [];
  models: ModelDetails[] = [];
  /** What cannot be read of either kind. */
  unreadable: Record<'corpora' | 'models', UnreadableEntry[]> = { corpora: [], models: [] };
  runs: FakeRun[] = [];
  readonly files = new Map<string, HeldFile>();
  /** Errors to answer with, by method, until they are taken away. */
  readonly failures = new Map<keyof EngineMethods, EngineError>();
  /** While set, imports wait here, so that a test can look at their progress. */
  importGate: Promise<void> | null = null;
  /** How often sources were looked at, and texts counted; while a gate is set, they wait there. */
  previews = 0;
  previewGate: Promise<void> | null = null;
  countings = 0;
  countingGate: Promise<void> | null = null;
  /** What counting reaches; null: what it would. */
  countingLoss: number | null = null;
  /** What became of the sources of a text. */
  readonly sourceStates = new Map<string, SourceState['state']>();
  /** Steps that can no longer be undone in kept sources; null: their files are there. */
  settled: SourcePreview['settled'] = null;
  /** What imports were asked for. */
  readonly imported: CorpusImportRequest[] = [];
  /** What plans were asked for; while the gate is set, they wait there. */
  readonly planned: PlanRequest[] = [];
  planGate: Promise<void> | null = null;
  /** Characters of a text that come at each tick. */
  writingSpeed = 400;
  #samplings: Sampling[] = [];
  /** Imports that were called off. */
  readonly cancelled = new Set<string>();
  readonly #sinks = new Set<Emit>();
  #ids = 0;

  /** Serves one front end. */
  attach(transport: Transport): void {
    const emit = serve<EngineMethods, EngineEvents>(
      transport,
      this.handlers,
      (method, request) => {
        const failure = this.failures.get(method as keyof EngineMethods);
        if (failure) throw failure;
        return checkRequest(method, request);
      },
      () => undefined,
    );
    this.#sinks.add(emit);
    transport.onClose(() => this.#sinks.delete(emit));
  }

  emit: Emit = (event, payload) => {
    for (const sink of this.#sinks) sink(event, payload);
  };

  /** Whether a text is being written: the window shows it from the click on, before it is asked for here. */
  get isWriting(): boolean {
    return this.#samplings.length > 0;
  }

  /** Lets so many pretended seconds pass, in training and in writing. */
  tick(seconds = 0.5): void {
    for (const run of [...this.runs]) if (run.tick(seconds)) this.#end(run, 'completed');
    for (const sampling of [...this.#samplings]) {
      const piece = [...sampling.rest].slice(0, this.writingSpeed).join('');
      sampling.rest = sampling.rest.slice(piece.length);
      sampling.written += [...piece].length;
      this.emit('sampling.text', { sampling: sampling.id, text: piece });
      if (sampling.rest === '') this.#endSampling(sampling, 'length');
    }
  }

  /** Puts a window's usual furniture in: two texts and three models of one's own, two that came along. */
  furnish(): void {
    this.corpora = [
      makeCorpus('letters', 'Letters 2009–2024', { text: english, times: 1290 }),
      makeCorpus('xin', '书信', { text: chinese, times: 260 }),
    ];
    this.models = [
      makeModel({ id: 'letters-2', name: 'Letters, second try', corpus: 'Letters 2009–2024' }),
      makeModel({ id: 'xin-1', name: '书信 · 第一次', language: 'zh', corpus: '书信' }),
      makeModel({ id: 'broken', name: 'Diary', state: 'interrupted', corpus: 'Diary 2019' }),
      ...shippedModels(),
    ];
  }

  readonly handlers: Handlers<EngineMethods> = {
    'engine.about': () => about,
    ...corpusHandlers(this),
    'model.list': () => this.models,
    'model.unreadable': () => this.unreadable.models,
    'model.show': ({ model }) => this.#model(model),
    'model.rename': ({ model, name }) => Object.assign(this.#model(model), { name }),
    'model.remove': ({ model }) => {
      this.models = this.models.filter(({ id }) => id !== model);
      return null;
    },
    'model.export': ({ model, grant }) => {
      const { name } = this.#model(model);
      this.files.set(grant, { name: `${name}.safetensors`, text: JSON.stringify({ name }) });
      return { sizeBytes: 3_540_000 };
    },
    'model.import': ({ grant }) => this.#importModel(grant),
    'training.plan': async (request) => {
      this.planned.push(request);
      await this.planGate;
      return makePlan(request, findCorpus(this, request.corpus));
    },
    'training.start': ({ corpus, name, configuration, recipe, from }) => {
      const { name: text, characters, vocabularySize } = findCorpus(this, corpus);
      const model = makeModel({
        id: this.newId('model'),
        name: name ?? text,
        state: 'queued',
        corpus: text,
      });
      Object.assign(model.corpus, { id: corpus, characters });
      const parent = from === undefined ? null : this.#model(from);
      Object.assign(model.configuration, parent?.configuration ?? defaultConfiguration);
      Object.assign(model.configuration, configuration);
      if (parent !== null) {
        const { id, results } = parent;
        const { bestValidationLoss } = results;
        Object.assign(model, { parent: { id, name: parent.name, bestValidationLoss } });
      }
      Object.assign(model.recipe, { ...defaultRecipe, ...recipe });
      model.vocabularySize = vocabularySize > 150 ? 2797 : 85;
      this.models.unshift(model);
      return this.#enqueue(model);
    },
    'training.continue': ({ model, epochs, minutes }) => {
      const found = this.#model(model);
      if (epochs !== undefined || minutes !== undefined) {
        Object.assign(found.recipe, { epochs: epochs ?? null, minutes: minutes ?? null });
      }
      return this.#enqueue(found);
    },
    'training.pause': ({ run }) => this.#set(run, 'paused'),
    'training.resume': ({ run }) => this.#set(run, 'running'),
    'training.stop': ({ run }) => {
      this.#end(this.#run(run), 'stopped');
      return null;
    },
    'training.runs': () => this.runs.map(({ status }) => status),
    'sampling.start': ({ model, prompt, options }) => {
      const { characters, vocabularySize } = this.#model(model);
      const { seed, length } = { ...defaultSampling, ...options };
      const language = vocabularySize > 600 ? 'zh' : 'en';
      const sampling = {
        id: this.newId('sampling'),
        rest: writeText(language, seed, length),
        written: 0,
      };
      this.#samplings.push(sampling);
      const unknown = [...new Set(prompt)].filter((each) => !characters.includes(each));
      return { sampling: sampling.id, seed, unknownCharacters: unknown };
    },
    'sampling.stop': ({ sampling }) => {
      const found = this.#samplings.find(({ id }) => id === sampling);
      if (!found) throw new EngineError('sampling-not-found', 'This text is already finished.');
      this.#endSampling(found, 'stopped');
      return null;
    },
    'sampling.evaluate': () => {
      throw new EngineError('internal', 'The fake engine does not evaluate.');
    },
  };

  #importModel(grant: string): ModelDetails {
    const file = this.#file(grant);
    if (!file.text.startsWith('{')) {
      throw new EngineError('model-file-invalid', `"${file.name}" is not a model of Charloom.`);
    }
    const { name } = JSON.parse(file.text) as { name: string };
    const model = makeModel({ id: this.newId('model'), name, origin: 'imported' });
    this.models.unshift(model);
    return model;
  }

  #enqueue(model: ModelDetails): { run: string; model: string } {
    const run = new FakeRun(this.newId('run'), model, model.recipe, this.emit);
    this.runs.push(run);
    this.#startNext();
    return { run: run.status.run, model: model.id };
  }

  #startNext(): void {
    const [first, ...waiting] = this.runs;
    if (first?.status.state === 'queued') {
      this.#model(first.status.model).state = 'training';
      first.status.queuePosition = 0;
      first.setState('running');
    }
    waiting.forEach(({ status }, index) => {
      status.queuePosition = index + 1;
      this.emit('training.queued', { run: status.run, position: index + 1 });
    });
  }

  /** Ends a run as the real engine would, with what it learned. */
  #end(run: FakeRun, reason: EndReason): void {
    const { status } = run;
    this.runs = this.runs.filter((each) => each !== run);
    const model = this.#model(status.model);
    const steps = status.progress?.step ?? 0;
    model.state = steps > 0 ? 'finished' : 'fresh';
    model.history = status.history;
    model.notices = status.notices;
    model.spark = status.history.validation.map(({ loss }) => loss);
    Object.assign(model.results, {
      steps,
      epochs: status.progress?.epoch ?? 0,
      seconds: run.seconds,
      bestValidationLoss: status.bestValidationLoss,
    });
    this.emit('training.ended', {
      run: status.run,
      model: status.model,
      name: status.name,
      reason,
      bestValidationLoss: status.bestValidationLoss,
      testLoss: null,
      testAccuracy: null,
      testOptimisedLoss: null,
      seconds: run.seconds,
      charsPerSecond: 14_200,
      error: null,
    });
    this.#startNext();
  }

  #endSampling(sampling: Sampling, reason: 'length' | 'stopped'): void {
    this.#samplings = this.#samplings.filter((each) => each !== sampling);
    this.emit('sampling.ended', {
      sampling: sampling.id,
      reason,
      characters: sampling.written,
      charsPerSecond: 9400,
      error: null,
    });
  }

  #set(id: string, state: 'paused' | 'running'): null {
    this.#run(id).setState(state);
    return null;
  }

  /** A name that no other thing has. */
  newId(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }

  #model(id: string): ModelDetails {
    return found(
      this.models.find((each) => each.id === id),
      'model-not-found',
    );
  }

  #run(id: string): FakeRun {
    return found(
      this.runs.find((each) => each.status.run === id),
      'run-not-found',
    );
  }

  #file(grant: string): HeldFile {
    return found(this.files.get(grant), 'file-not-granted');
  }
}
