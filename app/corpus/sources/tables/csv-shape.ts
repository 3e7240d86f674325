// What a table of separated values looks like: which character separates them, how they are quoted, and whether its
// first row names them.

const delimiters = [',', ';', '\t', '|'] as const;
/** Separates nothing: no text has this control character. */
const singleColumn = '\u001f';
/** Rows that are looked at. */
const shapeRows = 50;
/** Longer than this is no name of a column. */
const maximumName = 64;

/** The character that parts the rows most evenly; of a file ending in .tsv or .tab it is a tab. None where the first
 * row is not parted: each row is a text as a whole then. */
export function delimiterOf(opening: string, name: string): string {
  if (/\.(?:tsv|tab)$/i.test(name)) return '\t';
  const rows = unquotedRows(opening);
  let best: { delimiter: string; score: number } = { delimiter: singleColumn, score: 0 };
  for (const delimiter of delimiters) {
    const counts = rows.map((row) => row.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    const same = counts.filter((count) => count === first).length;
    // A header says how many there are; prose has commas too, but not as many in each row.
    const score = first === 0 ? 0 : same / counts.length + first / 1000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** A first line by which spreadsheets are told what separates values, and what it says. */
export function separatorLine(opening: string): { length: number; delimiter: string } | null {
  const [line, delimiter] = /^sep=([,;\t|])(?:\r\n|\n|\r)/i.exec(opening) ?? [];
  return line === undefined || delimiter === undefined ? null : { length: line.length, delimiter };
}

/** What stands before a quotation mark inside quoted values: databases write a backslash, all others double it. */
export function escapeOf(opening: string): '"' | '\\' {
  const isDoubled = /[\p{L}\p{N}]""|""[\p{L}\p{N}]/u.test(opening);
  return !isDoubled && /\\"[^\r\n",;\t|]/.test(opening) ? '\\' : '"';
}

/** Whether blanks stand between a separator and the quotation mark after it. */
export function hasSpacedQuotes(opening: string, delimiter: string): boolean {
  const unquoted = opening.replace(/"(?:[^"]|"")*"/g, '"');
  return unquoted.includes(`${delimiter} "`);
}

/** Names are short, differ from each other, and are no numbers; columns of row numbers may have none. */
export function hasHeader(row: readonly string[]): boolean {
  const names = row.map((value) => value.trim()).filter((value) => value !== '');
  const isName = (value: string) =>
    value.length <= maximumName && !/^[\d\s.,:%+-]*$|[.!?。！？]$|\n/.test(value);
  const isMostlyNamed = names.length > 0 && names.length * 2 >= row.length;
  return isMostlyNamed && names.every(isName) && new Set(names).size === names.length;
}

/** The first rows without what stands between quotation marks. */
function unquotedRows(opening: string): string[] {
  return opening
    .replace(/"[^"]*(?:"|$)/g, '')
    .split(/\r\n|\n|\r/)
    .filter((row) => row !== '')
    .slice(0, shapeRows);
}
