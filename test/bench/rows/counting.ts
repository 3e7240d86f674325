// counting: the loss on the last tenth that a Kneser-Ney model of seven characters reaches, and what counting takes of
// time and memory.

import { countText } from '../count-text.ts';
import type { Row } from '../row.ts';
import { findText } from '../sample-text.ts';

const order = 7;
/** Of another implementation on tiny-shakespeare; ours is to agree with it, not to beat it. */
const known = { loss: 1.5165, tolerance: 0.01 };
const megabyte = 1e6;

/** Counts a file, else the sample text that Charloom ships. */
export async function measureCounting(data: string | null): Promise<Row> {
  const text = await findText(data);
  const { baseline, peakBytes } = await countText(text.path);
  const { losses, reduction, seconds } = baseline;
  const loss = losses[order - 1] ?? NaN;
  const isRight = Math.abs(loss - known.loss) <= known.tolerance;
  return {
    row: 'counting',
    value: loss,
    unit: `nats a character at order ${order}`,
    low: loss,
    high: loss,
    ...(text.isTinyShakespeare ? { peer: known.loss, peerName: 'another implementation' } : {}),
    remark: [
      text.name,
      ...(text.isTinyShakespeare ? [isRight ? 'they agree' : 'THEY DIFFER'] : []),
      `${seconds.toFixed(2)} s`,
      `${(peakBytes / megabyte).toFixed(0)} MB at most`,
      `by order ${losses.map((each) => each.toFixed(4)).join(' ')}`,
      reduction === null
        ? 'all of it counted'
        : `its last ${reduction.counted.toLocaleString('en')} characters counted`,
    ].join(', '),
    versions: {},
  };
}
