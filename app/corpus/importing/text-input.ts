// Where text is read from once the engine has resolved what a front end asked for: a file, a string, or a part of a
// corpus that is kept already.

import type { CleaningOptions } from '../../contract/cleaning.ts';
import type { CorpusSource, SourceReading } from '../../contract/corpus.ts';

/** One source: a file on this machine, or text that a person pasted. `name` is what people see. */
export type TextInput =
  | {
      kind: 'file';
      name: string;
      path: string;
      reading?: SourceReading;
      /** Whether the path will still mean this file tomorrow; an upload on its way here does not. */
      isLasting?: boolean;
      /** Where it is not cleaned as the others are. */
      cleaning?: CleaningOptions;
    }
  | { kind: 'text'; name: string; text: string };

/** Sources of a corpus as that corpus holds them: clean text. */
export interface KeptInput {
  kind: 'kept';
  name: string;
  /** The corpus' text, and the bytes of it that are these sources'. */
  path: string;
  startByte: number;
  endByte: number;
  documents: readonly KeptDocument[];
  sources: readonly KnownSource[];
  /**
   * Where it is cleaned once more, as the corpus that it becomes a part of: what it has gone through before. There is
   * one source then. Left out, it stays as it is.
   */
  cleanedBefore?: CleaningOptions;
}

/** A document by its name and its length in characters. */
export interface KeptDocument {
  name: string;
  characters: number;
}

export type CorpusInput = TextInput | KeptInput;

/** A source with what is needed to find it again and to see whether it has changed; never leaves the engine. */
export interface KnownSource extends CorpusSource {
  /** Null where no file is remembered: a pasted text, or an upload. */
  path: string | null;
  modifiedMs: number | null;
  reading: SourceReading;
  /** Null where it was cleaned as the corpus says. */
  cleaning: CleaningOptions | null;
  /** Of its clean text in UTF-8; null where that was not counted. */
  textBytes: number | null;
}

/** What reading may be given: an end before its end, someone who watches, a length to insist on. */
export interface ReadingOptions {
  signal?: AbortSignal;
  /** Called after each piece of about a quarter of a megabyte. */
  onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Characters below which a text is refused; left out, what training needs. */
  minimumCharacters?: number;
  /** Left out, as in `defaultCleaning`. */
  cleaning?: CleaningOptions;
}
