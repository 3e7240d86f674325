// What every reader of a format takes and gives: text in pieces, documents told apart. Types only.

import type { Encoding, SourceGaps, SourceReading } from '../../contract/corpus.ts';

/** A file on this machine; `name` is what people see. */
export interface SourceFile {
  path: string;
  name: string;
  sizeBytes: number;
}

export interface ReaderContext {
  reading: SourceReading;
  signal?: AbortSignal | undefined;
  /** Called while a source is looked at as a whole before its first piece comes: bytes so far. */
  onLookedAt?: ((bytes: number) => void) | undefined;
  /** The script of the thread that reads PDFs; left out, the one beside the bundles. */
  pdfScript?: string | undefined;
}

/** Decoded text as it comes, before any cleaning. */
export interface SourcePiece {
  text: string;
  /** Bytes of the source that have been read to get here; never falls. */
  doneBytes: number;
  /** Set on the first piece of each document: its name within the source, empty where the source is one document. */
  document?: string;
}

/** What is known of a source once it has been read to its end. */
export interface SourceFacts extends SourceGaps {
  /** Null where the format says it itself. */
  encoding: Encoding | null;
  /** Bytes that could not be decoded and were left out, and the offsets of the first ones. */
  undecodable: number;
  undecodableAt: readonly number[];
  /** Keys or columns that hold text, the likeliest first, and the one that was read; none but in tables. */
  fields: readonly string[];
  field: string | null;
}

/** Reads one format in flat memory; throws EngineError where a file is damaged, unsafe or has no text. */
export type FormatReader = (
  file: SourceFile,
  context: ReaderContext,
) => AsyncGenerator<SourcePiece, SourceFacts>;
