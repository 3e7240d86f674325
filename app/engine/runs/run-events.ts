// What becomes of a run's events: progress, validations, samples and checkpoints are told to the front ends and
// written into the journal. Knows when a sample and a checkpoint are due; knows no threads and no arithmetic.

import type { TrainingEvent } from '../../training/trainer.ts';
import type { RunCommands } from '../../training/trainer.ts';
import { stepsPerEpoch } from '../../training/windows.ts';
import { writeLiveSample } from './live-sample.ts';
import type { RunBoard } from './run-board.ts';
import { toCheckpoint, type Before } from './run-checkpoint.ts';
import type { RunJournal } from './run-journal.ts';
import { RunMeter } from './run-meter.ts';
import type { RunOptions, RunSurroundings } from './run-options.ts';
import { RunSnapshots } from './run-snapshots.ts';
import { nothingBefore, type RunStart } from './run-start.ts';
import { RunWatch } from './run-watch.ts';

/** A first sample soon enough to be worth waiting for, then one per breath. */
const sampleEverySeconds = 15;

/** Work that a power cut may cost … */
const checkpointEverySeconds = 30;
/** … or more where checkpoints are large: a disk is not to be written at more than this for long. */
const checkpointBytesPerSecond = 4_000_000;

type Event<Kind extends TrainingEvent['kind']> = Extract<TrainingEvent, { kind: Kind }>;

/** Hears one run. */
export class RunEvents {
  readonly snapshots: RunSnapshots;
  readonly #surroundings: RunSurroundings;
  readonly #options: RunOptions;
  readonly #board: RunBoard;
  readonly #journal: RunJournal;
  readonly #commands: RunCommands;
  readonly #watch: RunWatch;
  #meter: RunMeter;
  #before: Before = nothingBefore;
  #hasBest = false;
  #isSampleDue = false;
  #nextSampleAt = 0;
  #nextCheckpointAt = 0;
  #checkpointEvery = checkpointEverySeconds;

  constructor(
    surroundings: RunSurroundings,
    options: RunOptions,
    parts: { board: RunBoard; journal: RunJournal; commands: RunCommands },
  ) {
    this.#surroundings = surroundings;
    this.#options = options;
    this.#board = parts.board;
    this.#journal = parts.journal;
    this.#commands = parts.commands;
    this.snapshots = new RunSnapshots(() => this.#commands.snapshot());
    this.#meter = this.#createMeter(0, null);
    this.#watch = new RunWatch(options.prepared.recipe, () => this.#meter);
  }

  get meter(): RunMeter {
    return this.#meter;
  }

  /** Makes ready for the events of a run that begins, or begins again, there. */
  begin({ point, before }: RunStart): void {
    const { position } = point;
    this.#before = before;
    this.#meter = this.#createMeter(position.activeSeconds, position.bestLoss);
    this.#board.status.bestValidationLoss = position.bestLoss;
    this.#hasBest = point.best !== null;
    this.#nextSampleAt = nextMultiple(position.activeSeconds, sampleEverySeconds);
    this.#nextCheckpointAt = position.activeSeconds + checkpointEverySeconds;
  }

  hear(event: Exclude<TrainingEvent, Event<'finished'>>): void {
    switch (event.kind) {
      case 'started':
        return this.#board.started();
      case 'progress':
        return this.#progressed(event);
      case 'planned':
        return this.#journal.metrics({
          type: 'plan',
          step: this.#meter.totalSteps(event.step),
          steps: this.#meter.totalSteps(event.totalSteps),
          characters: event.characters,
          seconds: this.#meter.totalSeconds,
        });
      case 'rolled-back':
        return this.#rolledBack(event);
      case 'validated':
        return this.#validated(event);
      case 'best':
        this.#hasBest = true;
        return this.#journal.best(event.parameters, this.#meter.results());
      case 'snapshot':
        return this.#snapshotTaken(event.parameters, event.position.step);
      case 'checkpoint':
        return this.#keepCheckpoint(event.point);
      case 'paused':
        this.#board.setState('paused');
        return this.#journal.state('paused');
      case 'resumed':
        this.#board.setState('running');
        return this.#journal.state('training');
    }
  }

  /** The final validation. */
  finished({ figures, position }: Event<'finished'>): void {
    const { last, kept } = figures;
    if (!last) return;
    const isBest = kept === null || kept.step === last.step;
    this.#tellValidation(last, position.activeSeconds, isBest);
  }

  #progressed(event: Event<'progress'>): void {
    const progress = this.#meter.progressed(event);
    this.#board.status.progress = progress;
    this.#surroundings.emit('training.progress', progress);
    const notice = this.#watch.progressed(event);
    if (notice) this.#board.notice(notice);
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
      this.#nextCheckpointAt = seconds + this.#checkpointEvery;
      this.#commands.checkpoint();
    }
  }

  #rolledBack(event: Event<'rolled-back'>): void {
    this.#board.notice(this.#watch.rolledBack(event));
    this.#journal.metrics({
      type: 'rollback',
      step: this.#meter.totalSteps(event.step),
      toStep: this.#meter.totalSteps(event.toStep),
      learningRateFactor: event.learningRateFactor,
      seconds: this.#meter.totalSeconds,
    });
  }

  #validated(event: Event<'validated'>): void {
    this.#tellValidation(event.figures, event.position.activeSeconds, event.isBest);
    for (const notice of this.#watch.validated(event)) this.#board.notice(notice);
  }

  #tellValidation(figures: Event<'validated'>['figures'], seconds: number, isBest: boolean): void {
    const { run } = this.#board.status;
    const point = this.#meter.validated(figures, seconds, isBest);
    this.#board.status.bestValidationLoss = this.#meter.bestValidationLoss;
    this.#options.history.addValidation(point);
    this.#surroundings.emit('training.validation', { run, ...point, isBest });
    this.#journal.validation(point, isBest);
  }

  #snapshotTaken(parameters: Float32Array, step: number): void {
    this.snapshots.give(parameters);
    // A copy that only a writer asked for is no occasion for a sample in the timeline.
    if (!this.#isSampleDue) return;
    this.#isSampleDue = false;
    void this.#sample(parameters, this.#meter.totalSteps(step), this.#meter.totalSeconds);
  }

  async #sample(parameters: Float32Array, step: number, seconds: number): Promise<void> {
    const { emit, log } = this.#surroundings;
    const { prepared, normalisation, samplePrompt } = this.#options;
    const { configuration, vocabulary, recipe } = prepared;
    const { run } = this.#board.status;
    try {
      const model = { configuration, vocabulary, normalisation, parameters, recipe };
      const text = await writeLiveSample(model, samplePrompt);
      const sample = { step, seconds, text };
      this.#options.history.addSample(sample);
      emit('training.sample', { run, ...sample });
      this.#journal.sample(sample);
    } catch (error: unknown) {
      log(`No sample at step ${step}: ${String(error)}`);
    }
  }

  #keepCheckpoint(point: Event<'checkpoint'>['point']): void {
    this.snapshots.give(point.parameters);
    // Weights to write with must exist even where no validation has chosen any yet.
    if (!this.#hasBest) {
      this.#hasBest = true;
      this.#journal.best(point.parameters, this.#meter.results());
    }
    const { replicas } = this.#board.status;
    const checkpoint = toCheckpoint(point, { replicas, before: this.#before });
    const tensors = [...checkpoint.tensors.values()];
    const bytes = tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.#checkpointEvery = Math.max(checkpointEverySeconds, bytes / checkpointBytesPerSecond);
    this.#journal.checkpoint(checkpoint, (message) =>
      this.#board.notice({
        code: 'checkpoint-failed',
        message: `A checkpoint could not be written; the one before it is kept. ${message}`,
      }),
    );
  }

  #createMeter(seconds: number, bestLoss: number | null): RunMeter {
    const { recipe, text } = this.#options.prepared;
    return new RunMeter(
      this.#board.status.run,
      {
        charactersPerStep: recipe.batchSize * recipe.sequenceLength,
        stepsPerEpoch: stepsPerEpoch(text.train, recipe),
      },
      { before: this.#before, seconds, bestLoss },
    );
  }
}

function nextMultiple(seconds: number, every: number): number {
  return (Math.floor(seconds / every) + 1) * every;
}
