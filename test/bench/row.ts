// A row of the benchmark and how it is printed. Knows no measurement.

import { availableParallelism, cpus, totalmem } from 'node:os';

/** What a row gives; `low` and `high` are the turns' extremes. */
export interface Row {
  row: string;
  value: number;
  unit: string;
  low: number;
  high: number;
  /** What it is measured against, in the same unit; left out where there is nothing, or it is missing. */
  peer?: number;
  peerName?: string;
  /** Above 1 Charloom is better. */
  ratio?: number;
  /** Share of the machine's MatMul peak that the row's arithmetic reaches. */
  peakShare?: number;
  /** Whatever else has to be said to read the value. */
  remark?: string;
  /** What a table of such rows shows side by side, by the heads of its columns. */
  columns?: Record<string, string>;
  versions: Record<string, string>;
}

/** What all rows were measured on. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return `${model}, ${availableParallelism()} cores, ${gigabytes} GB, ${process.platform}-${process.arch}`;
}

/** A row as one JSON line. */
export function toJsonLine(row: Row, machine: string): string {
  const { versions, ...figures } = row;
  return JSON.stringify({ ...figures, machine, versions });
}

/** A row as a person reads it. */
export function toText(row: Row): string {
  const { unit, low, high, peer, peerName, ratio, peakShare, remark, versions } = row;
  const parts = [
    `${row.row.padEnd(14)} ${figure(row.value)} ${unit} (${figure(low)} to ${figure(high)})`,
  ];
  if (peer !== undefined)
    parts.push(`against ${figure(peer)} ${unit} of ${peerName ?? 'the peer'}`);
  if (ratio !== undefined) parts.push(`${ratio.toFixed(2)}×`);
  if (peakShare !== undefined) parts.push(`${(100 * peakShare).toFixed(0)} % of the MatMul peak`);
  if (remark !== undefined) parts.push(remark);
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${parts.join(' · ')}\n${' '.repeat(15)}${named.join(', ')}`;
}

/** Step rows side by side, as a table in Markdown. */
export function toTable(rows: readonly Row[]): string {
  return layOut(
    ['row', 'ms', 'peer', 'ratio', 'of the peak', 'peer is'],
    rows.map((row) => [
      row.row,
      `${figure(row.value)} (${figure(row.low)} to ${figure(row.high)})`,
      row.peer === undefined ? '–' : figure(row.peer),
      row.ratio === undefined ? '–' : `${row.ratio.toFixed(2)}×`,
      row.peakShare === undefined ? '–' : `${(100 * row.peakShare).toFixed(0)} %`,
      row.peerName ?? '–',
    ]),
  );
}

/** Rows with columns of their own, all the same, as a table in Markdown. */
export function toOwnTable(rows: readonly Row[]): string {
  const heads = Object.keys(rows[0]?.columns ?? {});
  return layOut(
    heads,
    rows.map(({ columns }) => heads.map((head) => columns?.[head] ?? '–')),
  );
}

function layOut(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const lineOf = (line: readonly string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [head, widths.map((width) => '-'.repeat(width)), ...cells].map(lineOf).join('\n');
}

/** The geometric mean of rows' ratios; null where one has none. */
export function meanRatio(rows: readonly Row[]): Row | null {
  const ratios = rows.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]));
  if (ratios.length === 0 || ratios.length < rows.length) return null;
  const logarithms = ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0);
  return {
    row: 'step-mean',
    value: Math.exp(logarithms / ratios.length),
    unit: `× the peer’s speed, geometric mean of ${rows.map(({ row }) => row).join(', ')}`,
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    versions: {},
  };
}

/** Four significant digits. */
function figure(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(4);
}
