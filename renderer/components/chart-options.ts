// What uPlot is told about a chart of ours: its lines, axes and the cursor. Knows no loss and no screen.

import type uPlot from 'uplot';

/** One line of a chart. Lines differ by dash and marker as well as by colour. */
export interface ChartLine {
  label: string;
  /** A colour of the theme, as in `--seal`. */
  colour: string;
  width: number;
  opacity?: number;
  dash?: number[];
  hasMarkers?: boolean;
}

/** The line of what counting alone reaches, alike in every chart: moss, dash and dot, a marker at either end. */
export function countingLine(label: string): ChartLine {
  return { label, colour: '--moss', width: 2, dash: [10, 4, 2, 4], hasMarkers: true };
}

export interface ChartSetting {
  lines: readonly ChartLine[];
  width: number;
  height: number;
  isLogarithmic: boolean;
  colours: CSSStyleDeclaration;
  /** Writes a number with so many decimals. */
  format: (value: number, digits: number) => string;
  ranges: () => { x: [number, number]; y: [number, number] };
  onpoint: (index: number | null) => void;
}

const font = '11px "Inter Variable", sans-serif';

/** The options of one chart, its colours read from the theme now in use. */
export function chartOptions(setting: ChartSetting): uPlot.Options {
  const colour = (name: string) => setting.colours.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--ink-3'),
    font,
    ticks: { show: false },
    values: (_: uPlot, splits: number[]) => {
      const digits = splits.every(Number.isInteger) ? 0 : splits.every(isTenth) ? 1 : 2;
      return splits.map((value) => setting.format(value, digits));
    },
  };
  const grid = { stroke: colour('--rule'), width: 1 };
  return {
    width: Math.max(120, setting.width),
    height: setting.height,
    legend: { show: false },
    padding: [8, 10, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: () => setting.ranges().x },
      y: { range: () => setting.ranges().y, distr: setting.isLogarithmic ? 3 : 1 },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 60 },
      {
        ...axis,
        ...(setting.isLogarithmic ? powersOfTen(setting) : {}),
        grid,
        size: 40,
        space: 34,
      },
    ],
    series: [{}, ...setting.lines.map((line) => seriesOf(line, colour))],
    hooks: { setCursor: [(chart) => setting.onpoint(chart.cursor.idx ?? null)] },
  };
}

/** A logarithmic axis is marked at powers of ten, and in between where they are few. */
function powersOfTen({
  ranges,
  format,
}: ChartSetting): Pick<uPlot.Axis, 'splits' | 'values' | 'filter'> {
  return {
    // uPlot's own would leave out all marks but powers of ten.
    filter: (_, splits) => splits,
    splits: () => {
      const [low, high] = ranges().y;
      const steps = high / low > 30 ? [1] : high / low > 6 ? [1, 3] : [1, 1.5, 2, 3, 5, 7];
      const first = Math.floor(Math.log10(low));
      const powers = Array.from(
        { length: Math.ceil(Math.log10(high)) - first + 1 },
        (_, index) => 10 ** (first + index),
      );
      const marks = powers.flatMap((power) => steps.map((step) => step * power));
      return marks.filter((mark) => mark >= low && mark <= high);
    },
    values: (_, splits) => splits.map((value) => format(value, decimalsOf(value))),
  };
}

/** Decimals that a mark needs, rounding of its sum left out of account. */
function decimalsOf(value: number): number {
  const isEnough = (digits: number) => Math.abs(Number(value.toFixed(digits)) / value - 1) < 1e-6;
  return Array.from({ length: 10 }, (_, digits) => digits).find(isEnough) ?? 10;
}

function isTenth(value: number): boolean {
  return Math.abs(value * 10 - Math.round(value * 10)) < 1e-6;
}

function seriesOf(line: ChartLine, colour: (name: string) => string): uPlot.Series {
  const stroke = colour(line.colour);
  return {
    label: line.label,
    stroke,
    width: line.width,
    alpha: line.opacity ?? 1,
    spanGaps: true,
    points: line.hasMarkers
      ? { show: true, size: 7, width: 2, stroke, fill: colour('--sheet') }
      : { show: false },
    ...(line.dash === undefined ? {} : { dash: line.dash }),
  };
}
