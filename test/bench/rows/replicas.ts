// replicas: one training step at 2×256, batch 64, shared by two replicas, against one replica alone.

import { withPeak } from '../mat-mul-peak.ts';
import type { Row } from '../row.ts';
import { stepArithmetic, twoLayers } from '../shapes.ts';
import { numbersOf, startOwnSide } from '../side-process.ts';
import type { StepRequest } from '../sides/steps.ts';
import { measureInTurns } from '../turns.ts';

const shape = twoLayers(256, 64);
const turns = 4;
const steps = 20;
const warmUp = 10;

/** Measures the row. */
export async function measureReplicas(): Promise<Row> {
  const side = startOwnSide('steps');
  const turnWith = (replicas: number) => async () => {
    const request: StepRequest = { shape, replicas, steps, warmUp };
    return numbersOf(await side.ask(request), 'stepMs');
  };
  try {
    const { result, gigaflops } = await withPeak(2, () =>
      measureInTurns([turnWith(2), turnWith(1)], turns),
    );
    const [two, one] = result;
    if (!two || !one) throw new Error('A side was not measured.');
    return {
      row: 'replicas',
      value: two.median,
      unit: 'ms a step',
      low: two.low,
      high: two.high,
      peer: one.median,
      peerName: 'one replica',
      ratio: one.median / two.median,
      peakShare: stepArithmetic(shape) / (two.median * 1e6) / gigaflops,
      versions: {},
    };
  } finally {
    await side.end();
  }
}
