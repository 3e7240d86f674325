// What JSONL and CSV have in common: records come one by one, a field of each is a document. Chooses the field by the
// first records where nobody has, and counts the records that lack it.

import { fieldMissingError, noTextError } from '../source-errors.ts';
import type { SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';
import { textSlices } from '../plain/text-slices.ts';
import { lookedAtCharacters, lookedAtRecords, TableFields } from './table-fields.ts';

export interface TableRecord {
  /** Its values that hold text, by field. */
  values: ReadonlyMap<string, string>;
  doneBytes: number;
  /** Makes well-formed text of the value that is taken, or refuses it. */
  mend?: (value: string) => string;
}

/** The field of records that are nothing but a text. */
export const wholeRecord = '';

/** Yields a document for each record that has the field. */
export async function* readTable(
  file: SourceFile,
  wanted: string | undefined,
  records: AsyncIterable<TableRecord>,
): AsyncGenerator<SourcePiece, Pick<SourceFacts, 'fields' | 'field' | 'partsWithoutText'>> {
  const reader = new TableReader(wanted);
  for await (const record of records) yield* reader.take(record);
  yield* reader.finish();
  const { fields, field, recordsRead, recordsWithoutText } = reader;
  if (wanted !== undefined && recordsRead > 0 && !reader.hasSeenField) {
    throw fieldMissingError(file.name, wanted, fields);
  }
  if (recordsRead > 0 && recordsRead === recordsWithoutText) {
    const why = `none of its ${recordsRead} records has any`;
    throw noTextError(file.name, why, 'Choose a table with a column or key that holds text.');
  }
  return {
    fields,
    field: field === wholeRecord ? null : field,
    partsWithoutText: recordsWithoutText,
  };
}

class TableReader {
  recordsRead = 0;
  recordsWithoutText = 0;
  hasSeenField = false;
  field: string | null;
  readonly #counted = new TableFields();
  /** Records that wait for the field to be chosen; null afterwards. */
  #waiting: TableRecord[] | null;
  #lookedAtRecords = 0;
  #lookedAtCharacters = 0;

  constructor(wanted: string | undefined) {
    this.field = wanted ?? null;
    this.#waiting = wanted === undefined ? [] : null;
  }

  get fields(): string[] {
    return this.#counted.ranked().filter((field) => field !== wholeRecord);
  }

  *take(record: TableRecord): Generator<SourcePiece> {
    this.#lookAt(record);
    if (this.#waiting === null) yield* this.#document(record);
    else {
      this.#waiting.push(record);
      if (!this.#isLooking()) yield* this.finish();
    }
  }

  /** Chooses the field, where it has to be chosen yet, and yields what waited for that. */
  *finish(): Generator<SourcePiece> {
    const waiting = this.#waiting ?? [];
    if (this.#waiting !== null) this.field = this.#counted.ranked()[0] ?? null;
    this.#waiting = null;
    for (const record of waiting) yield* this.#document(record);
  }

  #isLooking(): boolean {
    return this.#lookedAtRecords < lookedAtRecords && this.#lookedAtCharacters < lookedAtCharacters;
  }

  #lookAt({ values }: TableRecord): void {
    if (!this.#isLooking()) return;
    this.#lookedAtRecords++;
    for (const [field, value] of values) {
      this.#counted.add(field, value);
      this.#lookedAtCharacters += value.length;
    }
  }

  *#document({ values, doneBytes, mend }: TableRecord): Generator<SourcePiece> {
    this.recordsRead++;
    const value = this.field === null ? undefined : values.get(this.field);
    if (value !== undefined) this.hasSeenField = true;
    if (value === undefined || value.trim() === '') {
      this.recordsWithoutText++;
      return;
    }
    let document: { document?: string } = { document: String(this.recordsRead) };
    for (const text of textSlices(mend?.(value) ?? value)) {
      yield { text, doneBytes, ...document };
      document = {};
    }
  }
}
