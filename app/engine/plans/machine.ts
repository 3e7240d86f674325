// The machine that a run is planned for: its cores, its memory and how fast it trains. Tests give one of their own.

import { availableParallelism, totalmem } from 'node:os';
import { gainsFromBfloat16 } from '../../tensor/bfloat16-trial.ts';
import { openTensorFlow } from '../../tensor/tensorflow.ts';
import { timeSteps } from '../../training/time-steps.ts';
import { layOutParameters } from '../../model/parameters.ts';
import { StepSpeeds, type StepShape } from './step-speeds.ts';

export interface Machine {
  cores: number;
  memoryBytes: number;
  speeds: Pick<StepSpeeds, 'secondsPerStep'>;
  /** Whether products in bfloat16 are clearly faster here than in float32; tried when it is asked first. */
  gainsFromBfloat16: () => boolean;
}

/** Steps that count, after some that warm caches. */
const timedSteps = 5;
const warmUpSteps = 2;

/** A step of more arithmetic than this takes about a second: one before it and two that count say enough. */
const heavyStepOperations = 1e11;
const heavyTimedSteps = 2;
const heavyWarmUpSteps = 1;

/** The machine that this process runs on; `isBusy` tells while a run trains. */
export function thisMachine(replicaScript: string, isBusy: () => boolean): Machine {
  const time = async (shape: StepShape): Promise<number> => {
    const isHeavy = operationsOf(shape) > heavyStepOperations;
    const { stepMs } = await timeSteps({
      replicaScript,
      ...shape,
      recipe: { arithmetic: shape.arithmetic },
      steps: isHeavy ? heavyTimedSteps : timedSteps,
      warmUp: isHeavy ? heavyWarmUpSteps : warmUpSteps,
    });
    return medianOf(stepMs) / 1000;
  };
  let gains: boolean | null = null;
  return {
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    speeds: new StepSpeeds({ time, isBusy }),
    gainsFromBfloat16: () => (gains ??= gainsFromBfloat16(openTensorFlow())),
  };
}

/** Each parameter is multiplied and added once forward and twice backward at each position. */
function operationsOf({ configuration, vocabularySize, batchSize, sequenceLength }: StepShape) {
  return 6 * layOutParameters(configuration, vocabularySize).count * batchSize * sequenceLength;
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((first, second) => first - second);
  return sorted[sorted.length >> 1] ?? 0;
}
