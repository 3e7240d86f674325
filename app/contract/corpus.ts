// What a front end knows of a corpus: plain values, no text beyond an excerpt.

/** Where text may come from. A `grant` is a file that the face's own side has opened to the engine. */
export type TextSource =
  | { kind: 'grant'; grant: string }
  | { kind: 'text'; name: string; text: string }
  | { kind: 'sample'; sample: SampleTextId };

/** Texts that Charloom brings along. */
export type SampleTextId = 'moby-dick' | 'chinese-classics';

/** A sample text as it can be offered on first start. */
export interface SampleText {
  id: SampleTextId;
  title: string;
  language: 'en' | 'zh';
  characters: number;
}

export interface CorpusSource {
  name: string;
  sizeBytes: number;
  characters: number;
  /** Hash of the source's bytes, `sha256:<hex>`. */
  hash: string;
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
  /** What cleaning changed: CRLF line ends made LF, byte order marks removed, characters composed by NFC. */
  cleaning: { lineEnds: number; byteOrderMarks: number; composed: number };
}

/** A readable passage from anywhere in the corpus. */
export interface CorpusExcerpt {
  text: string;
  /** Offset of the first character, in characters from the start. */
  offset: number;
}

export interface CorpusImportRequest {
  sources: TextSource[];
  name?: string;
}

/** What a file would become, before it is kept; used by `charloom corpus`. */
export interface CorpusInspection {
  files: number;
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
