// Times training steps as they are in a real run: real replicas on a text of random characters, no
// validation. For the benchmark, and for choosing among replica counts.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRecipe } from '../contract/defaults.ts';
import type { ModelConfiguration, Recipe } from '../contract/model.ts';
import { encodeIdHeader } from '../corpus/id-file.ts';
import { initialiseParameters, layOutParameters } from '../model/parameters.ts';
import { createRandom } from '../model/random.ts';
import { initialPosition } from './run-position.ts';
import { RunCommands, train } from './trainer.ts';

export interface TimedSteps {
  replicaScript: string;
  configuration: ModelConfiguration;
  vocabularySize: number;
  batchSize: number;
  sequenceLength: number;
  /** What is to be another than in the default recipe. */
  recipe?: Partial<Recipe>;
  replicas: number;
  /** Steps that count. */
  steps: number;
  /** Steps before them that do not. */
  warmUp: number;
}

/** Milliseconds and losses of each counted step, in order. */
export async function timeSteps(
  options: TimedSteps,
): Promise<{ stepMs: number[]; losses: number[] }> {
  const { configuration, vocabularySize, batchSize, sequenceLength, steps, warmUp } = options;
  const folder = await mkdtemp(join(tmpdir(), 'charloom-steps-'));
  try {
    const idsPath = join(folder, 'ids');
    const length = batchSize * sequenceLength * (steps + warmUp + 2) + 1;
    await writeFile(idsPath, randomIds(length, vocabularySize));
    const layout = layOutParameters(configuration, vocabularySize);
    const all = { start: 0, end: length };
    const none = { start: length, end: length };
    const stepMs: number[] = [];
    const losses: number[] = [];
    const events = train(
      {
        replicaScript: options.replicaScript,
        replicas: options.replicas,
        configuration,
        vocabularySize,
        recipe: { ...defaultRecipe, ...options.recipe, batchSize, sequenceLength },
        text: {
          idsPath,
          remap: Int32Array.from({ length: vocabularySize }, (_, index) => index),
          train: all,
          validation: none,
          test: none,
        },
        start: {
          parameters: initialiseParameters(layout, defaultRecipe.seed),
          momentum: new Float32Array(layout.size),
          variance: new Float32Array(layout.size),
          states: null,
          best: null,
          position: initialPosition(steps + warmUp),
          points: [],
          plan: new Int32Array(0),
        },
        replay: null,
      },
      new RunCommands(),
    );
    for await (const event of events) {
      if (event.kind !== 'progress') continue;
      stepMs.push(...event.milliseconds);
      losses.push(...event.losses);
    }
    return { stepMs: stepMs.slice(warmUp), losses: losses.slice(warmUp) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function randomIds(length: number, vocabularySize: number): Uint8Array {
  const random = createRandom(defaultRecipe.seed);
  const ids = Uint16Array.from({ length }, () => random.next() % vocabularySize);
  return Buffer.concat([encodeIdHeader(length, 2), new Uint8Array(ids.buffer)]);
}
