// JSON Lines: one document per line, out of the key that holds the text. A key inside of another is written a.b; a
// list of texts counts as one of several lines. Knows nothing of chats or other meanings of keys.

import { DecodedText } from '../plain/decoded-text.ts';
import { LineSplitter, type Line } from '../plain/lines.ts';
import { damagedError, undecodableError, unsafeError } from '../source-errors.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';
import { readTable, wholeRecord, type TableRecord } from './table-reader.ts';

/** UTF-16 units of a line: a record is held in memory as a whole, several times over. */
const maximumLine = 16_777_216;
/** Keys inside of keys. */
const maximumDepth = 8;
/** A lone surrogate stands in JSON as six bytes, such as \ud800. */
const loneSurrogateBytes = 6;

/** Reads each line as a document. */
export async function* readJsonl(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  const reader = new JsonLinesReader(file, context);
  const decoded = await DecodedText.open(file, context);
  const table = yield* readTable(file, context.reading.field, reader.records(decoded));
  const facts = decoded.facts();
  return { ...facts, ...table, undecodable: facts.undecodable + reader.loneBytes };
}

class JsonLinesReader {
  /** Bytes of lone surrogates that were left out. */
  loneBytes = 0;
  readonly #file: SourceFile;
  readonly #maySkip: boolean;
  #line = 0;

  constructor(file: SourceFile, { reading }: ReaderContext) {
    this.#file = file;
    this.#maySkip = reading.skipUndecodable === true;
  }

  async *records(decoded: DecodedText): AsyncGenerator<TableRecord> {
    const splitter = new LineSplitter(maximumLine);
    let doneBytes = 0;
    for await (const piece of decoded.pieces()) {
      doneBytes = piece.doneBytes;
      for (const line of splitter.push(piece.text)) yield* this.#record(line, doneBytes);
    }
    const last = splitter.finish();
    if (last !== null) yield* this.#record(last, doneBytes);
  }

  *#record({ text: raw, isWhole }: Line, doneBytes: number): Generator<TableRecord> {
    this.#line++;
    if (!isWhole) {
      const limit = `line ${this.#line} has more than ${maximumLine} characters`;
      throw unsafeError(this.#file.name, limit);
    }
    const text = this.#line === 1 ? raw.replace(/^\ufeff/, '') : raw;
    if (text.trim() === '') return;
    const values = new Map<string, string>();
    collectTexts(this.#parse(text), [], values);
    const line = this.#line;
    yield { values, doneBytes, mend: (value) => this.#withoutLone(value, line) };
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const what = `line ${this.#line} is not JSON (${reason.slice(0, 200)})`;
      throw damagedError(this.#file.name, what, cause);
    }
  }

  #withoutLone(value: string, line: number): string {
    if (!/\p{Surrogate}/u.test(value)) return value;
    const lone = value.match(/\p{Surrogate}/gu)?.length ?? 0;
    const bytes = lone * loneSurrogateBytes;
    if (!this.#maySkip) {
      const place = `halves of characters written as \\ud… in line ${line}`;
      throw undecodableError(this.#file.name, 'JSON', { bytes, place });
    }
    this.loneBytes += bytes;
    return value.replace(/\p{Surrogate}/gu, '');
  }
}

function collectTexts(value: unknown, keys: readonly string[], texts: Map<string, string>): void {
  if (typeof value === 'string') texts.set(keys.length === 0 ? wholeRecord : keys.join('.'), value);
  else if (Array.isArray(value)) {
    const isText = value.length > 0 && value.every((each) => typeof each === 'string');
    if (isText) texts.set(keys.join('.'), value.join('\n'));
  } else if (typeof value === 'object' && value !== null && keys.length < maximumDepth) {
    for (const [key, inner] of Object.entries(value)) collectTexts(inner, [...keys, key], texts);
  }
}
