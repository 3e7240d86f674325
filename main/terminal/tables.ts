// Tables of words for people: a list under its headings, and titles with what stands beside them.

import type { Console } from './console.ts';
import { displayWidth, padWidth, withoutControls } from './text-width.ts';

/** A list, one thing a line; the first row says what the columns are. */
export function printList(console: Console, rows: readonly (readonly string[])[]): void {
  const clean = rows.map((row) => row.map(withoutControls));
  const columns = (clean[0] ?? []).map((_, column) =>
    widest(clean.map((row) => row[column] ?? '')),
  );
  clean.forEach((row, place) => {
    const line = row.map((cell, column) => padWidth(cell, columns[column] ?? 0)).join('  ');
    console.print(place === 0 ? console.colours.dim(line.trimEnd()) : line.trimEnd());
  });
}

/** Lines that each have a title; one without belongs to the line before it. */
export function printTitled(console: Console, rows: readonly (readonly [string, string])[]): void {
  const columns = 2 + widest(rows.map(([title]) => title));
  for (const [title, words] of rows) {
    console.print(`${console.colours.dim(padWidth(title, columns))}${withoutControls(words)}`);
  }
}

function widest(cells: readonly string[]): number {
  return Math.max(0, ...cells.map(displayWidth));
}

/** Rows of a kind that are shown of a long list. */
const rowsShown = 20;

/** Of a long list the first rows of each kind, and all that are of none; and how many are left out. */
export function foldRows<Row>(
  rows: readonly Row[],
  kindOf: (row: Row) => string | null,
): { shown: Row[]; more: number } {
  const counts = new Map<string, number>();
  const shown = rows.filter((row) => {
    const kind = kindOf(row);
    if (kind === null) return true;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= rowsShown;
  });
  return { shown, more: rows.length - shown.length };
}
