// step-…: one training step of two layers, by the real replicas against PyTorch with as many threads. Without
// PyTorch our side alone is measured, and the row says so.

import { availableParallelism } from 'node:os';
import type { Arithmetic, Cell } from '../../../app/contract/model.ts';
import { withPeak } from '../mat-mul-peak.ts';
import { peerScript } from '../places.ts';
import { findPyTorch } from '../python.ts';
import type { Row } from '../row.ts';
import { chineseVocabularySize, stepArithmetic, twoLayers } from '../shapes.ts';
import { numbersOf, startOwnSide, startSide, type SideProcess } from '../side-process.ts';
import type { StepRequest } from '../sides/steps.ts';
import { measureInTurns, median, type Side } from '../turns.ts';

/** Each side's turns, an even number: each side goes first as often as the other. */
const turns = 8;
/** Long enough for a median, short enough that what else the machine does meets both sides. */
const turnMs = 2500;
const stepsAtLeast = 6;
const stepsAtMost = 60;
const warmUp = 10;
/** What an idle peer may take of our turn before the row has to say so. */
const idleShare = 0.02;

/** A row of this kind: the sizes, and what it is measured on. */
export interface StepRow {
  row: string;
  hiddenSize: number;
  batchSize: number;
  cell: Cell;
  vocabularySize?: number;
}

/** All rows against PyTorch, in the order of their table. */
export const stepRows: readonly StepRow[] = [
  { row: 'step-2x128', hiddenSize: 128, batchSize: 64, cell: 'lstm' },
  { row: 'step-2x256', hiddenSize: 256, batchSize: 64, cell: 'lstm' },
  { row: 'step-2x512', hiddenSize: 512, batchSize: 64, cell: 'lstm' },
  { row: 'step-2x256-b32', hiddenSize: 256, batchSize: 32, cell: 'lstm' },
  { row: 'step-2x256-b16', hiddenSize: 256, batchSize: 16, cell: 'lstm' },
  { row: 'step-gru', hiddenSize: 256, batchSize: 64, cell: 'gru' },
  { row: 'step-rnn', hiddenSize: 256, batchSize: 64, cell: 'rnn' },
  {
    ...{ row: 'step-chinese', hiddenSize: 256, batchSize: 64, cell: 'lstm' },
    vocabularySize: chineseVocabularySize,
  },
];

/** The rows whose ratios the geometric mean is taken of. */
export const averagedRows: readonly string[] = ['step-2x128', 'step-2x256', 'step-2x512'];

/** Measures one row against PyTorch. */
export async function measureStep(given: StepRow): Promise<Row> {
  const { row, hiddenSize, batchSize } = given;
  const shape = twoLayers(hiddenSize, batchSize, given);
  const replicas = availableParallelism();
  const own = startOwnSide('steps');
  const python = await findPyTorch();
  const peer = python === null ? null : startSide(python, [peerScript('pytorch_steps.py')]);
  let idleMs = 0;
  try {
    const best = peer ? await peer.ask({ find: true, shape, threads: replicas }) : null;
    const sides = [await ownSide(own, { shape, replicas, warmUp })];
    if (peer) sides.push(await peerSide(peer, replicas, (spentMs) => (idleMs += spentMs)));
    const { result, gigaflops } = await withPeak(replicas, () => measureInTurns(sides, turns));
    const [ours, theirs] = result;
    if (!ours) throw new Error('Our side was not measured.');
    const isIdle = idleMs < idleShare * turns * turnMs;
    return {
      row,
      value: ours.median,
      unit: 'ms a step',
      low: ours.low,
      high: ours.high,
      ...(theirs && best
        ? {
            peer: theirs.median,
            peerName: `PyTorch ${describeForm(best['form'])}`,
            ratio: theirs.median / ours.median,
          }
        : {}),
      peakShare: stepArithmetic(shape) / (ours.median * 1e6) / gigaflops,
      remark: [
        `${replicas} replicas`,
        best ? `tried: ${JSON.stringify(best['tried'])}` : 'PyTorch is missing',
        ...(isIdle ? [] : [`the idle peer took ${idleMs.toFixed(0)} ms of processor time`]),
      ].join(', '),
      versions: best ? { PyTorch: String(best['version']) } : {},
    };
  } finally {
    await Promise.all([own.end(), peer?.end()]);
  }
}

/** Remarks beside the rows, by their names. */
export const arithmeticRows: readonly StepRow[] = stepRows
  .filter(({ row }) => ['step-2x256', 'step-2x512', 'step-chinese'].includes(row))
  .map((given) => ({ ...given, row: `${given.row}-bfloat16` }));

/** Measures one of these: the same step with the large products in bfloat16, against our own in float32. */
export async function measureArithmetic(given: StepRow): Promise<Row> {
  const { row, hiddenSize, batchSize } = given;
  const shape = twoLayers(hiddenSize, batchSize, given);
  const replicas = availableParallelism();
  const own = startOwnSide('steps');
  const sideIn = (arithmetic: Arithmetic) => ownSide(own, { shape, replicas, warmUp, arithmetic });
  try {
    const sides = [await sideIn('bfloat16'), await sideIn('float32')];
    const { result, gigaflops } = await withPeak(replicas, () => measureInTurns(sides, turns));
    const [narrow, whole] = result;
    if (!narrow || !whole) throw new Error('A side was not measured.');
    return {
      row,
      value: narrow.median,
      unit: 'ms a step',
      low: narrow.low,
      high: narrow.high,
      peer: whole.median,
      peerName: 'the same in float32',
      ratio: whole.median / narrow.median,
      peakShare: stepArithmetic(shape) / (narrow.median * 1e6) / gigaflops,
      remark: `${replicas} replicas; the peak is that of float32, and what counts against PyTorch is float32`,
      versions: {},
    };
  } finally {
    await own.end();
  }
}

/** Our side, with as many steps as fill a turn. */
async function ownSide(side: SideProcess, request: Omit<StepRequest, 'steps'>): Promise<Side> {
  return sideOfTurns((steps) => side.ask({ ...request, steps } satisfies StepRequest));
}

async function peerSide(
  side: SideProcess,
  threads: number,
  hearIdle: (spentMs: number) => void,
): Promise<Side> {
  let measured = 0;
  return sideOfTurns(async (steps) => {
    const answer = await side.ask({ steps, warmUp, threads });
    // What it spent before its first turn was its own trial.
    if (measured++ > 0) hearIdle(Number(answer['idleCpuMs']));
    return answer;
  });
}

async function sideOfTurns(
  ask: (steps: number) => Promise<Record<string, unknown>>,
): Promise<Side> {
  const stepMs = median(numbersOf(await ask(stepsAtLeast), 'stepMs'));
  const steps = Math.min(stepsAtMost, Math.max(stepsAtLeast, Math.round(turnMs / stepMs)));
  return async () => numbersOf(await ask(steps), 'stepMs');
}

function describeForm(form: unknown): string {
  return form === 'as it is' ? 'nn modules' : String(form);
}
