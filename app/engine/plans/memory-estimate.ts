// How much memory the engine process takes while a run trains, before anything is allocated: the one estimate that
// plans show and that refusals go by. Pure arithmetic on sizes.

import { EngineError } from '../../contract/errors.ts';
import { megabytesInWords } from '../../contract/megabytes.ts';
import type { ModelConfiguration } from '../../contract/model.ts';

export interface RunSizes {
  configuration: ModelConfiguration;
  vocabularySize: number;
  /** Learned numbers. */
  parameters: number;
  batchSize: number;
  sequenceLength: number;
  replicas: number;
}

const megabyte = 2 ** 20;
const floatBytes = 4;

/*
 * Measured with TensorFlow 2.21 on two cores: 353 MB with the library loaded and 442 MB with two idle replicas. Peaks of
 * three quarters of a minute with validations, samples and checkpoints, two replicas, 65 characters, length 64: 661 MB
 * (2×128, batch 16), 706 MB (2×256, batch 16), 822 MB (2×256, batch 64), 1,040 MB (2×512, batch 64); with 5,500
 * characters 1,247 MB (2×256, batch 64). The numbers below meet all of them to a tenth.
 */
const baseBytes = 353 * megabyte;
const bytesPerReplica = 45 * megabyte;
/** What the allocators of two languages hold on to, validation and sampling included. */
const slackBytes = 170 * megabyte;

/** Parameters with both moments, live, copied and as points to roll back to; the best weights. Some are seldom touched. */
const copiesOfParameters = 12;

/** Floats held at once for a unit at one position: gates, cells, states and the gradients of all of them. */
const floatsPerUnit = 18;

/** Floats held at once for one logit: the logit, its probability and their gradients. */
const floatsPerLogit = 4;

/** The largest resident size of the engine process that is to be expected. */
export function estimateMemory(sizes: RunSizes): number {
  const { configuration, vocabularySize, parameters, batchSize, sequenceLength, replicas } = sizes;
  const units = [...configuration.layers, ...configuration.head].reduce(
    (sum, size) => sum + size,
    0,
  );
  const positions = batchSize * sequenceLength;
  const scored = configuration.targets === 'last' ? batchSize : positions;
  const floats =
    parameters * (copiesOfParameters + replicas) +
    floatsPerUnit * units * positions +
    floatsPerLogit * vocabularySize * scored;
  return baseBytes + slackBytes + replicas * bytesPerReplica + floatBytes * floats;
}

/** Share of the machine's memory from which a person should know; nothing above it is chosen for anybody. */
export const tightShare = 0.5;

/** Share of the machine's memory that a run may plan to take. */
const memoryShare = 0.8;

/** Refuses before allocation what this machine cannot hold. */
export function refuseTooLarge(neededBytes: number, machineBytes: number): void {
  const availableBytes = memoryShare * machineBytes;
  if (neededBytes <= availableBytes) return;
  const needed = Math.ceil(neededBytes / megabyte);
  const available = Math.floor(availableBytes / megabyte);
  throw new EngineError(
    'out-of-memory',
    `Training this model would take about ${megabytesInWords(needed, 'needed')} of memory; ` +
      `this computer can give ${megabytesInWords(available, 'available')}. ` +
      'Choose smaller layers, a smaller batch or a shorter sequence.',
    { details: { neededMegabytes: needed, availableMegabytes: available } },
  );
}
