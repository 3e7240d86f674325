// What replicas spend on each other in a step: a barrier, the sum of the gradients, the update of the parameters. By
// the very functions of a run, on threads that do nothing else.

import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { defaultRecipe } from '../../../app/contract/defaults.ts';
import { Control, createControlBuffer } from '../../../app/training/control.ts';
import { shareOf } from '../../../app/training/reports.ts';
import { createStepMemory } from '../../../app/training/shared-memory.ts';
import { SliceArithmetic } from '../../../app/training/slice-arithmetic.ts';
import { answerRequests } from '../side-process.ts';
import { median } from '../turns.ts';

export interface CostsRequest {
  replicas: number;
  parameters: number;
  rounds: number;
}

/** Milliseconds of each, for one replica of so many that work at once. */
export interface Costs {
  barrier: number;
  /** The sum over all replicas, and its norm, of this one's slice. */
  reduce: number;
  update: number;
}

interface Part extends CostsRequest {
  replica: number;
  control: SharedArrayBuffer;
  memory: ReturnType<typeof createStepMemory>;
}

/** Barriers are short: so many for each round of the rest. */
const barriersPerRound = 50;
/** Rounds that do not count: the functions are still being compiled. */
const warmUp = 20;

/** Answers requests for the costs. */
export function playCosts(): Promise<void> {
  return answerRequests(async (request) => askThreads(request as unknown as CostsRequest));
}

async function askThreads(request: CostsRequest): Promise<Costs> {
  const memory = createStepMemory(request);
  const { parameters, momentum, variance } = memory.live;
  for (const values of [parameters, momentum, variance, ...memory.gradients]) values.fill(1e-3);
  const shared = { ...request, control: createControlBuffer(), memory };
  const threads = memory.gradients.map(
    (_, replica) => new Worker(process.argv[1] ?? '', { workerData: { ...shared, replica } }),
  );
  const told = threads.map(async (thread) => {
    const [costs] = (await once(thread, 'message')) as [Costs];
    return costs;
  });
  const [first] = await Promise.all(told);
  if (!first) throw new Error('No costs were measured.');
  return first;
}

/** One replica's part, in a thread of its own. */
export function playReplica(): void {
  if (isMainThread) throw new Error('A part is played by a worker thread.');
  const { replica, replicas, parameters, rounds, control, memory } = workerData as Part;
  const meeting = new Control(control, replicas);
  const { start, end } = shareOf(parameters, replica, replicas);
  const arithmetic = new SliceArithmetic(memory, 'adamw');
  const how = { ...defaultRecipe, step: 1000, learningRate: 1e-9, gradientScale: 1 };
  const timed = (work: () => void): number => {
    meeting.barrier();
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  };
  const rows = Array.from({ length: warmUp + rounds }, () => ({
    barrier:
      timed(() => {
        for (let time = 0; time < barriersPerRound; time++) meeting.barrier();
      }) / barriersPerRound,
    reduce: timed(() => arithmetic.reduce(null, start, end)),
    update: timed(() => arithmetic.update(how, start, end)),
  })).slice(warmUp);
  const middle = (of: keyof Costs) => median(rows.map((row) => row[of]));
  const costs: Costs = {
    barrier: middle('barrier'),
    reduce: middle('reduce'),
    update: middle('update'),
  };
  parentPort?.postMessage(costs);
}
