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

export interface ChartSetting {
  lines: readonly ChartLine[];
  width: number;
  height: number;
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
      y: { range: () => setting.ranges().y },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 60 },
      { ...axis, grid, size: 40, space: 34 },
    ],
    series: [{}, ...setting.lines.map((line) => seriesOf(line, colour))],
    hooks: { setCursor: [(chart) => setting.onpoint(chart.cursor.idx ?? null)] },
  };
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
