// One run of one model, from its place in the queue to its end: what the trainer yields becomes events for
// the front ends and lines in the journal. Knows no threads, no arithmetic and no files.

import { randomUUID } from 'node:crypto';
import { EngineError, toWireError } from '../contract/errors.ts';
import type { EndReason, RunState, RunStatus, TrainingNotice } from '../contract/training.ts';
import { RunCommands, train, type TrainingEvent } from '../training/trainer.ts';
import { windowsPerEpoch } from '../training/windows.ts';
import { writeLiveSample } from './live-sample.ts';
import { toCheckpoint, type Before } from './run-checkpoint.ts';
import { RunJournal } from './run-journal.ts';
import { RunMeter } from './run-meter.ts';
import type { RunOptions, RunSurroundings } from './run-options.ts';
import { RunSnapshots } from './run-snapshots.ts';
import { nothingBefore, openRunStart, type RunOrigin } from './run-start.ts';

/** A first sample soon enough to be worth waiting for, then one per breath. */
const sampleEverySeconds = 15;
/** Work that a power cut may cost. */
const checkpointEverySeconds = 30;

type Finished = Extract<TrainingEvent, { kind: 'finished' }>;

/** A run; `execute` is called once, when its turn has come. */
export class Run {
  readonly id = `run-${randomUUID().slice(0, 8)}`;
  readonly model: string;
  readonly corpus: string;
  readonly ended: Promise<void>;
  readonly #surroundings: RunSurroundings;
  readonly #options: RunOptions;
  readonly #commands = new RunCommands();
  readonly #journal: RunJournal;
  readonly #status: Omit<RunStatus, 'history'>;
  #resolveEnded: () => void = () => {};
  #meter: RunMeter;
  #before: Before = nothingBefore;
  #hasBest = false;
  #isSuspended = false;
  #nextSampleAt = 0;
  #nextCheckpointAt = 0;
  #isSampleDue = false;
  readonly #snapshots = new RunSnapshots(() => this.#commands.snapshot());

  constructor(surroundings: RunSurroundings, options: RunOptions) {
    const { model, name, prepared } = options;
    this.#surroundings = surroundings;
    this.#options = options;
    this.model = model;
    this.corpus = options.corpus;
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.#journal = new RunJournal(surroundings.models, model, surroundings.log);
    this.#meter = this.#createMeter(0, null);
    this.#status = {
      run: this.id,
      model,
      name,
      state: 'queued',
      queuePosition: 0,
      configuration: prepared.configuration,
      recipe: prepared.recipe,
      parameters: prepared.parameters,
      vocabularySize: prepared.vocabulary.size,
      characters: prepared.text.train.end - prepared.text.train.start,
      replicas: prepared.recipe.replicas,
      adjustments: prepared.adjustments,
      notices: [],
      progress: null,
      bestValidationLoss: null,
    };
  }

  get state(): RunState {
    return this.#status.state;
  }

  get status(): RunStatus {
    return { ...this.#status, history: this.#options.history.history };
  }

  setQueuePosition(position: number): void {
    if (this.#status.queuePosition === position) return;
    this.#status.queuePosition = position;
    this.#surroundings.emit('training.queued', { run: this.id, position });
  }

  pause(): void {
    this.#commands.pause();
  }

  resume(): void {
    this.#commands.resume();
  }

  /** Ends the run and keeps its weights; resolves when all is on disk. */
  async stop(): Promise<void> {
    if (this.state !== 'ended') this.#setState('stopping');
    this.#commands.stop();
    await this.ended;
  }

  /** Ends the run where it stands, with a checkpoint from which it can be resumed exactly. */
  async suspend(): Promise<void> {
    this.#isSuspended = true;
    // A paused run has its checkpoint; waking it makes it look at the word and write one more.
    this.#commands.checkpoint();
    this.#commands.resume();
    await this.ended;
  }

  /** The newest weights; null while there are none. A run that does not step gives the last ones it copied. */
  async snapshot(): Promise<Float32Array | null> {
    return this.state === 'running' ? this.#snapshots.next() : this.#snapshots.newest;
  }

  /** Ends a run that has not begun. */
  async cancelQueued(reason: 'stopped' | 'interrupted'): Promise<void> {
    await this.#end(reason, null, null);
    this.#resolveEnded();
  }

  /** Trains to the end. Never throws: what went wrong is told by `training.ended`. */
  async execute(): Promise<void> {
    const { models, log } = this.#surroundings;
    try {
      const lock = await models.acquire(this.model);
      try {
        await this.#trainWithFallback();
      } finally {
        await this.#journal.settled();
        await lock.release();
      }
    } catch (error: unknown) {
      log(`Run of ${this.model}: ${error instanceof Error ? error.stack : String(error)}`);
      await this.#end('failed', null, error);
    } finally {
      this.#snapshots.end();
      this.#resolveEnded();
    }
  }

  /** A first lost replica costs parallelism, not the run. */
  async #trainWithFallback(): Promise<void> {
    const { models } = this.#surroundings;
    this.#setState('starting');
    this.#journal.state('training');
    try {
      await this.#train(this.#options.origin);
    } catch (error: unknown) {
      const isLoss = error instanceof EngineError && error.code === 'replica-lost';
      if (!isLoss || this.#status.replicas === 1) throw error;
      await this.#journal.settled();
      this.#status.replicas = 1;
      this.#notice('fewer-replicas', `Training goes on with one thread. ${error.message}`);
      const checkpoint = await models.readCheckpoint(this.model);
      await this.#train(checkpoint ? { kind: 'checkpoint' } : this.#options.origin);
    }
  }

  async #train(origin: RunOrigin): Promise<void> {
    const { prepared } = this.#options;
    const { models, replicaScript } = this.#surroundings;
    const { configuration, recipe, vocabulary, text } = prepared;
    const start = await openRunStart(models, this.model, prepared, origin);
    const { position } = start.point;
    if (start.damage) this.#notice('resumed', start.damage);
    if (start.replicas !== null && this.#status.replicas > 1)
      this.#status.replicas = start.replicas;
    this.#before = start.before;
    this.#meter = this.#createMeter(position.activeSeconds, position.bestLoss);
    this.#status.bestValidationLoss = position.bestLoss;
    this.#hasBest = start.point.best !== null;
    this.#nextSampleAt = nextMultiple(position.activeSeconds, sampleEverySeconds);
    this.#nextCheckpointAt = position.activeSeconds + checkpointEverySeconds;

    let finished: Finished | null = null;
    const options = {
      replicaScript,
      replicas: this.#status.replicas,
      configuration,
      vocabularySize: vocabulary.size,
      // Every run of a model reads at offsets of its own.
      recipe: { ...recipe, seed: (recipe.seed + start.before.runs) >>> 0 },
      text,
      start: start.point,
    };
    for await (const event of train(options, this.#commands)) {
      if (event.kind === 'finished') finished = event;
      else this.#hear(event);
      if (this.#isSuspended && event.kind === 'checkpoint') break;
    }
    await this.#journal.settled();
    if (finished) await this.#finish(finished);
    else await this.#end('interrupted', null, null);
  }

  #hear(event: Exclude<TrainingEvent, Finished>): void {
    switch (event.kind) {
      case 'started':
        return this.#started();
      case 'progress':
        return this.#progressed(event);
      case 'planned':
        return this.#journal.metrics({
          type: 'plan',
          step: this.#meter.totalSteps(event.step),
          steps: this.#meter.totalSteps(event.totalSteps),
          seconds: this.#meter.totalSeconds,
        });
      case 'validated':
        return this.#validated(event.figures, event.position.activeSeconds, event.isBest);
      case 'best':
        this.#hasBest = true;
        return this.#journal.best(event.parameters, this.#meter.results());
      case 'snapshot':
        return this.#snapshotTaken(event.parameters, event.position.step);
      case 'checkpoint':
        return this.#keepCheckpoint(event.point);
      case 'paused':
        this.#setState('paused');
        return this.#journal.state('paused');
      case 'resumed':
        this.#setState('running');
        return this.#journal.state('training');
    }
  }

  #started(): void {
    const { run, model, name, parameters, vocabularySize, characters } = this.#status;
    const { replicas, adjustments } = this.#status;
    if (this.state === 'starting') this.#setState('running');
    this.#surroundings.emit('training.started', {
      run,
      model,
      name,
      parameters,
      vocabularySize,
      characters,
      replicas,
      adjustments,
    });
  }

  #progressed(event: Extract<TrainingEvent, { kind: 'progress' }>): void {
    const progress = this.#meter.progressed(event);
    this.#status.progress = progress;
    this.#surroundings.emit('training.progress', progress);
    const point = this.#meter.takePoint();
    if (point) {
      const { learningRate, charsPerSecond, seconds } = progress;
      this.#options.history.addTraining(point);
      this.#journal.metrics({ type: 'progress', ...point, learningRate, charsPerSecond, seconds });
    }
    const { seconds } = this.#meter;
    if (seconds >= this.#nextSampleAt) {
      this.#nextSampleAt = nextMultiple(seconds, sampleEverySeconds);
      this.#isSampleDue = true;
      this.#commands.snapshot();
    }
    if (seconds >= this.#nextCheckpointAt) {
      this.#nextCheckpointAt = seconds + checkpointEverySeconds;
      this.#commands.checkpoint();
    }
  }

  #validated(
    figures: Extract<TrainingEvent, { kind: 'validated' }>['figures'],
    seconds: number,
    isBest: boolean,
  ): void {
    const point = this.#meter.validated(figures, seconds, isBest);
    this.#status.bestValidationLoss = this.#meter.bestValidationLoss;
    this.#options.history.addValidation(point);
    this.#surroundings.emit('training.validation', { run: this.id, ...point, isBest });
    this.#journal.validation(point, isBest);
  }

  #snapshotTaken(parameters: Float32Array, step: number): void {
    this.#snapshots.give(parameters);
    // A copy that only a writer asked for is no occasion for a sample in the timeline.
    if (!this.#isSampleDue) return;
    this.#isSampleDue = false;
    void this.#sample(parameters, this.#meter.totalSteps(step), this.#meter.totalSeconds);
  }

  async #sample(parameters: Float32Array, step: number, seconds: number): Promise<void> {
    const { emit, log } = this.#surroundings;
    const { configuration, vocabulary } = this.#options.prepared;
    try {
      const model = { configuration, vocabulary, parameters };
      const text = await writeLiveSample(model, this.#options.samplePrompt);
      const sample = { step, seconds, text };
      this.#options.history.addSample(sample);
      emit('training.sample', { run: this.id, ...sample });
      this.#journal.sample(sample);
    } catch (error: unknown) {
      log(`No sample at step ${step}: ${String(error)}`);
    }
  }

  #keepCheckpoint(point: Extract<TrainingEvent, { kind: 'checkpoint' }>['point']): void {
    this.#snapshots.give(point.parameters);
    // Weights to write with must exist even where no validation has chosen any yet.
    if (!this.#hasBest) {
      this.#hasBest = true;
      this.#journal.best(point.parameters, this.#meter.results());
    }
    const { replicas } = this.#status;
    this.#journal.checkpoint(toCheckpoint(point, { replicas, before: this.#before }), (message) =>
      this.#notice(
        'checkpoint-failed',
        `A checkpoint could not be written; the one before it is kept. ${message}`,
      ),
    );
  }

  async #finish(finished: Finished): Promise<void> {
    const { reason, figures, position } = finished;
    if (figures.last) {
      const isBest = figures.kept === null || figures.kept.step === figures.last.step;
      this.#validated(figures.last, position.activeSeconds, isBest);
    }
    if (reason === 'stopped-improving') {
      this.#notice(
        'stopped-improving',
        'Validation has stopped improving; the best weights are kept.',
      );
    }
    await this.#end(reason, finished, null);
  }

  async #end(reason: EndReason, finished: Finished | null, error: unknown): Promise<void> {
    const { emit } = this.#surroundings;
    const results = this.#meter.results(finished);
    const isUnfinished = reason === 'interrupted' || reason === 'failed';
    this.#journal.state(isUnfinished ? 'interrupted' : 'finished', results);
    await this.#journal.settled();
    this.#status.bestValidationLoss = results.bestValidationLoss;
    this.#setState('ended');
    emit('training.ended', {
      run: this.id,
      model: this.model,
      name: this.#options.name,
      reason,
      bestValidationLoss: results.bestValidationLoss,
      testLoss: results.testLoss,
      testAccuracy: results.testAccuracy,
      testOptimisedLoss: results.testOptimisedLoss,
      seconds: results.seconds,
      charsPerSecond: results.charsPerSecond,
      error: error ? toWireError(error) : null,
    });
    emit('library.changed', { what: 'models' });
  }

  #createMeter(seconds: number, bestLoss: number | null): RunMeter {
    const { recipe, text } = this.#options.prepared;
    return new RunMeter(
      this.id,
      {
        charactersPerStep: recipe.batchSize * recipe.sequenceLength,
        stepsPerEpoch: windowsPerEpoch(text.train, recipe.batchSize, recipe.sequenceLength),
      },
      { before: this.#before, seconds, bestLoss },
    );
  }

  #notice(code: TrainingNotice['code'], message: string): void {
    this.#status.notices.push({ code, message });
    this.#surroundings.emit('training.notice', { run: this.id, code, message });
  }

  #setState(state: RunState): void {
    if (this.#status.state === state) return;
    this.#status.state = state;
    this.#surroundings.emit('training.state', { run: this.id, state });
  }
}

function nextMultiple(seconds: number, every: number): number {
  return (Math.floor(seconds / every) + 1) * every;
}
