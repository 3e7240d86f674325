// Which field of a table holds the text: the one whose values are the longest on average. Knows nothing of formats.

/** Records that are looked at before a field is chosen, and characters of them. */
export const lookedAtRecords = 1000;
export const lookedAtCharacters = 4_194_304;

/** Fields that are remembered: more are no table that a person made. */
const maximumFields = 1000;

/** Counts how much text each field has. */
export class TableFields {
  readonly #lengths = new Map<string, number>();

  add(field: string, value: string): void {
    const known = this.#lengths.get(field);
    if (known === undefined && this.#lengths.size >= maximumFields) return;
    this.#lengths.set(field, (known ?? 0) + textLength(value));
  }

  /** Fields with any text, the one with the most of it first. */
  ranked(): string[] {
    return [...this.#lengths]
      .filter(([, length]) => length > 0)
      .sort(([, first], [, second]) => second - first)
      .map(([field]) => field);
  }
}

/** Addresses, numbers, dates and encoded bytes are long and no text: they have neither blanks nor foreign letters. */
function textLength(value: string): number {
  const trimmed = value.trim();
  if (/^https?:\/\/\S*$/.test(trimmed)) return 0;
  if (/^[\d\s.,:;+%/TZ-]*$/.test(trimmed)) return 0;
  const hasGaps = /[^!-~]/.test(trimmed);
  return hasGaps || trimmed.length <= 40 ? trimmed.length : 0;
}
