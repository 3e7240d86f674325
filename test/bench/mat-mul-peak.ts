// The machine's MatMul peak: the sum over replicas of the median speed of [2048,1024]·[1024,256], one thread
// each, run at once. Measured before and after a row, so that a machine that slows down is noticed.

import { startOwnSide } from './side-process.ts';

/** Long enough for a few hundred products. */
const milliseconds = 1500;

/** Measures around some work; gives the mean of the two peaks in GFLOP/s beside what the work gave. */
export async function withPeak<Result>(
  replicas: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; gigaflops: number }> {
  const before = await measurePeak(replicas);
  const result = await work();
  const after = await measurePeak(replicas);
  return { result, gigaflops: (before + after) / 2 };
}

async function measurePeak(replicas: number): Promise<number> {
  const sides = Array.from({ length: replicas }, () => startOwnSide('mat-mul'));
  try {
    // The first answers tell that all are loaded; only the second round counts.
    await Promise.all(sides.map((side) => side.ask({ milliseconds: 50 })));
    const answers = await Promise.all(sides.map((side) => side.ask({ milliseconds })));
    return answers.reduce((sum, { gigaflops }) => sum + Number(gigaflops), 0);
  } finally {
    await Promise.all(sides.map((side) => side.end()));
  }
}
