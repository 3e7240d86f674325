// Interleaved measurement: every side is measured in turns, so that what else the machine does meets them all.
// Knows neither what is measured nor how it is shown.

/** What one side gave: the median over everything, and the lowest and highest turn. */
export interface Figures {
  median: number;
  low: number;
  high: number;
}

/** One side of a row: measures for one turn and gives its values in order. */
export type Side = () => Promise<number[]>;

/** Measures all sides in turns, in alternating order. */
export async function measureInTurns(sides: readonly Side[], turns: number): Promise<Figures[]> {
  const values: number[][][] = sides.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    const order = [...sides.keys()];
    if (turn % 2 === 1) order.reverse();
    for (const place of order) {
      const side = sides[place];
      if (side) values[place]?.push(await side());
    }
  }
  return values.map(figuresOf);
}

/** Sums up the turns of one side. */
export function figuresOf(turns: readonly number[][]): Figures {
  const medians = turns.map(median);
  return {
    median: median(turns.flat()),
    low: Math.min(...medians),
    high: Math.max(...medians),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
