// quality-3, -12, -30: the loss on the last tenth that `charloom train --minutes N` reaches, as a newcomer would
// run it, by `charloom evaluate` of the exported model.

import type { Row } from '../row.ts';
import { openText } from '../sample-text.ts';
import { trainForMinutes } from '../timed-run.ts';

/** What a run of so many minutes is held against on tiny-shakespeare; see design.md's table. */
const peers: Record<number, { loss: number; name: string }> = {
  3: { loss: 1.5165, name: 'counting (Kneser-Ney 7-gram)' },
  12: { loss: 1.4697, name: 'nanoGPT’s 10.7 M parameters on an A100' },
  30: { loss: 1.4697, name: 'nanoGPT’s 10.7 M parameters on an A100' },
};

/** Trains on a file, else on the sample text that Charloom ships. */
export async function measureQuality(minutes: number, data: string | null): Promise<Row> {
  const text = await openText(data);
  const run = await trainForMinutes(text, minutes);
  const { evaluatedLoss, bestValidationLoss, wallSeconds, parameters } = run;
  const peer = text.isTinyShakespeare ? peers[minutes] : undefined;
  return {
    row: `quality-${minutes}`,
    value: evaluatedLoss,
    unit: 'nats a character',
    low: evaluatedLoss,
    high: evaluatedLoss,
    ...(peer ? { peer: peer.loss, peerName: peer.name, ratio: peer.loss / evaluatedLoss } : {}),
    remark: [
      text.name,
      `bestValidationLoss ${bestValidationLoss.toFixed(4)}`,
      `${parameters.toLocaleString('en')} parameters`,
      `${wallSeconds.toFixed(0)} s from the run's start to its end`,
      ...(run.hasStoppedImproving ? ['ended because it had stopped improving'] : []),
    ].join(', '),
    versions: {},
  };
}
