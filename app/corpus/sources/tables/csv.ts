// Tables of values separated by commas, semicolons, tabs or bars: one document per row, out of the column that holds
// the text. The first row names the columns unless it looks like any other; then they are called 1, 2, 3 …

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse, type Parser } from 'csv-parse';
import { cancelledError } from '../../corpus-errors.ts';
import { delimiterOf, escapeOf, hasHeader, hasSpacedQuotes, separatorLine } from './csv-shape.ts';
import { DecodedText } from '../plain/decoded-text.ts';
import { damagedError, fieldMissingError, unsafeError } from '../source-errors.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';
import { readTable, type TableRecord } from './table-reader.ts';

/** Characters of a row: it is held in memory as a whole. A quote that is never closed would take the rest of a file. */
const maximumRow = 16_777_216;
/** Characters that are looked at to find what separates values. */
const shapeCharacters = 65_536;

/** Reads each row as a document. */
export async function* readCsv(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  const decoded = await DecodedText.open(file, context);
  const records = new RowReader(file, context).records(decoded);
  const table = yield* readTable(file, context.reading.field, records);
  return { ...decoded.facts(), ...table };
}

class RowReader {
  readonly #file: SourceFile;
  readonly #wanted: string | undefined;
  readonly #signal: AbortSignal | undefined;
  #doneBytes = 0;

  constructor(file: SourceFile, { reading, signal }: ReaderContext) {
    this.#file = file;
    this.#wanted = reading.field;
    this.#signal = signal;
  }

  async *records(decoded: DecodedText): AsyncGenerator<TableRecord> {
    const texts = this.#texts(decoded);
    const all = await this.#opening(texts);
    const said = separatorLine(all);
    const opening = all.slice(said?.length ?? 0);
    const delimiter = said?.delimiter ?? delimiterOf(opening, this.#file.name);
    const parser = parse({
      delimiter,
      escape: escapeOf(opening),
      ltrim: hasSpacedQuotes(opening, delimiter),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: maximumRow,
    });
    const feeding = feed(opening, texts, parser);
    try {
      yield* this.#rows(parser);
    } catch (error) {
      throw this.#explained(error);
    } finally {
      parser.destroy();
      await feeding;
    }
  }

  async *#texts(decoded: DecodedText): AsyncGenerator<string, void> {
    for await (const { text, doneBytes } of decoded.pieces()) {
      this.#doneBytes = doneBytes;
      yield text;
    }
  }

  async #opening(texts: AsyncGenerator<string, void>): Promise<string> {
    let opening = '';
    while (opening.length < shapeCharacters) {
      const step = await texts.next();
      if (step.done === true) break;
      opening += step.value;
    }
    return opening.replace(/^\ufeff/, '');
  }

  async *#rows(parser: Parser): AsyncGenerator<TableRecord> {
    let names: string[] | null = null;
    for await (const row of parser as AsyncIterable<string[]>) {
      if (this.#signal?.aborted) throw cancelledError();
      if (names === null) {
        const isHeader = hasHeader(row);
        names = row.map((value, at) => (isHeader && value.trim()) || String(at + 1));
        this.#refuseUnknown(names);
        if (isHeader) continue;
      }
      const values = new Map<string, string>();
      for (const [at, value] of row.entries()) values.set(names[at] ?? String(at + 1), value);
      yield { values, doneBytes: this.#doneBytes };
    }
  }

  /** The columns are known before any row is: no need to read to the end. */
  #refuseUnknown(names: readonly string[]): void {
    const wanted = this.#wanted;
    if (wanted === undefined || names.includes(wanted)) return;
    throw fieldMissingError(this.#file.name, wanted, names);
  }

  #explained(error: unknown): unknown {
    if (!(error instanceof CsvError)) return error;
    const line = Number(error['lines'] ?? 0);
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      return unsafeError(
        this.#file.name,
        `the row at line ${line} has more than ${maximumRow} bytes; perhaps a quotation mark is not closed`,
      );
    }
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
      return damagedError(
        this.#file.name,
        `a quotation mark is not closed until line ${line}`,
        error,
      );
    }
    return damagedError(
      this.#file.name,
      `line ${line} is not a row of values (${error.message})`,
      error,
    );
  }
}

/** Ends when the parser has all or wants no more; what goes wrong is thrown by the parser where it is read. */
async function feed(
  opening: string,
  texts: AsyncGenerator<string, void>,
  parser: Parser,
): Promise<void> {
  async function* all(): AsyncGenerator<string> {
    yield opening;
    yield* texts;
  }
  try {
    await pipeline(Readable.from(all()), parser);
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}
