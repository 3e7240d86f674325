// A run as an async generator: what it yields is what happened, return() ends it at once, failure is a throw.
// Starts the replicas' threads, takes their copies and hands them on. Knows no files and no front end.

import { fromWireError } from '../contract/errors.ts';
import type { ModelConfiguration, Recipe } from '../contract/model.ts';
import { Control, request } from './control.ts';
import { EventQueue } from './event-queue.ts';
import { unpackPlan, type PlanEntry } from './plan-log.ts';
import { ProgressReader, type Progress } from './progress.ts';
import type {
  ReplicaJob,
  RolledBack,
  RunFigures,
  TrainingText,
  ValidationFigures,
} from './replica-job.ts';
import { replicaLost, startReplicas, type Signal } from './replica-threads.ts';
import { prepareMemory, takeBest, takeSnapshot, type SnapshotEvent } from './run-memory.ts';
import type { RunPosition } from './run-position.ts';
import type { SharedMemory } from './shared-memory.ts';
import type { StartPoint } from './start-point.ts';

export interface TrainingOptions {
  /** The bundled entry of a replica's thread. */
  replicaScript: string;
  replicas: number;
  configuration: ModelConfiguration;
  vocabularySize: number;
  recipe: Recipe;
  text: TrainingText;
  start: StartPoint;
  /** The whole log of a timed run, to be done again without a clock; null: by the clock. */
  replay: readonly PlanEntry[] | null;
}

export type TrainingEvent =
  | { kind: 'started' }
  | ({ kind: 'progress'; totalSteps: number } & Progress)
  | ({ kind: 'planned' } & PlanEntry)
  | RolledBack
  | { kind: 'validated'; figures: ValidationFigures; isBest: boolean; position: RunPosition }
  /** `parameters` is the receiver's own copy, as in all that follow. */
  | { kind: 'best'; parameters: Float32Array }
  | SnapshotEvent
  | { kind: 'paused' }
  | { kind: 'resumed' }
  | {
      kind: 'finished';
      reason: 'completed' | 'stopped' | 'stopped-improving';
      figures: RunFigures;
      position: RunPosition;
    };

/** Words to a run that is going on; each takes effect at the end of a step. Before the start they wait. */
export class RunCommands {
  #control: Control | null = null;
  #waiting = 0;

  /** Pauses with a checkpoint. */
  pause(): void {
    this.#ask(request.pause);
  }

  resume(): void {
    this.#waiting &= ~request.pause;
    this.#control?.withdraw(request.pause);
  }

  /** Ends the run with a checkpoint and a brief validation. */
  stop(): void {
    this.#ask(request.stop);
  }

  /** Asks for a copy of the weights; comes as an event. */
  snapshot(): void {
    this.#ask(request.snapshot);
  }

  checkpoint(): void {
    this.#ask(request.checkpoint);
  }

  /** Called by the trainer once there is memory to write the words into. */
  attach(control: Control): void {
    this.#control = control;
    control.ask(this.#waiting);
  }

  #ask(bits: number): void {
    if (this.#control) this.#control.ask(bits);
    else this.#waiting |= bits;
  }
}

const progressEveryMs = 100;

/** Trains until the run ends. Throws EngineError: `replica-lost`, `training-not-finite` or what a replica met. */
export async function* train(
  options: TrainingOptions,
  commands: RunCommands,
): AsyncGenerator<TrainingEvent, void, void> {
  const memory = prepareMemory(options, options.start);
  const control = new Control(memory.control, options.replicas);
  const signals = new EventQueue<Signal>();
  const exits = startReplicas(options.replicaScript, jobsOf(options, memory), signals);
  const ticker = setInterval(() => signals.push({ kind: 'tick' }), progressEveryMs);
  const { recipe, start } = options;
  const progress = new ProgressReader(memory, {
    charactersPerStep: recipe.batchSize * recipe.sequenceLength,
    layers: options.configuration.layers.length,
  });
  const plan = unpackPlan(start.plan);
  let { totalSteps } = start.position;
  let readyReplicas = 0;
  commands.attach(control);

  const readProgress = function* (): Generator<TrainingEvent> {
    const read = progress.read();
    if (read) yield { kind: 'progress', totalSteps, ...read };
  };

  try {
    for (;;) {
      const signal = await signals.next();
      if (signal.kind === 'lost') throw replicaLost(signal);
      if (signal.kind === 'tick') {
        yield* readProgress();
        continue;
      }
      const { message } = signal;
      switch (message.kind) {
        case 'ready':
          if (++readyReplicas === options.replicas) yield { kind: 'started' };
          break;
        case 'planned':
          ({ totalSteps } = message);
          plan.push(message);
          yield message;
          break;
        case 'rolled-back':
          yield* readProgress();
          yield message;
          break;
        case 'validated':
          yield* readProgress();
          yield message;
          if (message.isBest) yield { kind: 'best', parameters: takeBest(memory, control) };
          break;
        case 'snapshot':
          yield takeSnapshot(memory, control, { ...message, plan });
          break;
        case 'paused':
        case 'resumed':
          yield { kind: message.kind };
          break;
        case 'failed':
          throw fromWireError(message.error);
        case 'left':
          break;
        case 'finished':
          yield* readProgress();
          yield { kind: 'best', parameters: takeBest(memory, control) };
          await exits.all;
          yield message;
          return;
      }
    }
  } finally {
    clearInterval(ticker);
    control.abort();
    await exits.leave();
  }
}

function jobsOf(options: TrainingOptions, memory: SharedMemory): ReplicaJob[] {
  const { replicas, configuration, vocabularySize, recipe, text, start, replay } = options;
  return Array.from({ length: replicas }, (_, replica) => ({
    task: 'train',
    replica,
    replicas,
    memory,
    configuration,
    vocabularySize,
    recipe,
    text,
    position: start.position,
    hasStates: start.states !== null,
    points: start.points.map(({ step, progress, lossWatch }, generation) => ({
      step,
      progress,
      lossWatch,
      generation,
    })),
    replay: replay && { entries: replay, alreadyDone: unpackPlan(start.plan).length },
  }));
}
