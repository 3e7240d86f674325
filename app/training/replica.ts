// One replica: owns a share of the batch's streams and a slice of the parameters, and runs in its own thread.
// A step has three barriers: gradients are there → norms are there → parameters are there. Sums go over
// replicas in fixed order, so a run is reproducible for a seed and a replica count. Replica 0 also keeps
// the watch (Pace) and speaks to the trainer; nobody waits for the trainer but to have a copy taken.

import { Network } from '../model/network.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { Control, decision } from './control.ts';
import { ReplicaCopies } from './replica-copies.ts';
import { ReplicaEnd } from './replica-end.ts';
import { ReplicaHead } from './replica-head.ts';
import type { ReplicaJob, ReplicaMessage } from './replica-job.ts';
import { ReplicaRollBack } from './replica-rollback.ts';
import { ReplicaStep, type StepFigures } from './replica-step.ts';
import { Reports, shareOf } from './reports.ts';
import { Scorer } from './scoring.ts';
import { SharedScoring } from './shared-scoring.ts';
import { readStateRows, writeStateRows, type StateRows } from './state-rows.ts';
import { openStepReader, type StepReader } from './step-reader.ts';

/** Trains until the run ends. Throws what ended it otherwise; RunAborted when another replica did. */
export function runReplica(
  tensorflow: TensorFlow,
  job: ReplicaJob,
  post: (message: ReplicaMessage) => void,
): void {
  const replica = new Replica(tensorflow, job, post);
  try {
    replica.train();
  } finally {
    replica.close();
  }
}

class Replica {
  readonly #job: ReplicaJob;
  readonly #post: (message: ReplicaMessage) => void;
  readonly #network: Network;
  readonly #control: Control;
  readonly #copies: ReplicaCopies;
  readonly #reports: Reports;
  readonly #scorer: Scorer;
  readonly #scoring: SharedScoring;
  readonly #reader: StepReader;
  readonly #rows: StateRows;
  readonly #arithmetic: ReplicaStep;
  readonly #rollBack: ReplicaRollBack;
  /** Replica 0's alone. */
  readonly #head: ReplicaHead | null;

  constructor(tensorflow: TensorFlow, job: ReplicaJob, post: (message: ReplicaMessage) => void) {
    const { memory, replica, replicas, recipe, configuration, text } = job;
    this.#job = job;
    this.#post = post;
    this.#network = new Network(tensorflow, configuration, {
      vocabularySize: job.vocabularySize,
      // What the engine has not settled is float32.
      arithmetic: recipe.arithmetic === 'bfloat16' ? 'bfloat16' : 'float32',
    });
    this.#control = new Control(memory.control, replicas);
    this.#reports = new Reports(memory, replica, replicas);
    const slice = shareOf(this.#network.layout.size, replica, replicas);
    this.#copies = new ReplicaCopies(job, this.#control, slice);
    const meeting = { control: this.#control, reports: this.#reports };
    this.#scorer = new Scorer(tensorflow, job, text);
    this.#scoring = new SharedScoring(job, { scorer: this.#scorer, ...meeting });
    const { start, end } = shareOf(recipe.batchSize, replica, replicas);
    const rows = { first: start, count: end - start };
    this.#rows = { configuration, batchSize: recipe.batchSize, ...rows };
    this.#reader = openStepReader(text, recipe, rows);
    const own = { reports: this.#reports, rows, slice };
    this.#arithmetic = new ReplicaStep(job, this.#network, own);
    const kept = { control: this.#control, slice, rows: this.#rows };
    this.#rollBack = new ReplicaRollBack(job, this.#network, kept);
    this.#head =
      replica > 0 ? null : new ReplicaHead(job, { ...meeting, reader: this.#reader, post });
  }

  close(): void {
    this.#arithmetic.close();
    this.#network.dispose();
    this.#scorer.close();
    this.#reader.close();
  }

  train(): void {
    const { sequenceLength: T } = this.#job.recipe;
    const { count: b } = this.#rows;
    const inputs = new Int32Array(T * b); // [T*b], time-major
    const targets = new Int32Array(T * b); // [T*b]
    let { step } = this.#job.position;
    const states = this.#job.hasStates ? this.#job.memory.states : null;
    if (states) this.#replaceState(readStateRows(states, this.#rows));
    this.#recordPoint(step);

    this.#head?.tellRate();
    this.#post({ kind: 'ready', replica: this.#job.replica });
    this.#control.barrier();
    this.#head?.startClock();
    for (;;) {
      // 1. The window of this step. Every epoch of streams, and every strided window, starts from zero states.
      if (this.#reader.startsAnew(step)) {
        this.#arithmetic.replaceState(this.#network.initialState(b));
      }
      this.#reader.read(step, inputs, targets);

      // 2. Own gradients; 3. their sum and norms over all replicas; 4. the update of the own slice.
      const lossSum = this.#arithmetic.differentiate(step, inputs, targets);
      this.#control.barrier();
      this.#arithmetic.reduce(lossSum);
      const learningRate = this.#reports.fromFirst('learningRate');
      this.#control.barrier();
      const figures = this.#arithmetic.figures();
      const verdict = this.#rollBack.judge(figures.loss, figures.gradientNorm);
      if (verdict === 'fine') {
        this.#arithmetic.update(step, figures, learningRate);
        this.#head?.stepDone(this.#recorded(figures, learningRate));
        this.#head?.decide();
        this.#control.barrier();
        step++;
      } else {
        // All replicas come to the same verdict: the step counts for nothing, an earlier one is taken up again.
        const mark = this.#rollBack.rollBack(step, verdict, this.#arithmetic);
        this.#head?.rolledBack(mark, { step: step + 1, reason: verdict });
        this.#control.barrier();
        step = mark.step;
        continue;
      }

      // 5. What replica 0 decided for the end of this step.
      this.#recordPoint(step);
      const decided = this.#control.decision;
      if (decided & decision.evaluate) this.#validate(step);
      if (decided & decision.checkpoint) this.#copyCheckpoint(true);
      else if (decided & decision.snapshot) this.#copySnapshot();
      if (decided & decision.pause) this.#pause();
      if (decided & decision.finish) return this.#finish(step);
      // Validation counts its own time; pauses and copies are not steps.
      if (decided !== 0) this.#head?.startClock();
    }
  }

  #recorded(figures: StepFigures, learningRate: number) {
    const { loss, gradientNorm, layerNorms } = figures;
    const isClipped = this.#arithmetic.isClipped(figures);
    return { loss, gradientNorm, layerNorms, learningRate, isClipped };
  }

  #recordPoint(step: number): void {
    this.#rollBack.recordAt(step, this.#head?.progress ?? 0, this.#arithmetic);
  }

  #validate(step: number): void {
    const { memory, text } = this.#job;
    const before = performance.now();
    const limit = this.#reports.fromFirst('limit');
    const figures = this.#scoring.score(memory.live.parameters, text.validation, limit);
    if (figures) this.#head?.validated(figures, (performance.now() - before) / 1000);
    this.#control.barrier();
    if (this.#control.isBest) this.#copies.best();
    if (figures) this.#head?.tellValidation(figures, step);
  }

  #copySnapshot(): void {
    this.#copies.snapshot(null);
    this.#head?.tellSnapshot(false, this.#rollBack.watchState, []);
  }

  /** `isResumable`: with the points to roll back to, so that the run goes on exactly from it. */
  #copyCheckpoint(isResumable: boolean): void {
    const { states } = this.#job.memory;
    this.#copies.snapshot(() => {
      writeStateRows(states, this.#rows, this.#network.readState(this.#arithmetic.state));
    });
    const points = isResumable ? this.#rollBack.marks : [];
    this.#head?.tellSnapshot(true, this.#rollBack.watchState, points);
  }

  #pause(): void {
    this.#head?.tellPaused();
    this.#control.waitWhilePaused();
    this.#control.barrier();
    if (this.#head) this.#post({ kind: 'resumed' });
  }

  /** The last checkpoint, the final validation, the choice of the weights to keep, and the test. */
  #finish(step: number): void {
    this.#copyCheckpoint(false);
    const end = new ReplicaEnd(this.#job, {
      scoring: this.#scoring,
      copies: this.#copies,
      reports: this.#reports,
    });
    const before = performance.now();
    const scores = end.score(step);
    this.#head?.finished(scores, step, (performance.now() - before) / 1000);
  }

  #replaceState(layers: ReturnType<typeof readStateRows>): void {
    this.#arithmetic.replaceState(this.#network.createState(layers));
  }
}
