// step-layers: one training step at 2×256, batch 64, against tf.sequential's LSTM layers on the same package.

import { availableParallelism } from 'node:os';
import { withPeak } from '../mat-mul-peak.ts';
import { peerScript } from '../places.ts';
import type { Row } from '../row.ts';
import { stepArithmetic, twoLayers } from '../shapes.ts';
import { numbersOf, startOwnSide, startSide } from '../side-process.ts';
import type { StepRequest } from '../sides/steps.ts';
import { measureInTurns } from '../turns.ts';

const shape = twoLayers(256, 64);
const turns = 3;
const warmUp = 10;
const ownSteps = 20;
/** A step of the peer takes about a second. */
const peerSteps = 4;

/** Measures the row. */
export async function measureStepLayers(): Promise<Row> {
  const replicas = availableParallelism();
  const own = startOwnSide('steps');
  const peer = startSide(process.execPath, [peerScript('tfjs-layers.cjs')], {
    TF_CPP_MIN_LOG_LEVEL: '3',
  });
  let versions = {};
  let peerWarmUp = warmUp;
  const ownTurn = async () => {
    const request: StepRequest = { shape, replicas, steps: ownSteps, warmUp };
    return numbersOf(await own.ask(request), 'stepMs');
  };
  const peerTurn = async () => {
    const answer = await peer.ask({ shape, steps: peerSteps, warmUp: peerWarmUp });
    peerWarmUp = 1;
    versions = answer['versions'] as Record<string, string>;
    return numbersOf(answer, 'stepMs');
  };
  try {
    const { result, gigaflops } = await withPeak(replicas, () =>
      measureInTurns([ownTurn, peerTurn], turns),
    );
    const [ours, theirs] = result;
    if (!ours || !theirs) throw new Error('A side was not measured.');
    return {
      row: 'step-layers',
      value: ours.median,
      unit: 'ms a step',
      low: ours.low,
      high: ours.high,
      peer: theirs.median,
      peerName: 'tf.sequential, trainOnBatch',
      ratio: theirs.median / ours.median,
      peakShare: stepArithmetic(shape) / (ours.median * 1e6) / gigaflops,
      remark: `${replicas} replicas`,
      versions,
    };
  } finally {
    await Promise.all([own.end(), peer.end()]);
  }
}
