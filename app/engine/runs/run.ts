// One run of one model, from its place in the queue to its end. Knows no threads, no arithmetic and no files; what
// becomes of the trainer's events is told in run-events.ts.

import { randomUUID } from 'node:crypto';
import { EngineError, toWireError } from '../../contract/errors.ts';
import type { EndReason, RunState, RunStatus } from '../../contract/training.ts';
import { RunCommands, train, type TrainingEvent } from '../../training/trainer.ts';
import { RunBoard } from './run-board.ts';
import { RunEvents } from './run-events.ts';
import { RunJournal } from './run-journal.ts';
import type { RunOptions, RunSurroundings } from './run-options.ts';
import { openRunStart, type RunOrigin } from './run-start.ts';
import { noticesOf } from './run-watch.ts';

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
  readonly #board: RunBoard;
  readonly #events: RunEvents;
  #resolveEnded: () => void = () => {};
  #isSuspended = false;

  constructor(surroundings: RunSurroundings, options: RunOptions) {
    this.#surroundings = surroundings;
    this.#options = options;
    this.model = options.model;
    this.corpus = options.corpus;
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.#journal = new RunJournal(surroundings.models, options.model, surroundings.log);
    this.#board = new RunBoard(this.id, options, {
      emit: surroundings.emit,
      journal: this.#journal,
    });
    this.#events = new RunEvents(surroundings, options, {
      board: this.#board,
      journal: this.#journal,
      commands: this.#commands,
    });
  }

  get state(): RunState {
    return this.#board.status.state;
  }

  get status(): RunStatus {
    return { ...this.#board.status, history: this.#options.history.history };
  }

  setQueuePosition(position: number): void {
    this.#board.setQueuePosition(position);
  }

  pause(): void {
    this.#commands.pause();
  }

  resume(): void {
    this.#commands.resume();
  }

  /** Ends the run and keeps its weights; resolves when all is on disk. */
  async stop(): Promise<void> {
    if (this.state !== 'ended') this.#board.setState('stopping');
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
    const { snapshots } = this.#events;
    return this.state === 'running' ? snapshots.next() : snapshots.newest;
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
      this.#events.snapshots.end();
      this.#resolveEnded();
    }
  }

  /** A first lost replica costs parallelism, not the run. */
  async #trainWithFallback(): Promise<void> {
    const { models } = this.#surroundings;
    this.#board.setState('starting');
    this.#journal.state('training');
    for (const notice of noticesOf(this.#options.prepared)) {
      this.#board.notice(notice);
    }
    try {
      await this.#train(this.#options.origin);
    } catch (error: unknown) {
      const isLoss = error instanceof EngineError && error.code === 'replica-lost';
      const { status } = this.#board;
      if (!isLoss || status.replicas === 1) throw error;
      await this.#journal.settled();
      status.replicas = 1;
      const message = `Training goes on with one thread. ${error.message}`;
      this.#board.notice({ code: 'fewer-replicas', message });
      const checkpoint = await models.readCheckpoint(this.model);
      await this.#train(checkpoint ? { kind: 'checkpoint' } : this.#options.origin);
    }
  }

  async #train(origin: RunOrigin): Promise<void> {
    const { prepared } = this.#options;
    const { models, replicaScript } = this.#surroundings;
    const { configuration, recipe, vocabulary, text } = prepared;
    const { status } = this.#board;
    const start = await openRunStart(models, this.model, prepared, origin);
    if (start.damage) this.#board.notice({ code: 'resumed', message: start.damage });
    if (start.replicas !== null && status.replicas > 1) status.replicas = start.replicas;
    this.#events.begin(start);

    let finished: Finished | null = null;
    const options = {
      replicaScript,
      replicas: status.replicas,
      configuration,
      vocabularySize: vocabulary.size,
      // Every run of a model reads at offsets of its own.
      recipe: { ...recipe, seed: (recipe.seed + start.before.runs) >>> 0 },
      text,
      start: start.point,
      replay: null,
    };
    for await (const event of train(options, this.#commands)) {
      if (event.kind === 'finished') finished = event;
      else this.#events.hear(event);
      if (this.#isSuspended && event.kind === 'checkpoint') break;
    }
    await this.#journal.settled();
    if (finished) await this.#finish(finished);
    else await this.#end('interrupted', null, null);
  }

  async #finish(finished: Finished): Promise<void> {
    this.#events.finished(finished);
    if (finished.reason === 'stopped-improving') {
      this.#board.notice({
        code: 'stopped-improving',
        message: 'Validation has stopped improving; the best weights are kept.',
      });
    }
    await this.#end(finished.reason, finished, null);
  }

  async #end(reason: EndReason, finished: Finished | null, error: unknown): Promise<void> {
    const { emit } = this.#surroundings;
    const results = this.#events.meter.results(finished);
    const isUnfinished = reason === 'interrupted' || reason === 'failed';
    this.#journal.state(isUnfinished ? 'interrupted' : 'finished', results);
    await this.#journal.settled();
    this.#board.status.bestValidationLoss = results.bestValidationLoss;
    this.#board.setState('ended');
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
}
