// A run's position and tensors as a checkpoint of the library, and back. Knows both sides' words, nothing else.

import { z } from 'zod';
import { EngineError } from '../contract/errors.ts';
import type { Checkpoint, ReadCheckpoint } from '../library/interfaces.ts';
import type { RunPosition } from '../training/pace.ts';
import type { StartPoint } from '../training/trainer.ts';

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
const metadataSchema = z.strictObject({
  position: z.strictObject({
    step: count,
    totalSteps: count,
    progress: z.number().min(0).max(1),
    activeSeconds: seconds,
    evaluationSeconds: seconds,
    bestLoss: z.number().nullable(),
    bestStep: z.number().int().min(-1),
    bestSeconds: seconds,
    validationsSinceBest: count,
    lastValidationSeconds: seconds,
    lastLoss: z.number().nullable(),
  }),
  replicas: z.number().int().min(1),
  before: z.strictObject({ runs: count, steps: count, epochs: z.number().min(0), seconds }),
});

/** Packs what the trainer handed over. */
export function toCheckpoint(
  point: Omit<StartPoint, 'best'>,
  metadata: Omit<RunMetadata, 'position'>,
): Checkpoint {
  const { position, parameters, momentum, variance, states } = point;
  const tensors = new Map([
    ['parameters', parameters],
    ['momentum', momentum],
    ['variance', variance],
  ]);
  if (states) tensors.set('states', states);
  return {
    step: position.step,
    metadata: {
      position: { ...position },
      replicas: metadata.replicas,
      before: { ...metadata.before },
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
  const tensor = (name: string, size: number): Float32Array => {
    const values = checkpoint.tensors.get(name);
    if (values instanceof Float32Array && values.length === size) return values;
    throw invalid(`its "${name}" does not have ${size} numbers`);
  };
  if (!parsed.success) throw invalid('its position cannot be read');
  return {
    point: {
      parameters: tensor('parameters', sizes.parameters),
      momentum: tensor('momentum', sizes.parameters),
      variance: tensor('variance', sizes.parameters),
      states: tensor('states', sizes.states),
      position: parsed.data.position,
    },
    metadata: parsed.data,
  };
}

function invalid(reason: string): EngineError {
  return new EngineError(
    'checkpoint-invalid',
    `The checkpoint does not belong to this model: ${reason}. The best weights are kept; continue from them.`,
    { details: { reason } },
  );
}
