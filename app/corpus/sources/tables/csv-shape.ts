// What a table of separated values looks like: which character separates them and whether its first row names them.

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

/** Names are short, differ from each other, and are no numbers. */
export function hasHeader(row: readonly string[]): boolean {
  const names = row.map((value) => value.trim());
  const isName = (value: string) =>
    value !== '' && value.length <= maximumName && !/^[\d\s.,:%+-]*$|[.!?。！？]$|\n/.test(value);
  return names.every(isName) && new Set(names).size === names.length;
}

/** The first rows without what stands between quotation marks. */
function unquotedRows(opening: string): string[] {
  return opening
    .replace(/"[^"]*(?:"|$)/g, '')
    .split(/\r\n|\n|\r/)
    .filter((row) => row !== '')
    .slice(0, shapeRows);
}
