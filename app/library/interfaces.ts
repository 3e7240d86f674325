// What the library offers the engine: corpora, models and what a run leaves behind. Types only.
// Every method that writes is atomic: after it, or after a crash in it, the old or the new state is on disk.

import type { CleaningCount, CleaningOptions } from '../contract/cleaning.ts';
import type {
  CharacterCount,
  CorpusDetails,
  CorpusExcerpt,
  CorpusSummary,
  SourceState,
} from '../contract/corpus.ts';
import type {
  CorpusReference,
  ModelConfiguration,
  ModelDetails,
  ModelParent,
  ModelResults,
  ModelState,
  ModelSummary,
  Normalisation,
  Recipe,
  SamplePoint,
  ValidationPoint,
} from '../contract/model.ts';
import type { TrainingNotice } from '../contract/training.ts';
import type { UnreadableEntry } from '../contract/unreadable.ts';
import type { FiguresOfText } from '../corpus/figures/corpus-figures.ts';
import type { SnapshotPaths } from '../corpus/importing/reading-job.ts';
import type { CorpusSnapshot } from '../corpus/importing/snapshot.ts';
import type {
  CorpusInput,
  KeptDocument,
  KnownSource,
  ReadingOptions,
} from '../corpus/importing/text-input.ts';
import type { JsonValue } from '../formats/strict-json.ts';

export type { JsonValue };

/** corpus.json: all that is known of a corpus but its text, its documents and its ids. */
export interface CorpusRecord {
  formatVersion: number;
  id: string;
  name: string;
  createdAt: string;
  /** How often its sources have been read; the files of each reading have names of their own. */
  reading: number;
  sources: KnownSource[];
  cleaning: CleaningOptions;
  /** What cleaning changed, each step that changed anything. */
  cleaned: CleaningCount[];
  /** Code points of the text; `length` of the ids counts document ends as well. */
  characters: number;
  lines: number;
  sizeBytes: number;
  hash: string;
  /** Null in a corpus of an earlier version until it is first shown. */
  figures: FiguresOfText | null;
  /** Every character by falling count, ties by code point; the first has id 2. */
  alphabet: CharacterCount[];
}

/** A corpus made ready to train on. */
export interface OpenedCorpus {
  record: CorpusRecord & {
    /** Positions just after each document in the ids; null for a single document. */
    documentEnds: number[] | null;
  };
  /** Path of the file for `openIdFile`, which every worker thread opens for itself. */
  idsPath: string;
}

export interface Corpora {
  /** Corpora that can be read, newest first; damaged or too new ones are told to the library's log. */
  list(): Promise<CorpusSummary[]>;
  /** Those that `list` leaves out; a folder without a record is none of the library's. */
  unreadable(): Promise<UnreadableEntry[]>;
  show(id: string): Promise<CorpusDetails>;
  /** The record and the path of the ids; throws when either is missing or damaged. */
  open(id: string): Promise<OpenedCorpus>;
  /** Its documents that have any characters, in order. */
  documents(id: string): Promise<KeptDocument[]>;
  excerpt(id: string, position: number /* 0 to 1 */): Promise<CorpusExcerpt>;
  /** Reads, cleans and keeps texts as one corpus; cancelled or failed, it leaves nothing behind. */
  import(inputs: readonly CorpusInput[], options: CorpusImportOptions): Promise<CorpusSummary>;
  rename(id: string, name: string): Promise<CorpusSummary>;
  remove(id: string): Promise<void>;
  duplicate(id: string, name?: string): Promise<CorpusSummary>;
  /** One corpus of several, their texts as they stand. */
  merge(ids: readonly string[], options: CorpusImportOptions): Promise<CorpusSummary>;
  /** Each of its sources as something to read and to clean anew: its file, else its part of the text. */
  inputs(id: string): Promise<CorpusInput[]>;
  /** What the files that it was made of have become. */
  sources(id: string): Promise<SourceState[]>;
  /**
   * Reads the files anew, or what is given in their place, into the same corpus; cancelled or failed, it stays what
   * it was.
   */
  reimport(id: string, options: ReimportOptions): Promise<CorpusSummary>;
}

export interface CorpusImportOptions extends ReadingOptions {
  name?: string;
}

/** Reads texts and writes the files of a corpus; these are not there yet. */
export type WriteSnapshot = (
  inputs: readonly CorpusInput[],
  paths: SnapshotPaths,
  options: ReadingOptions,
) => Promise<CorpusSnapshot>;

/** Left out, the cleaning stays what it was, too. */
export interface ReimportOptions extends ReadingOptions {
  inputs?: readonly CorpusInput[];
  /** Called when all is read, before the corpus becomes another one; may throw to keep it. */
  beforeReplacing?: () => void;
}

/** What is known of a model when its run begins. */
export interface NewModel {
  name: string;
  configuration: ModelConfiguration;
  recipe: Recipe;
  /** Entries in index order, `<unk>` and `<end>` included. */
  vocabulary: readonly string[];
  corpus: CorpusReference;
  normalisation: Normalisation;
  /** What it is fine-tuned from; null for a model of its own. */
  parent: ModelParent | null;
  /** Learned numbers, padding not counted. */
  parameters: number;
}

/** model.json. */
export interface ModelRecord {
  formatVersion: number;
  id: string;
  name: string;
  createdAt: string;
  /** As written by the last owner; `list` and `show` turn it into `interrupted` where that owner is gone. */
  state: ModelState;
  origin: ModelSummary['origin'];
  configuration: ModelConfiguration;
  recipe: Recipe;
  vocabulary: string[];
  normalisation: Normalisation;
  corpus: CorpusReference;
  parent: ModelParent | null;
  parameters: number;
  results: ModelResults;
  /** When and on what the weights were last trained; null before the first best weights. */
  trainedAt: string | null;
  machine: string | null;
}

/** What may change in a model; the rest is what it is. */
export type ModelPatch = Partial<
  Pick<ModelRecord, 'name' | 'state' | 'recipe' | 'results' | 'trainedAt' | 'machine'>
>;

/** One line of metrics.jsonl. */
export type MetricsEntry =
  | {
      type: 'progress';
      step: number;
      epoch: number;
      loss: number;
      gradientNorm: number;
      clippedShare: number;
      layerGradientNorms: number[];
      learningRate: number;
      charsPerSecond: number;
      seconds: number;
    }
  | ({ type: 'validation'; isBest: boolean } & ValidationPoint)
  /**
   * A total that a timed run planned anew, or a validation on so many characters; a replay that follows these is
   * bit-equal.
   */
  | { type: 'plan'; step: number; steps: number; characters: number; seconds: number }
  | ({ type: 'notice'; step: number } & TrainingNotice)
  /** The run went from `step` back to `toStep` and goes on with its learning rate times the factor. */
  | {
      type: 'rollback';
      step: number;
      toStep: number;
      learningRateFactor: number;
      seconds: number;
    };

/** All that an exact resume needs, as the trainer sees it; the library gives no meaning to the names. */
export interface Checkpoint {
  step: number;
  metadata: JsonValue;
  /** Not to be changed until the promise of `writeCheckpoint` settles. May lie in shared memory. */
  tensors: Map<string, Float32Array | Int32Array>;
}

export interface ReadCheckpoint extends Checkpoint {
  /** Set where the newest checkpoint was damaged and the one before it was taken: what was wrong. */
  damage: string | null;
}

/** Held by the one process that may write a model. */
export interface ModelLock {
  release(): Promise<void>;
}

export interface Models {
  /** Models that can be read, newest first; damaged or too new ones are told to the library's log. */
  list(): Promise<ModelSummary[]>;
  /** Those that `list` leaves out; a folder without a record is none of the library's. */
  unreadable(): Promise<UnreadableEntry[]>;
  show(id: string): Promise<ModelDetails>;
  /** model.json as it stands, `interrupted` put in where it belongs. */
  read(id: string): Promise<ModelRecord>;
  create(model: NewModel): Promise<ModelRecord>;
  update(id: string, patch: ModelPatch): Promise<ModelRecord>;
  rename(id: string, name: string): Promise<ModelSummary>;
  /** Refused with `model-busy` while a run holds the model. */
  remove(id: string): Promise<void>;

  /** Takes the model for writing; `model-busy` names the process that has it. */
  acquire(id: string): Promise<ModelLock>;
  appendMetrics(id: string, entry: MetricsEntry): Promise<void>;
  appendSample(id: string, entry: SamplePoint): Promise<void>;
  /** `parameters` is the flat buffer of layOutParameters; not to be changed until the promise settles. */
  writeBest(id: string, parameters: Float32Array): Promise<void>;
  /** The flat buffer of the best weights. */
  readWeights(id: string): Promise<Float32Array>;
  writeCheckpoint(id: string, checkpoint: Checkpoint): Promise<void>;
  /** Null when there never was one; `checkpoint-invalid` when neither generation can be read. */
  readCheckpoint(id: string): Promise<ReadCheckpoint | null>;

  /** Writes one .safetensors file to any place on this machine. */
  exportFile(id: string, path: string): Promise<{ sizeBytes: number }>;
  /** Keeps a model file as a model of the library. */
  importFile(path: string, options?: ModelImportOptions): Promise<ModelRecord>;
}

export interface ModelImportOptions {
  name?: string;
  origin?: 'imported' | 'shipped';
}

export interface Library {
  /** The folder that holds `corpora/` and `models/`. */
  readonly home: string;
  readonly corpora: Corpora;
  readonly models: Models;
}
