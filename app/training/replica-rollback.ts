// Points that a run can go back to: copies of all that a step changes, recorded at steps that the recipe alone fixes,
// so that the same run rolls back to the same step every time. Each replica copies its own slice and rows.

import { EngineError } from '../contract/errors.ts';
import type { Recipe } from '../contract/model.ts';
import type { Network } from '../model/network.ts';
import type { Control } from './control.ts';
import {
  LossWatch,
  rollBackFactor,
  rollBacksAtMost,
  stepsPerLoss,
  type LossWatchState,
  type Verdict,
} from './loss-watch.ts';
import type { ReplicaJob, RollBackMark } from './replica-job.ts';
import { countedPositions, type ReplicaStep } from './replica-step.ts';
import { rollBackPoints, type OptimiserMemory, type RollBackMemory } from './shared-memory.ts';
import { readStateRows, writeStateRows, type StateRows } from './state-rows.ts';

/** Judged losses between two points, and at least between a trouble and the point before it. */
const lossesBetweenPoints = 100;
const lossesBeforeTrouble = 50;

/** One replica's part in it; all replicas do the same at the same steps. */
export class ReplicaRollBack {
  readonly #job: ReplicaJob;
  readonly #network: Network;
  readonly #control: Control;
  readonly #slice: { start: number; end: number };
  readonly #rows: StateRows;
  readonly #watch: LossWatch;
  readonly #pointEvery: number;
  readonly #clearance: number;
  /** Oldest first. */
  #marks: RollBackMark[];
  #rollBacks: number;

  constructor(
    job: ReplicaJob,
    network: Network,
    own: { control: Control; slice: { start: number; end: number }; rows: StateRows },
  ) {
    const { position, recipe } = job;
    this.#job = job;
    this.#network = network;
    this.#control = own.control;
    this.#slice = own.slice;
    this.#rows = own.rows;
    const characters = countedPositions(job) * recipe.batchSize;
    this.#watch = new LossWatch(characters, position.lossWatch);
    this.#pointEvery = lossesBetweenPoints * stepsPerLoss(characters);
    this.#clearance = lossesBeforeTrouble * stepsPerLoss(characters);
    this.#marks = [...job.points];
    this.#rollBacks = position.rollBacks;
  }

  get marks(): RollBackMark[] {
    return this.#marks.map((mark) => ({ ...mark }));
  }

  get watchState(): LossWatchState {
    return this.#watch.state;
  }

  judge(loss: number, gradientNorm: number): Verdict {
    return this.#watch.judge(loss, gradientNorm);
  }

  /** Records a point where one is due; `step` updates are done. */
  recordAt(step: number, progress: number, arithmetic: ReplicaStep): void {
    const isDue = step % this.#pointEvery === 0 || this.#marks.length === 0;
    // A run that resumed at a point, or was rolled back to it, has it already.
    if (!isDue || this.#marks.some((mark) => mark.step === step)) return;
    const [oldest, ...newer] = this.#marks;
    const isFull = this.#marks.length === rollBackPoints;
    const generation = isFull && oldest ? oldest.generation : this.#freeGeneration();
    const memory = this.#memoryOf(generation);
    // The trainer may still be taking a checkpoint, of which the points are part.
    this.#control.waitUntilTaken('snapshot');
    this.#copy(this.#job.memory.live, memory);
    writeStateRows(memory.states, this.#rows, this.#network.readState(arithmetic.state));
    const mark = { step, progress, generation, lossWatch: this.#watch.state };
    this.#marks = [...(isFull ? newer : this.#marks), mark];
  }

  /** Takes up the newest point that lies well before the trouble. Throws when the run is to be given up. */
  rollBack(step: number, verdict: Exclude<Verdict, 'fine'>, arithmetic: ReplicaStep): RollBackMark {
    const [oldest] = this.#marks;
    const mark = this.#marks.findLast((point) => point.step <= step - this.#clearance) ?? oldest;
    if (!mark || this.#rollBacks >= rollBacksAtMost) throw givenUp(step, verdict, this.#job.recipe);
    this.#rollBacks++;
    this.#marks = this.#marks.filter((point) => point.step <= mark.step);
    const memory = this.#memoryOf(mark.generation);
    this.#copy(memory, this.#job.memory.live);
    arithmetic.replaceState(this.#network.createState(readStateRows(memory.states, this.#rows)));
    this.#watch.restore(mark.lossWatch);
    return mark;
  }

  #memoryOf(generation: number): RollBackMemory {
    return this.#job.memory.points[generation] as RollBackMemory;
  }

  #freeGeneration(): number {
    return this.#marks[0]?.generation === 0 ? 1 : 0;
  }

  #copy(from: OptimiserMemory, to: OptimiserMemory): void {
    const { start, end } = this.#slice;
    for (const name of ['parameters', 'momentum', 'variance'] as const) {
      to[name].set(from[name].subarray(start, end), start);
    }
  }
}

function givenUp(step: number, verdict: Exclude<Verdict, 'fine'>, recipe: Recipe): EngineError {
  const learningRate = recipe.learningRate * rollBackFactor(rollBacksAtMost);
  const what =
    verdict === 'not-finite' ? 'was no longer a finite number' : 'rose to three times what it was';
  return new EngineError(
    'training-not-finite',
    `At step ${step + 1} the loss ${what}, although the run had gone back ${rollBacksAtMost} times and halved its learning rate each time. The best weights and the last checkpoint are kept; start again with a learning rate below ${learningRate}.`,
    { details: { step: step + 1, learningRate, rollBacks: rollBacksAtMost } },
  );
}
