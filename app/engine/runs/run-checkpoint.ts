// A run's position and tensors as a checkpoint of the library, and back. Knows both sides' words, nothing else.

import { z } from 'zod';
import { EngineError } from '../../contract/errors.ts';
import type { Checkpoint, ReadCheckpoint } from '../../library/interfaces.ts';
import { initialLossWatch } from '../../training/loss-watch.ts';
import type { RunPosition } from '../../training/run-position.ts';
import { rollBackPoints } from '../../training/shared-memory.ts';
import type { RollBackPoint, StartPoint } from '../../training/start-point.ts';

/** What a checkpoint says beside the tensors. */
export interface RunMetadata {
  position: RunPosition;
  /** A resume is exact only with as many replicas. */
  replicas: number;
  /** Steps and seconds of the runs before this one, where a finished model was continued. */
  before: Before;
}

/** Sums over a model's earlier, finished runs. */
export interface Before {
  runs: number;
  steps: number;
  epochs: number;
  seconds: number;
}

const count = z.number().int().min(0);
const seconds = z.number().min(0);
const share = z.number().min(0).max(1);
const lossWatchSchema = z.strictObject({
  sum: z.number(),
  steps: count,
  means: z.array(z.number()).max(1000),
});
/** Earlier versions wrote fewer fields, and one more that says what nothing asks any longer. */
const positionSchema = z.object({
  step: count,
  totalSteps: count,
  progress: share,
  activeSeconds: seconds,
  evaluationSeconds: seconds,
  bestLoss: z.number().nullable(),
  bestStep: z.number().int().min(-1),
  bestSeconds: seconds,
  bestCharacters: count.default(0),
  gainLoss: z.number().nullable().default(null),
  validationsSinceGain: count.default(0),
  lastValidationSeconds: seconds,
  lastLoss: z.number().nullable(),
  plateauValidations: count.default(0),
  plateauFactor: share.default(1),
  rollBacks: count.default(0),
  lossWatch: lossWatchSchema.default(initialLossWatch),
});
const metadataSchema = z.strictObject({
  position: positionSchema,
  replicas: z.number().int().min(1),
  before: z.strictObject({ runs: count, steps: count, epochs: z.number().min(0), seconds }),
  points: z
    .array(z.strictObject({ step: count, progress: share, lossWatch: lossWatchSchema }))
    .max(rollBackPoints)
    .default([]),
});

/** The tensors of a place in the run, in the order they are written. */
const placeTensors = ['parameters', 'momentum', 'variance', 'states'] as const;

/** Packs what the trainer handed over. */
export function toCheckpoint(
  point: Omit<StartPoint, 'best'>,
  metadata: Omit<RunMetadata, 'position'>,
): Checkpoint {
  const { position, points, plan } = point;
  const tensors: Checkpoint['tensors'] = new Map();
  for (const name of placeTensors) {
    const values = point[name];
    if (values) tensors.set(name, values);
  }
  points.forEach((rollBack, at) => {
    for (const name of placeTensors) tensors.set(pointTensor(at, name), rollBack[name]);
  });
  if (plan.length > 0) tensors.set('plan', plan);
  return {
    step: position.step,
    metadata: {
      position: { ...position, lossWatch: { ...position.lossWatch } },
      replicas: metadata.replicas,
      before: { ...metadata.before },
      points: points.map(({ step, progress, lossWatch }) => ({
        step,
        progress,
        lossWatch: { ...lossWatch },
      })),
    },
    tensors,
  };
}

/** Unpacks a checkpoint for a network of so many floats; `checkpoint-invalid` when it is another's. */
export function fromCheckpoint(
  checkpoint: ReadCheckpoint,
  sizes: { parameters: number; states: number },
): { point: Omit<StartPoint, 'best'>; metadata: RunMetadata } {
  const parsed = metadataSchema.safeParse(checkpoint.metadata);
  if (!parsed.success) throw invalid('its position cannot be read');
  const tensor = (name: string, size: number): Float32Array => {
    const values = checkpoint.tensors.get(name);
    if (values instanceof Float32Array && values.length === size) return values;
    throw invalid(`its "${name}" does not have ${size} numbers`);
  };
  const place = (nameOf: (name: (typeof placeTensors)[number]) => string) => ({
    parameters: tensor(nameOf('parameters'), sizes.parameters),
    momentum: tensor(nameOf('momentum'), sizes.parameters),
    variance: tensor(nameOf('variance'), sizes.parameters),
    states: tensor(nameOf('states'), sizes.states),
  });
  const { position, points } = parsed.data;
  const plan = checkpoint.tensors.get('plan');
  return {
    point: {
      ...place((name) => name),
      position,
      points: points.map((mark, at): RollBackPoint => ({
        ...mark,
        ...place((name) => pointTensor(at, name)),
      })),
      plan: plan instanceof Int32Array ? plan : new Int32Array(0),
    },
    metadata: parsed.data,
  };
}

function pointTensor(at: number, name: string): string {
  return `point_${at}/${name}`;
}

function invalid(reason: string): EngineError {
  return new EngineError(
    'checkpoint-invalid',
    `The checkpoint does not belong to this model: ${reason}. The best weights are kept; continue from them.`,
    { details: { reason } },
  );
}
