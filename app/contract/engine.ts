// The whole contract: every method a front end may call and every event it may hear. Types only.
// A file is never named by path: the face's own side (Electron main, the web server, the terminal)
// opens it to the engine through HostMethods and hands the front end a grant, an opaque word.

import type {
  CorpusDetails,
  CorpusExcerpt,
  CorpusImportRequest,
  CorpusInspection,
  CorpusPreview,
  CorpusProgress,
  CorpusSplits,
  CorpusSummary,
  CountingBaseline,
  SampleText,
  SourceState,
  VocabularyCutoff,
  VocabularyPreview,
} from './corpus.ts';
import type { ModelDetails, ModelSummary } from './model.ts';
import type {
  Evaluation,
  EvaluationRequest,
  SamplingEnded,
  SamplingRequest,
  SamplingStarted,
  SamplingText,
} from './sampling.ts';
import type {
  ContinueRequest,
  PlanRequest,
  RunStatus,
  TrainingEnded,
  TrainingNotice,
  TrainingPlan,
  TrainingProgress,
  TrainingRequest,
  TrainingSample,
  TrainingStarted,
  TrainingValidation,
} from './training.ts';
import type { UnreadableEntry } from './unreadable.ts';

export interface About {
  version: string;
  /** Version of the native library, as in 2.21.0. */
  tensorflow: string;
  node: string;
  platform: string;
  cores: number;
  memoryBytes: number;
  /** The library's folder. */
  home: string;
  engineProcess: number;
}

/** Requests with one reply. Every request is one object, or nothing. */
export type EngineMethods = {
  'engine.about': () => About;

  'corpus.samples': () => SampleText[];
  /** Those that can be read, newest first. */
  'corpus.list': () => CorpusSummary[];
  /** Those that the list leaves out. */
  'corpus.unreadable': () => UnreadableEntry[];
  'corpus.show': (request: { corpus: string }) => CorpusDetails;
  'corpus.excerpt': (request: { corpus: string; position: number /* 0 to 1 */ }) => CorpusExcerpt;
  'corpus.inspect': (
    request: Pick<CorpusImportRequest, 'sources' | 'cleaning'>,
  ) => CorpusInspection;
  'corpus.import': (request: CorpusImportRequest & { operation?: string }) => CorpusSummary;
  'corpus.cancelImport': (request: { operation: string }) => null;
  'corpus.rename': (request: { corpus: string; name: string }) => CorpusSummary;
  'corpus.remove': (request: { corpus: string }) => null;
  'corpus.duplicate': (request: { corpus: string; name?: string }) => CorpusSummary;
  /** One corpus of several, their documents in the order given. */
  'corpus.merge': (request: {
    corpora: string[];
    name?: string;
    operation?: string;
  }) => CorpusSummary;
  /** What the sources have become since they were read. */
  'corpus.sources': (request: { corpus: string }) => SourceState[];
  /**
   * Reads the sources again, as they are now, into the same corpus. With other sources or another cleaning it becomes
   * what these make of it; of a cleaning, what is left out is as in `defaultCleaning`.
   */
  'corpus.reimport': (
    request: Partial<Omit<CorpusImportRequest, 'name'>> & { corpus: string; operation?: string },
  ) => CorpusSummary;
  /** What an import would give; looks at whole texts where they are small. */
  'corpus.preview': (request: CorpusImportRequest & { operation?: string }) => CorpusPreview;
  'corpus.splits': (request: { corpus: string; validation: number; test: number }) => CorpusSplits;
  'corpus.vocabulary': (
    request: { corpus: string; validation: number; test: number } & VocabularyCutoff,
  ) => VocabularyPreview;
  /** Counts for some seconds the first time that parts and vocabulary are asked about, then remembers. */
  'corpus.baseline': (
    request: { corpus: string; validation: number; test: number } & VocabularyCutoff,
  ) => CountingBaseline;

  /** Those that can be read, newest first. */
  'model.list': () => ModelSummary[];
  /** Those that the list leaves out. */
  'model.unreadable': () => UnreadableEntry[];
  'model.show': (request: { model: string }) => ModelDetails;
  'model.rename': (request: { model: string; name: string }) => ModelSummary;
  'model.remove': (request: { model: string }) => null;
  /** Writes one .safetensors file to a granted place. */
  'model.export': (request: { model: string; grant: string }) => { sizeBytes: number };
  'model.import': (request: { grant: string; name?: string }) => ModelSummary;

  'training.start': (request: TrainingRequest) => { run: string; model: string };
  /** Times a few steps and says what a request would come to; starts nothing. */
  'training.plan': (request: PlanRequest) => TrainingPlan;
  'training.continue': (request: ContinueRequest) => { run: string; model: string };
  'training.pause': (request: { run: string }) => null;
  'training.resume': (request: { run: string }) => null;
  /** Ends the run and keeps its best weights; returns once they are on disk. */
  'training.stop': (request: { run: string }) => null;
  'training.runs': () => RunStatus[];

  'sampling.start': (request: SamplingRequest) => SamplingStarted;
  'sampling.stop': (request: { sampling: string }) => null;
  'sampling.evaluate': (request: EvaluationRequest) => Evaluation;
};

/** Messages to every front end. A front end that missed some asks again: state is never in events alone. */
export type EngineEvents = {
  'library.changed': { what: 'corpora' | 'models' };
  'corpus.progress': CorpusProgress;
  'training.queued': { run: string; position: number };
  'training.started': TrainingStarted;
  'training.state': { run: string; state: RunStatus['state'] };
  'training.progress': TrainingProgress;
  'training.validation': TrainingValidation;
  'training.sample': TrainingSample;
  'training.notice': TrainingNotice & { run: string };
  'training.ended': TrainingEnded;
  'sampling.text': SamplingText;
  'sampling.ended': SamplingEnded;
  /** Sent by the host when a crashed engine is running again, or could not be restarted. */
  'engine.restarted': { crashed: string };
  'engine.lost': { message: string };
};

/** What only the face's own side may ask, over its own channel; a window never reaches these. */
export type HostMethods = {
  /**
   * Opens one file, or one place to write, to the engine. `name` is what people see; `grant` is the
   * word to open it under, given again after a restart so that words already handed out stay good.
   * What is temporary will not be where it is for long, and nobody is to remember its path.
   */
  'host.grant': (request: {
    path: string;
    mode: 'read' | 'write';
    name: string;
    isTemporary?: boolean;
    grant?: string;
  }) => {
    grant: string;
  };
  'host.revoke': (request: { grant: string }) => null;
  /** Pauses, checkpoints and answers once all is on disk; the process may then be ended. */
  'host.prepareExit': () => null;
  'host.ping': () => null;
};

export type MethodName = keyof EngineMethods;
export type EventName = keyof EngineEvents;
export type RequestOf<Name extends MethodName> = Parameters<EngineMethods[Name]>[0];
export type ReplyOf<Name extends MethodName> = ReturnType<EngineMethods[Name]>;
