// A run as an async generator: what it yields is what happened, return() ends it at once, failure is a throw.
// Starts the replicas' threads, takes their copies and hands them on. Knows no files and no front end.

import { Worker } from 'node:worker_threads';
import { EngineError, fromWireError } from '../contract/errors.ts';
import type { ModelConfiguration, Recipe } from '../contract/model.ts';
import { layOutParameters } from '../model/parameters.ts';
import { Control, request } from './control.ts';
import { EventQueue } from './event-queue.ts';
import { packPlan, unpackPlan, type PlanEntry } from './plan-log.ts';
import { ProgressReader, type Progress } from './progress.ts';
import type {
  ReplicaJob,
  ReplicaMessage,
  RollBackMark,
  RolledBack,
  RunFigures,
  TrainingText,
  ValidationFigures,
} from './replica-job.ts';
import type { RunPosition } from './run-position.ts';
import {
  createSharedMemory,
  stateFloats,
  type RollBackMemory,
  type SharedMemory,
} from './shared-memory.ts';

/** A point to roll back to, as a checkpoint holds it. */
export interface RollBackPoint extends Omit<RollBackMark, 'generation'> {
  parameters: Float32Array;
  momentum: Float32Array;
  variance: Float32Array;
  states: Float32Array;
}

/** Where a run begins: first values, or what a checkpoint holds. `states` null: all zero. */
export interface StartPoint {
  parameters: Float32Array;
  momentum: Float32Array;
  variance: Float32Array;
  states: Float32Array | null;
  /** The best weights so far; null before the first validation. */
  best: Float32Array | null;
  position: RunPosition;
  /** Oldest first; none at a run's very start. */
  points: RollBackPoint[];
  /** What a timed run has decided by the clock so far; see plan-log.ts. */
  plan: Int32Array;
}

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
  | { kind: 'snapshot'; parameters: Float32Array; position: RunPosition }
  | { kind: 'checkpoint'; point: Omit<StartPoint, 'best'> }
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

/** A replica that was told to leave and is inside a long kernel needs a while; then it is ended. */
const leaveWithinMs = 5000;

type Signal =
  | { kind: 'tick' }
  | { kind: 'message'; message: ReplicaMessage }
  | { kind: 'lost'; replica: number; cause: unknown };

/** Trains until the run ends. Throws EngineError: `replica-lost`, `training-not-finite` or what a replica met. */
export async function* train(
  options: TrainingOptions,
  commands: RunCommands,
): AsyncGenerator<TrainingEvent, void, void> {
  const memory = prepareMemory(options);
  const control = new Control(memory.control, options.replicas);
  const signals = new EventQueue<Signal>();
  const exits = startReplicas(options, memory, signals);
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

function prepareMemory(options: TrainingOptions): SharedMemory {
  const { configuration, vocabularySize, recipe, start, replicas } = options;
  const memory = createSharedMemory({
    parameters: layOutParameters(configuration, vocabularySize).size,
    states: stateFloats(configuration, recipe.batchSize),
    replicas,
  });
  memory.live.parameters.set(start.parameters);
  memory.live.momentum.set(start.momentum);
  memory.live.variance.set(start.variance);
  if (start.states) memory.states.set(start.states);
  if (start.best) memory.best.set(start.best);
  start.points.forEach(({ parameters, momentum, variance, states }, generation) => {
    const point = memory.points[generation];
    point?.parameters.set(parameters);
    point?.momentum.set(momentum);
    point?.variance.set(variance);
    point?.states.set(states);
  });
  return memory;
}

/** One thread each. A thread that ends without its last word is a lost replica. */
function startReplicas(
  options: TrainingOptions,
  memory: SharedMemory,
  signals: EventQueue<Signal>,
): { all: Promise<void>; leave(): Promise<void> } {
  const { replicaScript, replicas, configuration, vocabularySize, recipe, text } = options;
  const { start, replay } = options;
  const workers = Array.from({ length: replicas }, (_, replica) => {
    const job: ReplicaJob = {
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
    };
    const worker = new Worker(replicaScript, { workerData: job });
    let hasLeft = false;
    worker.on('message', (message: ReplicaMessage) => {
      if (message.kind === 'left') hasLeft = true;
      signals.push({ kind: 'message', message });
    });
    worker.on('error', (cause) => signals.push({ kind: 'lost', replica, cause }));
    const exited = new Promise<void>((resolve) => {
      worker.on('exit', (code) => {
        if (!hasLeft) signals.push({ kind: 'lost', replica, cause: code });
        resolve();
      });
    });
    return { worker, exited };
  });
  const all = Promise.all(workers.map(({ exited }) => exited)).then(() => undefined);
  return {
    all,
    async leave() {
      const ender = setTimeout(() => {
        for (const { worker } of workers) void worker.terminate();
      }, leaveWithinMs);
      await all;
      clearTimeout(ender);
    },
  };
}

function replicaLost({ replica, cause }: { replica: number; cause: unknown }): EngineError {
  const reason = cause instanceof Error ? cause.message : `exit code ${String(cause)}`;
  return new EngineError(
    'replica-lost',
    `Training thread ${replica + 1} ended unexpectedly (${reason}). The last checkpoint is kept; continue from it.`,
    { details: { replica, reason }, cause },
  );
}

function takeBest(memory: SharedMemory, control: Control): Float32Array {
  const parameters = copyOf(memory.best);
  control.take('best');
  return parameters;
}

function takeSnapshot(
  memory: SharedMemory,
  control: Control,
  {
    position,
    isCheckpoint,
    points,
    plan,
  }: Extract<ReplicaMessage, { kind: 'snapshot' }> & { plan: readonly PlanEntry[] },
): TrainingEvent {
  const parameters = copyOf(memory.snapshot.parameters);
  const event: TrainingEvent = isCheckpoint
    ? {
        kind: 'checkpoint',
        point: {
          parameters,
          momentum: copyOf(memory.snapshot.momentum),
          variance: copyOf(memory.snapshot.variance),
          states: copyOf(memory.states),
          position,
          points: points.map((mark) => takePoint(memory, mark)),
          plan: packPlan(plan),
        },
      }
    : { kind: 'snapshot', parameters, position };
  control.take('snapshot');
  return event;
}

function takePoint(memory: SharedMemory, { generation, ...mark }: RollBackMark): RollBackPoint {
  const { parameters, momentum, variance, states } = memory.points[generation] as RollBackMemory;
  return {
    ...mark,
    parameters: copyOf(parameters),
    momentum: copyOf(momentum),
    variance: copyOf(variance),
    states: copyOf(states),
  };
}

/** A copy that is not in shared memory. */
function copyOf(values: Float32Array): Float32Array {
  const copy = new Float32Array(values.length);
  copy.set(values);
  return copy;
}
