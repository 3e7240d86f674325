// What a front end knows of a corpus: plain values, no text beyond an excerpt.

import type { CleaningCount, CleaningExample, CleaningOptions, CleaningStep } from './cleaning.ts';
import type { ErrorCode, ErrorDetails } from './errors.ts';

/** Encodings that a text may be in, by the names that the web's standard gives them. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'koi8-r',
] as const;
export type Encoding = (typeof encodings)[number];

/** What a source is made of; found by its content first, by its name where content leaves it open. */
export const sourceFormats = [
  'text',
  'markdown',
  'html',
  'epub',
  'docx',
  'pdf',
  'subtitles',
  'jsonl',
  'csv',
] as const;
export type SourceFormat = (typeof sourceFormats)[number];

/** How a person wants a source read; what is left out is found by looking at it. */
export interface SourceReading {
  encoding?: Encoding;
  format?: SourceFormat;
  /** Of each record in JSONL the key, of each row in CSV the column, that holds the text. */
  field?: string;
  /** Bytes that the encoding does not know are left out, and counted, rather than refused. */
  skipUndecodable?: boolean;
}

/** Where text may come from. A `grant` is a file that the face's own side has opened to the engine. */
export type TextSource =
  | { kind: 'grant'; grant: string; reading?: SourceReading }
  | { kind: 'text'; name: string; text: string }
  | { kind: 'sample'; sample: SampleTextId };

/**
 * A source of a corpus that is kept, by its place in it: its file where that is still there, else its part of the
 * corpus' text, which then only can be cleaned further. `reading` is about the file.
 */
export interface KeptSource {
  kind: 'kept';
  corpus: string;
  source: number;
  reading?: SourceReading;
}

/** What a corpus may be made of. */
export type ImportSource = TextSource | KeptSource;

/** Texts that Charloom brings along. */
export type SampleTextId = 'moby-dick' | 'chinese-classics';

/** A sample text as it can be offered on first start. */
export interface SampleText {
  id: SampleTextId;
  title: string;
  language: 'en' | 'zh';
  characters: number;
}

/** What a source lacks; left out where nothing of the kind is lacking, while it is read also 0. */
export interface SourceGaps {
  /** Chapters that an EPUB names and does not hold. */
  missingChapters?: number;
  /** Pages of a PDF, which are pictures or empty, or records of a table that have no text in the field. */
  partsWithoutText?: number;
}

export interface CorpusSource extends SourceGaps {
  name: string;
  sizeBytes: number;
  characters: number;
  /** Hash of the source's bytes, `sha256:<hex>`. */
  hash: string;
  format: SourceFormat;
  /** Null where the format says it itself. */
  encoding: Encoding | null;
  /** Bytes that could not be decoded and were left out. */
  undecodable: number;
  /** How many documents it gave: rows of a table, else one. */
  documents: number;
}

/** One row in the list of corpora. */
export interface CorpusSummary {
  id: string;
  name: string;
  createdAt: string;
  characters: number;
  vocabularySize: number;
  sources: CorpusSource[];
  /** Hash of the cleaned text in UTF-8, `sha256:<hex>`. */
  hash: string;
}

export interface CharacterCount {
  character: string;
  count: number;
}

/** A corpus as its own screen shows it. */
export interface CorpusDetails extends CorpusSummary {
  lines: number;
  sizeBytes: number;
  /** The most frequent characters of the whole text, by falling count, at most 200. */
  frequentCharacters: CharacterCount[];
  cleaning: CleaningOptions;
  /** What cleaning changed, each step that changed anything. */
  cleaned: CleaningCount[];
  /** Of each number of most frequent characters the share of the text that they cover, rising to all of them. */
  coverage: CoveragePoint[];
  documents: DocumentFigures;
  /** ISO 639-1, the most likely first; empty where a guess would mislead. */
  languages: LanguageGuess[];
  /**
   * What a general compressor (brotli) needs: nothing that a model should not beat. Of texts of more than a million
   * characters it is taken of passages evenly spread over them.
   */
  compressedBitsPerCharacter: number;
}

export interface CoveragePoint {
  characters: number;
  share: number;
}

export interface LanguageGuess {
  language: string;
  /** 0 to 1. */
  share: number;
}

/** A document's name, size and first words. */
export interface DocumentNote {
  name: string;
  characters: number;
  opening: string;
}

export interface DocumentFigures {
  count: number;
  /** At most three each; empty for a single document. */
  longest: DocumentNote[];
  shortest: DocumentNote[];
}

/** A readable passage from anywhere in the corpus. */
export interface CorpusExcerpt {
  text: string;
  /** Offset of the first character, in characters from the start. */
  offset: number;
}

export interface CorpusImportRequest {
  sources: ImportSource[];
  name?: string;
  /** What is left out is as in `defaultCleaning`. */
  cleaning?: Partial<CleaningOptions>;
}

/** A source as it was found by looking at it. */
export interface SourcePreview extends SourceGaps {
  /** Place in the request's sources. */
  index: number;
  name: string;
  sizeBytes: number;
  format: SourceFormat | null;
  /** Null where the format says it itself, or the source could not be read. */
  encoding: Encoding | null;
  /** Encodings it might be in, the likeliest first, each with the first words that tell it from the others. */
  candidates: { encoding: Encoding; opening: string; undecodable: number }[];
  /** Keys or columns of a table that hold text, the likeliest first. */
  fields: string[];
  field: string | null;
  /** Bytes that the encoding does not know, and the offsets of the first ones. */
  undecodable: number;
  undecodableAt: number[];
  opening: string;
  /**
   * Where only the kept text is left of it: steps of cleaning that this has gone through and that can no longer be
   * undone. Null where the source itself is read.
   */
  settled: CleaningStep[] | null;
  /** Why it cannot be taken; null where it can. */
  problem: { code: ErrorCode; message: string; details: ErrorDetails } | null;
}

/** What an import would give, before anything is kept. */
export interface CorpusPreview {
  sources: SourcePreview[];
  /** Over the part that was looked at: whole texts where they are small. */
  lookedAtBytes: number;
  totalBytes: number;
  characters: number;
  /** Of the text before any cleaning and after it. */
  vocabularySize: { before: number; after: number };
  /** What each step would change, or changes, whether it is switched on or not. */
  counts: CleaningCount[];
  examples: CleaningExample[];
}

/** What became of the files that a corpus was made of. */
export interface SourceState {
  name: string;
  /** `unknown` where no file is remembered: a pasted text, or one that came through a browser. */
  state: 'same' | 'changed' | 'missing' | 'unknown';
}

/** The parts that a recipe's shares make of a corpus, and what stands on both sides of a border. */
export interface CorpusSplits {
  train: SplitPart;
  validation: SplitPart;
  test: SplitPart;
  /** Documents and paragraphs of the held-out parts whose text the training part holds too. */
  leaks: { documents: number; paragraphs: number; characters: number; examples: DocumentNote[] };
}

export interface SplitPart {
  characters: number;
  documents: number;
}

/** Which characters a vocabulary takes; both limits hold. */
export interface VocabularyCutoff {
  /** Occurrences in the training part that a character needs; 1 takes all. */
  minimumCount: number;
  /** Share of the training part that the most frequent characters have to cover; 1 takes all. */
  coverage: number;
}

/** What a cut-off leaves of a corpus' characters. */
export interface VocabularyPreview {
  /** Characters that have a place, `<unk>` and `<end>` not counted; 0 where no character meets the limits. */
  size: number;
  /** Share of the training part that it covers. */
  coverage: number;
  /** Characters that fall out, the most frequent first, at most 200; each with one place it stands in. */
  dropped: { character: string; count: number; context: string }[];
  droppedCount: number;
}

/** How well counting alone foretells the held-out text: an interpolated Kneser-Ney model of n characters. */
export interface CountingBaseline {
  /** The order with the lowest loss on the validation part. */
  order: number;
  /** Nats per character on the validation part. */
  loss: number;
  bitsPerCharacter: number;
  /** Loss by order, from 1. */
  losses: number[];
  /** Characters of both parts that were taken, where not all were, to stay within memory; null where all were. */
  reduction: { counted: number; foretold: number } | null;
  seconds: number;
}

/** What a file would become, before it is kept; used by `charloom corpus`. */
export interface CorpusInspection {
  files: number;
  sources: CorpusSource[];
  encodings: string[];
  characters: number;
  vocabularySize: number;
  lines: number;
  sizeBytes: number;
  frequentCharacters: CharacterCount[];
}

export interface CorpusProgress {
  /** The request's own identifier, chosen by the front end. */
  operation: string;
  doneBytes: number;
  totalBytes: number;
}
