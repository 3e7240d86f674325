// Our side of the step rows: training steps by the real replicas, as timed by the engine itself.

import { join } from 'node:path';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import type { Arithmetic } from '../../../app/contract/model.ts';
import { openTensorFlow } from '../../../app/tensor/tensorflow.ts';
import { timeSteps } from '../../../app/training/time-steps.ts';
import { bundlesFolder } from '../places.ts';
import { answerRequests } from '../side-process.ts';
import type { StepShape } from '../shapes.ts';

/** Answers requests for the milliseconds and losses of so many steps. */
export function playSteps(): Promise<void> {
  openTensorFlow(); // on the main thread first, as the engine does
  return answerRequests(async (request) => {
    const { shape, replicas, steps, warmUp, arithmetic } = request as unknown as StepRequest;
    return timeSteps({
      replicaScript: join(bundlesFolder, 'replica.js'),
      configuration: {
        ...defaultConfiguration,
        cell: shape.cell,
        layers: shape.layers,
        embedding: shape.embedding,
      },
      vocabularySize: shape.vocabularySize,
      batchSize: shape.batchSize,
      sequenceLength: shape.sequenceLength,
      recipe: arithmetic === undefined ? {} : { arithmetic },
      replicas,
      steps,
      warmUp,
    });
  });
}

export interface StepRequest {
  shape: StepShape;
  replicas: number;
  steps: number;
  warmUp: number;
  /** Float32 where it is left out. */
  arithmetic?: Arithmetic;
}
