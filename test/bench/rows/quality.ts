// quality-3, -12, -30: the loss on the last tenth that `charloom train --minutes N` reaches, as a newcomer would
// run it, by `charloom evaluate` of the exported model; beside it what counting makes of the same split.

import { countText } from '../count-text.ts';
import type { Row } from '../row.ts';
import { openText } from '../sample-text.ts';
import { trainForMinutes } from '../timed-run.ts';

/** What a run of so many minutes is held against on tiny-shakespeare; see design.md's table. */
const peers: Record<number, { loss: number; name: string }> = {
  12: { loss: 1.4697, name: 'nanoGPT’s 10.7 M parameters on an A100' },
  30: { loss: 1.4697, name: 'nanoGPT’s 10.7 M parameters on an A100' },
};

/** Trains on a file, else on the sample text that Charloom ships. */
export async function measureQuality(minutes: number, data: string | null): Promise<Row> {
  const text = await openText(data);
  const run = await trainForMinutes(text, minutes);
  const { evaluatedLoss, bestValidationLoss, wallSeconds, parameters } = run;
  const { order, loss: countedLoss } = (await countText(text.path)).baseline;
  const counting = { loss: countedLoss, name: `counting (Kneser-Ney of order ${order})` };
  const peer = (text.isTinyShakespeare ? peers[minutes] : undefined) ?? counting;
  const gain = countedLoss - evaluatedLoss;
  return {
    row: `quality-${minutes}`,
    value: evaluatedLoss,
    unit: 'nats a character',
    low: evaluatedLoss,
    high: evaluatedLoss,
    peer: peer.loss,
    peerName: peer.name,
    ratio: peer.loss / evaluatedLoss,
    remark: [
      text.name,
      `${Math.abs(gain).toFixed(4)} nats ${gain >= 0 ? 'better' : 'worse'} than counting (${countedLoss.toFixed(4)}, order ${order})`,
      `bestValidationLoss ${bestValidationLoss.toFixed(4)}`,
      `${parameters.toLocaleString('en')} parameters`,
      `${wallSeconds.toFixed(0)} s from the run's start to its end`,
      ...(run.hasStoppedImproving ? ['ended because it had stopped improving'] : []),
    ].join(', '),
    versions: {},
  };
}
