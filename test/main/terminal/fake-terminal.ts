// A terminal in memory: streams that remember, an engine that answers as it is told over a memory pair.

import { setImmediate } from 'node:timers/promises';
import { defaultCleaning } from '../../../app/contract/cleaning.ts';
import type { EngineEvents, EngineMethods } from '../../../app/contract/engine.ts';
import { defaultConfiguration, defaultRecipe } from '../../../app/contract/defaults.ts';
import type { CorpusDetails, CorpusSource, CorpusSummary } from '../../../app/contract/corpus.ts';
import { EngineError } from '../../../app/contract/errors.ts';
import type { ModelDetails, ModelSummary } from '../../../app/contract/model.ts';
import { presets } from '../../../app/contract/presets.ts';
import { createClient, createMemoryPair, serve, type Handlers } from '../../../app/contract/rpc.ts';
import { checkRequest } from '../../../app/contract/schemas.ts';
import type { PlanRequest, TrainingEnded, TrainingPlan } from '../../../app/contract/training.ts';
import { runTerminal } from '../../../main/terminal/program.ts';
import type { ServeOptions, Surroundings } from '../../../main/terminal/surroundings.ts';

export type Emit = <Name extends keyof EngineEvents>(
  event: Name,
  payload: EngineEvents[Name],
) => void;

export type FakeHandlers = (emit: Emit) => Partial<Handlers<EngineMethods>>;

export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** The JSON lines of stdout. */
  lines: Record<string, unknown>[];
  /** What the engine was asked, in order. */
  calls: { method: string; request: unknown }[];
  granted: { path: string; mode: string; name: string }[];
  homes: string[];
  isClosed: boolean;
  endedAtOnce: number | null;
}

export interface FakeTerminalOptions {
  handlers?: FakeHandlers;
  environment?: NodeJS.ProcessEnv;
  isTerminal?: boolean;
  columns?: number;
  answer?: string;
  /** Presses Ctrl-C as often as told when the engine is asked this. */
  interruptAt?: { method: string; times: number };
  serve?: (options: ServeOptions) => { url: string; close(): Promise<void> };
}

/** Runs one command line in a terminal of its own. */
export async function runInFake(
  typed: string[],
  options: FakeTerminalOptions = {},
): Promise<Outcome> {
  const outcome: Outcome = {
    exitCode: -1,
    stdout: '',
    stderr: '',
    lines: [],
    calls: [],
    granted: [],
    homes: [],
    isClosed: false,
    endedAtOnce: null,
  };
  const interruptListeners = new Set<() => void>();
  const interrupt = () => interruptListeners.forEach((listener) => listener());
  const { isTerminal = false, columns = 100, answer, interruptAt } = options;

  const surroundings: Surroundings = {
    stdout: { isTTY: isTerminal, columns, write: (text) => void (outcome.stdout += text) },
    stderr: { isTTY: isTerminal, columns, write: (text) => void (outcome.stderr += text) },
    environment: { NO_COLOR: '1', ...options.environment },
    version: '1.2.3',
    home: '/usual/home',
    ask: answer === undefined ? null : async () => answer,
    onInterrupt(listener) {
      interruptListeners.add(listener);
      return () => interruptListeners.delete(listener);
    },
    endAtOnce: (exitCode) => void (outcome.endedAtOnce = exitCode),
    async serve(request) {
      outcome.homes.push(request.home);
      if (!options.serve) throw new Error('nothing is served in this test');
      void setImmediate().then(interrupt);
      return options.serve(request);
    },
    async openEngine(home) {
      outcome.homes.push(home);
      const [near, far] = createMemoryPair();
      const emit: Emit = (event, payload) => send(event, payload);
      const handlers = options.handlers?.(emit) ?? {};
      const send = serve<EngineMethods, EngineEvents>(
        far,
        handlers as Handlers<EngineMethods>,
        (method, request) => {
          outcome.calls.push({ method, request });
          if (method === interruptAt?.method) {
            for (let time = 0; time < interruptAt.times; time++)
              void setImmediate().then(interrupt);
          }
          return checkRequest(method, request);
        },
        () => undefined,
      );
      return {
        client: createClient<EngineMethods, EngineEvents>(near),
        async grant(request) {
          outcome.granted.push(request);
          return { grant: `grant-${outcome.granted.length}` };
        },
        async close() {
          await setImmediate();
          near.close();
          outcome.isClosed = true;
        },
      };
    },
  };

  outcome.exitCode = await runTerminal(typed, surroundings);
  if (typed.includes('--json')) {
    outcome.lines = outcome.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
  return outcome;
}

/** A row of the list of models. */
export function modelSummary(id: string, name: string): ModelSummary {
  return {
    id,
    name,
    createdAt: '2025-01-02T03:04:05.000Z',
    state: 'finished',
    configuration: defaultConfiguration,
    parameters: 123_456,
    vocabularySize: 67,
    corpus: { id: 'corpus-1', name: 'Text', hash: 'sha256:00', characters: 9_000 },
    parent: null,
    results: {
      steps: 10,
      epochs: 2,
      bestValidationLoss: 1.5,
      lastValidationLoss: 1.6,
      lastTrainingLoss: 1.4,
      testLoss: null,
      testAccuracy: null,
      testOptimisedLoss: null,
      seconds: 75,
      charsPerSecond: 40_000,
    },
    spark: [2, 1.5],
    origin: 'trained',
  };
}

/** A model as its own screen shows it. */
export function modelDetails(id: string, name: string): ModelDetails {
  return {
    ...modelSummary(id, name),
    recipe: { ...defaultRecipe, replicas: 2 },
    normalisation: defaultCleaning,
    sizeBytes: 3_400_000,
    characters: ['e', ' '],
    history: { training: [], validation: [], samples: [] },
    notices: [],
  };
}

/** What a corpus is made of: one file of plain text. */
export function corpusSource(name: string, rest: Partial<CorpusSource> = {}): CorpusSource {
  return {
    name,
    sizeBytes: 5,
    characters: 5,
    hash: 'sha256:00',
    format: 'text',
    encoding: 'utf-8',
    undecodable: 0,
    documents: 1,
    ...rest,
  };
}

/** A row of the list of corpora. */
export function corpusSummary(id: string, sources: CorpusSummary['sources']): CorpusSummary {
  return {
    id,
    name: 'Text',
    createdAt: '2025-01-02T03:04:05.000Z',
    characters: 9_000,
    vocabularySize: 65,
    sources,
    hash: 'sha256:00',
  };
}

/** A corpus as its own screen shows it: two documents, cleaned of blanks. */
export function corpusDetails(id: string, sources: CorpusSource[]): CorpusDetails {
  return {
    ...corpusSummary(id, sources),
    lines: 120,
    sizeBytes: 9_400,
    frequentCharacters: [
      { character: ' ', count: 1_600 },
      { character: 'e', count: 900 },
    ],
    cleaning: { ...defaultCleaning, blanks: true, remove: '0-9' },
    cleaned: [{ step: 'blanks', changes: 12 }],
    coverage: [
      { characters: 1, share: 0.2 },
      { characters: 30, share: 0.95 },
      { characters: 50, share: 0.995 },
      { characters: 65, share: 1 },
    ],
    documents: {
      count: 2,
      longest: [{ name: 'a.txt', characters: 6_000, opening: 'Once upon a time' }],
      shortest: [{ name: 'b.txt', characters: 3_000, opening: 'The end' }],
    },
    languages: [
      { language: 'en', share: 0.7 },
      { language: 'zh', share: 0.28 },
      { language: 'fr', share: 0.02 },
    ],
    compressedBitsPerCharacter: 2.5,
  };
}

/** What the fake engine makes of a request: presets and defaults filled in, the figures always the same. */
export function planOf({ minutes, configuration, recipe = {} }: PlanRequest): TrainingPlan {
  const preset = recipe.preset ? presets[recipe.preset] : null;
  const isTimed = minutes !== undefined;
  return {
    configuration: { ...defaultConfiguration, ...preset?.configuration, ...configuration },
    recipe: {
      ...defaultRecipe,
      ...preset?.recipe,
      ...recipe,
      ...(isTimed ? { epochs: null, minutes } : {}),
      replicas: 2,
    },
    parameters: 843_201,
    vocabularySize: 67,
    characters: 9_000,
    unknownShare: 0,
    replicas: 2,
    steps: 3_120,
    seconds: isTimed ? 60 * minutes : 150,
    charsPerSecond: 40_000,
    memoryBytes: 412_000_000,
    expectedLoss: { low: 1.5, high: 1.6 },
    lossUnknown: null,
    remarks: [
      {
        code: 'text-too-small',
        message: 'Too few characters: layers of 64 fit this text.',
        layers: [64, 64],
      },
    ],
  };
}

/** How the run of the fake engine ends. */
export const endedRun: TrainingEnded = {
  run: 'run-1',
  model: 'model-1',
  name: 'Text',
  reason: 'completed',
  bestValidationLoss: 1.5,
  testLoss: null,
  testAccuracy: null,
  testOptimisedLoss: null,
  seconds: 15,
  charsPerSecond: 40_000,
  error: null,
};

/** An engine in which one run goes from start to end as soon as it is asked to. */
export const trainingEngine: FakeHandlers = (emit) => {
  const run = 'run-1';
  const model = 'model-1';
  const begin = () => {
    queueMicrotask(() => {
      emit('training.started', {
        run,
        model,
        name: 'Text',
        parameters: 843_201,
        vocabularySize: 67,
        characters: 9_000,
        replicas: 2,
        adjustments: [{ field: 'batchSize', asked: 32, used: 8 }],
      });
      emit('training.progress', {
        run,
        step: 5,
        steps: 10,
        epoch: 1,
        loss: 2.25,
        smoothedLoss: 2.31,
        gradientNorm: 0.5,
        clippedShare: 0.25,
        layerGradientNorms: [0.3, 0.4],
        learningRate: 0.004,
        charsPerSecond: 40_000,
        etaSeconds: 7.5,
        seconds: 7.5,
        memoryBytes: 1e8,
      });
      emit('training.sample', { run, step: 5, seconds: 15, text: 'the wh\u001b[31male' });
      emit('training.validation', {
        run,
        step: 10,
        epoch: 2,
        loss: 1.5,
        optimisedLoss: null,
        bitsPerCharacter: 2.164,
        accuracy: 0.55,
        topFiveAccuracy: 0.85,
        seconds: 15,
        isBest: true,
      });
      emit('training.ended', endedRun);
    });
    return { run, model };
  };
  return {
    'corpus.list': () => [],
    'corpus.samples': () => [
      { id: 'moby-dick', title: 'Moby-Dick', language: 'en', characters: 1_200_000 },
    ],
    'corpus.import': () => corpusSummary('corpus-1', []),
    'model.list': () => [modelSummary('model-1', 'Text')],
    'model.show': () => modelDetails('model-1', 'Text'),
    'training.plan': planOf,
    'training.start': begin,
    'training.continue': begin,
    ...writingEngine(emit),
  };
};

/** An engine that writes the prompt's length and the seed, in two pieces. */
export const writingEngine: FakeHandlers = (emit) => {
  let count = 0;
  return {
    'model.list': () => [
      modelSummary('model-1', 'Text'),
      modelSummary('model-2', 'Twin'),
      modelSummary('model-3', 'Twin'),
    ],
    'model.import': ({ name }) => modelSummary('imported', name ?? 'From a file'),
    'sampling.start': ({ prompt, options }) => {
      const sampling = `sampling-${++count}`;
      void setImmediate().then(() => {
        emit('sampling.text', { sampling, text: `seed ${options.seed} ` });
        emit('sampling.text', { sampling, text: '字' });
        emit('sampling.ended', {
          sampling,
          reason: 'length',
          characters: 8,
          charsPerSecond: 8_000,
          error: null,
        });
      });
      const unknownCharacters = [...prompt].filter((character) => character === '猫');
      return { sampling, seed: options.seed ?? 0, unknownCharacters };
    },
  };
};

/** An engine in which every call fails with this error. */
export function failingEngine(code: EngineError['code'], message: string): FakeHandlers {
  return () =>
    new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: null }),
        get: () => () => {
          throw new EngineError(code, message);
        },
      },
    );
}
