// One replica: owns a share of the batch's streams and a slice of the parameters, and runs in its own thread.
// A step has three barriers: gradients are there → norms are there → parameters are there. Sums go over
// replicas in fixed order, so a run is reproducible for a seed and a replica count. Replica 0 also keeps
// the watch (Pace) and speaks to the trainer; nobody waits for the trainer but to have a copy taken.

import { EngineError } from '../contract/errors.ts';
import { WindowReader } from '../corpus/batches.ts';
import { openIdFile, type IdFile } from '../corpus/id-file.ts';
import { Network, type NetworkState } from '../model/network.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { sliceByDecay, updateSlice } from './adamw.ts';
import { Control, decision, request } from './control.ts';
import { Pace } from './pace.ts';
import { ReplicaCopies } from './replica-copies.ts';
import type { ReplicaJob, ReplicaMessage, ValidationFigures } from './replica-job.ts';
import { Reports, shareOf } from './reports.ts';
import { learningRateAt } from './schedule.ts';
import { ringFields, ringSteps, type SharedMemory } from './shared-memory.ts';
import { SharedScoring, type SplitFigures } from './shared-scoring.ts';
import { readStateRows, writeStateRows } from './state-rows.ts';
import { epochRange, windowsPerEpoch } from './windows.ts';

type FinishReason = Extract<ReplicaMessage, { kind: 'finished' }>['reason'];

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
  readonly #scoring: SharedScoring;
  readonly #ids: IdFile;
  readonly #memory: SharedMemory;
  readonly #slice: { start: number; end: number };
  readonly #streams: { first: number; count: number };
  readonly #windows: number;
  /** Replica 0's alone. */
  readonly #pace: Pace | null;
  #finishReason: FinishReason = 'completed';
  #state: NetworkState;

  constructor(tensorflow: TensorFlow, job: ReplicaJob, post: (message: ReplicaMessage) => void) {
    const { memory, replica, replicas, recipe, text } = job;
    this.#job = job;
    this.#post = post;
    this.#network = new Network(tensorflow, job.configuration, job.vocabularySize);
    this.#control = new Control(memory.control, replicas);
    this.#slice = shareOf(this.#network.layout.size, replica, replicas);
    this.#copies = new ReplicaCopies(job, this.#control, this.#slice);
    this.#ids = openIdFile(text.idsPath);
    this.#reports = new Reports(memory, replica, replicas);
    this.#scoring = new SharedScoring(job, this.#network, {
      ids: this.#ids,
      control: this.#control,
      reports: this.#reports,
    });
    this.#memory = memory;
    const rows = shareOf(recipe.batchSize, replica, replicas);
    this.#streams = { first: rows.start, count: rows.end - rows.start };
    this.#windows = windowsPerEpoch(text.train, recipe.batchSize, recipe.sequenceLength);
    this.#pace =
      replica > 0
        ? null
        : new Pace(job.position, {
            minutes: recipe.minutes,
            patience: recipe.patience,
            stepsPerEpoch: this.#windows,
            validationCharacters: text.validation.end - text.validation.start,
            charactersPerStep: recipe.batchSize * recipe.sequenceLength,
          });
    this.#state = this.#firstState();
  }

  close(): void {
    this.#network.disposeState(this.#state);
    this.#network.dispose();
    this.#ids.close();
  }

  train(): void {
    const { sequenceLength: T } = this.#job.recipe;
    const { first, count: b } = this.#streams;
    const inputs = new Int32Array(T * b); // [T*b], time-major
    const targets = new Int32Array(T * b); // [T*b]
    let { step } = this.#job.position;
    let reader = this.#openEpoch(Math.floor(step / this.#windows));

    this.#shareProgress();
    this.#post({ kind: 'ready', replica: this.#job.replica });
    this.#control.barrier();
    let before = performance.now();
    for (;;) {
      // 1. The window of this step. Every epoch reads from its own offset and starts from zero states.
      const window = step % this.#windows;
      if (window === 0 && step > 0) {
        reader = this.#openEpoch(step / this.#windows);
        this.#replaceState(this.#network.initialState(b));
      }
      reader.read(window, first, first + b, inputs, targets);

      // 2. Own gradients; 3. their sum and norm over all replicas; 4. the update of the own slice.
      const lossSum = this.#differentiate(step, inputs, targets);
      this.#control.barrier();
      this.#reduce(lossSum);
      const progress = this.#reports.fromFirst('progress');
      this.#control.barrier();
      const figures = this.#update(step, progress);
      if (this.#pace) {
        const now = performance.now();
        this.#record(this.#pace, step, figures, now - before);
        this.#decide(this.#pace);
        before = now;
      }
      this.#control.barrier();
      step++;

      // 5. What replica 0 decided for the end of this step.
      const decided = this.#control.decision;
      if (decided & decision.evaluate) this.#validate(step);
      if (decided & decision.checkpoint) this.#copyCheckpoint();
      else if (decided & decision.snapshot) this.#copySnapshot();
      if (decided & decision.pause) this.#pause();
      if (decided & decision.finish) return this.#finish(step);
      // Validation counts its own time; pauses and copies are not steps.
      if (decided !== 0) before = performance.now();
    }
  }

  /** Forward and backward over the own streams; returns the loss summed over [T*b]. */
  #differentiate(step: number, inputs: Int32Array, targets: Int32Array): number {
    const { recipe, configuration, replica } = this.#job;
    const weights = this.#network.lend(this.#memory.live.parameters);
    try {
      const { lossSum, state } = this.#network.lossAndGradients({
        weights,
        inputs,
        targets,
        batchSize: this.#streams.count,
        sequenceLength: recipe.sequenceLength,
        state: this.#state,
        gradientScale: 1 / (recipe.sequenceLength * recipe.batchSize),
        dropout:
          configuration.dropout > 0
            ? { seed: recipe.seed, step, firstStream: this.#streams.first }
            : null,
        gradients: this.#memory.gradients[replica] as Float32Array,
      });
      this.#replaceState(state);
      return lossSum;
    } finally {
      // Lent memory must be given back before anybody writes the parameters.
      weights.release();
    }
  }

  /** Sums the own slice of all gradients into replica 0's, and reports its squared norm. */
  #reduce(lossSum: number): void {
    const { start, end } = this.#slice;
    const [sum, ...others] = this.#memory.gradients as [Float32Array, ...Float32Array[]];
    for (const other of others) {
      for (let i = start; i < end; i++) sum[i] = (sum[i] as number) + (other[i] as number);
    }
    let squaredNorm = 0;
    for (let i = start; i < end; i++) squaredNorm += (sum[i] as number) * (sum[i] as number);
    this.#reports.tell('loss', lossSum);
    this.#reports.tell('squaredNorm', squaredNorm);
  }

  #update(step: number, progress: number) {
    const { recipe } = this.#job;
    const loss = this.#reports.total('loss') / (recipe.sequenceLength * recipe.batchSize);
    const gradientNorm = Math.sqrt(this.#reports.total('squaredNorm'));
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      throw new EngineError(
        'training-not-finite',
        `At step ${step + 1} the loss was no longer a finite number. The best weights and the last checkpoint are kept; start again with a learning rate below ${recipe.learningRate}.`,
        { details: { step: step + 1, learningRate: recipe.learningRate } },
      );
    }
    const learningRate = learningRateAt(progress, recipe.learningRate, recipe.warmup);
    const limit = recipe.clipNorm ?? Number.POSITIVE_INFINITY;
    const gradientScale = Math.min(1, limit / (gradientNorm || 1));
    const buffers = { ...this.#memory.live, gradients: this.#memory.gradients[0] as Float32Array };
    for (const part of sliceByDecay(this.#network.layout, this.#slice.start, this.#slice.end)) {
      const weightDecay = part.isDecayed ? recipe.weightDecay : 0;
      updateSlice(
        buffers,
        { step, learningRate, weightDecay, gradientScale },
        part.start,
        part.end,
      );
    }
    return { loss, gradientNorm, learningRate };
  }

  #record(
    pace: Pace,
    step: number,
    figures: { loss: number; gradientNorm: number; learningRate: number },
    milliseconds: number,
  ): void {
    const { ring, stepsDone } = this.#memory;
    const at = (step % ringSteps) * ringFields.size;
    ring[at + ringFields.loss] = figures.loss;
    ring[at + ringFields.gradientNorm] = figures.gradientNorm;
    ring[at + ringFields.learningRate] = figures.learningRate;
    ring[at + ringFields.milliseconds] = milliseconds;
    const isReplanned = pace.stepDone(milliseconds / 1000);
    const { position } = pace;
    this.#shareProgress();
    stepsDone[0] = position.step;
    if (isReplanned) {
      this.#post({ kind: 'planned', step: position.step, totalSteps: position.totalSteps });
    }
  }

  /** Replica 0 decides between the second and the third barrier; all read the decision after the third. */
  #decide(pace: Pace): void {
    const asked = this.#control.requests;
    let bits = 0;
    if (asked & request.stop) this.#finishReason = 'stopped';
    else if (pace.hasEnded()) this.#finishReason = 'completed';
    else if (pace.hasStoppedImproving()) this.#finishReason = 'stopped-improving';
    if (asked & request.stop || pace.hasEnded() || pace.hasStoppedImproving()) {
      bits |= decision.finish;
      this.#reports.tell(
        'limit',
        this.#finishReason === 'stopped' ? pace.briefCharacters() : pace.finalCharacters(),
      );
      this.#reports.tell('bestStep', pace.position.bestStep);
    } else {
      const limit = pace.validationDue();
      this.#reports.tell('limit', limit);
      if (limit > 0) bits |= decision.evaluate;
      if (asked & request.pause) bits |= decision.pause | decision.checkpoint;
      if (asked & request.checkpoint) bits |= decision.checkpoint;
      if (asked & request.snapshot) bits |= decision.snapshot;
    }
    this.#control.withdraw(asked & (request.checkpoint | request.snapshot));
    this.#control.decision = bits;
  }

  #validate(step: number): void {
    const before = performance.now();
    const figures = this.#scoring.score(
      this.#memory.live.parameters,
      this.#job.text.validation,
      this.#limit(),
    );
    if (this.#pace && figures) {
      const seconds = (performance.now() - before) / 1000;
      this.#control.isBest = this.#pace.validated(figures.loss, figures.characters, seconds);
    }
    this.#control.barrier();
    if (this.#control.isBest) this.#copies.best();
    if (!this.#pace || !figures) return;
    this.#post({
      kind: 'validated',
      figures: { ...figures, step, epoch: step / this.#windows },
      isBest: this.#control.isBest,
      position: { ...this.#pace.position },
    });
  }

  #copySnapshot(): void {
    this.#copies.snapshot(null);
    if (this.#pace) this.#postSnapshot(this.#pace, false);
  }

  #copyCheckpoint(): void {
    const { configuration, recipe } = this.#job;
    this.#copies.snapshot(() =>
      writeStateRows(
        this.#memory.states,
        configuration.layers,
        recipe.batchSize,
        this.#streams,
        this.#network.readState(this.#state),
      ),
    );
    if (this.#pace) this.#postSnapshot(this.#pace, true);
  }

  #postSnapshot(pace: Pace, isCheckpoint: boolean): void {
    this.#post({ kind: 'snapshot', position: { ...pace.position }, isCheckpoint });
  }

  #pause(): void {
    if (this.#pace) this.#post({ kind: 'paused', position: { ...this.#pace.position } });
    this.#control.waitWhilePaused();
    this.#control.barrier();
    if (this.#pace) this.#post({ kind: 'resumed' });
  }

  /** The last checkpoint, the final validation, the choice of the weights to keep, and the test. */
  #finish(step: number): void {
    const { text } = this.#job;
    const limit = this.#limit();
    const bestStep = this.#reports.fromFirst('bestStep');
    this.#copyCheckpoint();
    const before = performance.now();
    const last = this.#scoring.score(this.#memory.live.parameters, text.validation, limit);
    const { best } = this.#memory;
    // The best so far may have been scored on fewer characters: both are scored on the same ones now.
    const earlier =
      last && bestStep >= 0 && bestStep !== step
        ? this.#scoring.score(best, text.validation, limit)
        : null;
    const isEarlierKept = last !== null && earlier !== null && earlier.loss < last.loss;
    if (!isEarlierKept) this.#copies.best();
    const test = this.#scoring.score(best, text.test, Number.POSITIVE_INFINITY);
    if (!this.#pace) return;
    const { position } = this.#pace;
    position.activeSeconds += (performance.now() - before) / 1000;
    const withStep = (figures: SplitFigures | null, at: number): ValidationFigures | null =>
      figures && { ...figures, step: at, epoch: at / this.#windows };
    this.#post({
      kind: 'finished',
      reason: this.#finishReason,
      figures: {
        last: withStep(last, step),
        kept: isEarlierKept ? withStep(earlier, bestStep) : withStep(last, step),
        test,
      },
      position: { ...position },
    });
  }

  #firstState(): NetworkState {
    const { configuration, recipe, hasStates } = this.#job;
    if (!hasStates) return this.#network.initialState(this.#streams.count);
    const { layers } = configuration;
    return this.#network.createState(
      readStateRows(this.#memory.states, layers, recipe.batchSize, this.#streams),
    );
  }

  #openEpoch(epoch: number): WindowReader {
    const { recipe, text } = this.#job;
    return new WindowReader({
      ids: this.#ids,
      remap: text.remap,
      range: epochRange(text.train, recipe, epoch),
      streams: recipe.batchSize,
      sequenceLength: recipe.sequenceLength,
      shift: 0,
    });
  }

  #replaceState(state: NetworkState): void {
    this.#network.disposeState(this.#state);
    this.#state = state;
  }

  #limit(): number {
    return this.#reports.fromFirst('limit');
  }

  #shareProgress(): void {
    if (this.#pace) this.#reports.tell('progress', this.#pace.position.progress);
  }
}
