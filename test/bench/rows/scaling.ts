// scaling-4, -8, -16: one training step at 2×256, batch 64, on so many cores. Measured where the machine has them,
// else a prediction from what one and two replicas and their meetings cost here, and marked as one.

import { availableParallelism } from 'node:os';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import { layOutParameters } from '../../../app/model/parameters.ts';
import type { Row } from '../row.ts';
import { dragOf, predictStep, type Measured } from '../scaling.ts';
import { twoLayers } from '../shapes.ts';
import { numbersOf, startOwnSide, type SideProcess } from '../side-process.ts';
import type { Costs, CostsRequest } from '../sides/costs.ts';
import type { StepRequest } from '../sides/steps.ts';
import { measureInTurns, type Figures } from '../turns.ts';

const hiddenSize = 256;
const rows = 64;
const cores = [4, 8, 16];
const turns = 4;
const steps = 16;
const warmUp = 8;
const rounds = 200;

/** Measures what is needed; gives a row for each number of cores. */
export async function measureScaling(): Promise<Row[]> {
  const side = startOwnSide('steps');
  const costs = startOwnSide('costs');
  try {
    const atHand = cores.filter((count) => count <= availableParallelism());
    const batches = [1, 2, ...cores].map((count) => rows / count);
    const sides = [
      ...batches.map((batch) => stepsOf(side, batch, 1)),
      ...[2, ...atHand].map((replicas) => stepsOf(side, rows, replicas)),
    ];
    const figures = await measureInTurns(sides, turns);
    const [shared, ...more] = figures.slice(batches.length);
    const [alone] = figures;
    if (!alone || !shared) throw new Error('A side was not measured.');
    const measured: Measured = {
      alone: new Map(batches.map((batch, at) => [batch, figures[at]?.median ?? NaN])),
      shared: shared.median,
      costs: { one: await askCosts(costs, 1), two: await askCosts(costs, 2) },
    };
    return cores.map((count) =>
      rowOf(measured, count, { alone, itself: more[atHand.indexOf(count)] ?? null }),
    );
  } finally {
    await Promise.all([side.end(), costs.end()]);
  }
}

function rowOf(
  measured: Measured,
  count: number,
  { alone, itself }: { alone: Figures; itself: Figures | null },
): Row {
  const { low, high } = predictStep(measured, rows, count);
  const value = itself?.median ?? (low + high) / 2;
  const { barrier, reduce, update } = measured.costs.two;
  const predicted = `${low.toFixed(1)} to ${high.toFixed(1)} ms`;
  return {
    row: itself ? `scaling-${count}` : `scaling-${count}-prediction`,
    value,
    unit: 'ms a step',
    low: itself?.low ?? low,
    high: itself?.high ?? high,
    peer: alone.median,
    peerName: 'one replica',
    ratio: alone.median / value,
    remark: [
      itself
        ? `measured, where ${predicted} were predicted`
        : 'PREDICTED, not measured: this machine has fewer cores',
      `two replicas ${measured.shared.toFixed(1)} ms (${(alone.median / measured.shared).toFixed(2)}×)`,
      `two at once drag each other by ${dragOf(measured, rows).toFixed(2)}`,
      `of two each: barrier ${(1000 * barrier).toFixed(1)} µs, sum ${reduce.toFixed(2)} ms, update ${update.toFixed(2)} ms`,
      `one alone with ${rows / count} rows ${measured.alone.get(rows / count)?.toFixed(1) ?? '–'} ms`,
    ].join(', '),
    versions: {},
  };
}

function stepsOf(side: SideProcess, batchSize: number, replicas: number) {
  const shape = twoLayers(hiddenSize, batchSize);
  const request: StepRequest = { shape, replicas, steps, warmUp };
  return async () => numbersOf(await side.ask(request), 'stepMs');
}

async function askCosts(side: SideProcess, replicas: number): Promise<Costs> {
  const { embedding, vocabularySize } = twoLayers(hiddenSize, rows);
  const configuration = { ...defaultConfiguration, layers: [hiddenSize, hiddenSize], embedding };
  const parameters = layOutParameters(configuration, vocabularySize).count;
  const request: CostsRequest = { replicas, parameters, rounds };
  const { barrier, reduce, update } = await side.ask(request);
  return { barrier: Number(barrier), reduce: Number(reduce), update: Number(update) };
}
