// The trainer's side of a run's shared memory: filled before the replicas start, copied from when they offer a copy.

import type { ModelConfiguration, Recipe } from '../contract/model.ts';
import { layOutParameters } from '../model/parameters.ts';
import type { Control } from './control.ts';
import { packPlan, type PlanEntry } from './plan-log.ts';
import type { ReplicaMessage, RollBackMark } from './replica-job.ts';
import type { RunPosition } from './run-position.ts';
import {
  createSharedMemory,
  stateFloats,
  type RollBackMemory,
  type SharedMemory,
} from './shared-memory.ts';
import type { RollBackPoint, StartPoint } from './start-point.ts';

/** What decides how much memory a run takes. */
interface RunShape {
  configuration: ModelConfiguration;
  vocabularySize: number;
  recipe: Pick<Recipe, 'batchSize'>;
  replicas: number;
}

/** A copy of the receiver's own. */
export type SnapshotEvent =
  | { kind: 'snapshot'; parameters: Float32Array; position: RunPosition }
  | { kind: 'checkpoint'; point: Omit<StartPoint, 'best'> };

/** Allocates a run's memory and fills in where it begins. */
export function prepareMemory(
  { configuration, vocabularySize, recipe, replicas }: RunShape,
  start: StartPoint,
): SharedMemory {
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

/** The best weights, which may be overwritten from then on. */
export function takeBest(memory: SharedMemory, control: Control): Float32Array {
  const parameters = copyOf(memory.best);
  control.take('best');
  return parameters;
}

/** What a snapshot or a checkpoint holds, which may be overwritten from then on. */
export function takeSnapshot(
  memory: SharedMemory,
  control: Control,
  {
    position,
    isCheckpoint,
    points,
    plan,
  }: Extract<ReplicaMessage, { kind: 'snapshot' }> & { plan: readonly PlanEntry[] },
): SnapshotEvent {
  const parameters = copyOf(memory.snapshot.parameters);
  const event: SnapshotEvent = isCheckpoint
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
