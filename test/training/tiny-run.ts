// A run small enough to be trained in a test: a few sentences, two layers of different sizes, real threads.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import type { ModelConfiguration, Recipe } from '../../app/contract/model.ts';
import { encodeIdHeader } from '../../app/corpus/id-file.ts';
import { Vocabulary } from '../../app/corpus/vocabulary/vocabulary.ts';
import { initialiseParameters, layOutParameters } from '../../app/model/parameters.ts';
import type { PlanEntry } from '../../app/training/plan-log.ts';
import type { StartPoint } from '../../app/training/start-point.ts';
import { initialPosition } from '../../app/training/run-position.ts';
import {
  RunCommands,
  train,
  type TrainingEvent,
  type TrainingOptions,
} from '../../app/training/trainer.ts';
import { stepsPerEpoch } from '../../app/training/windows.ts';

export const sentence = 'the quick brown fox jumps over the lazy dog. ';

export interface TinyRunOptions {
  text?: string;
  configuration?: Partial<ModelConfiguration>;
  recipe?: Partial<Recipe>;
  /** Characters at the text's end that validate. */
  validation?: number;
  replicas?: number;
  replicaScript: string;
}

/** Everything `train` needs, on a file of ids that goes with the test. */
export async function tinyRun(options: TinyRunOptions): Promise<TrainingOptions> {
  const text = options.text ?? sentence.repeat(12);
  const configuration = {
    ...defaultConfiguration,
    layers: [6, 5],
    embedding: 4,
    ...options.configuration,
  };
  const recipe = {
    ...defaultRecipe,
    batchSize: 4,
    sequenceLength: 7,
    epochs: 2,
    ...options.recipe,
  };
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const vocabulary = Vocabulary.fromCounts(counts);
  const indices = vocabulary.encode(text);
  const folder = await mkdtemp(join(tmpdir(), 'charloom-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const idsPath = join(folder, 'ids');
  const ids = new Uint8Array(Uint16Array.from(indices).buffer);
  await writeFile(idsPath, Buffer.concat([encodeIdHeader(indices.length, 2), ids]));

  const trainEnd = indices.length - (options.validation ?? 0);
  const train = { start: 0, end: trainEnd };
  const layout = layOutParameters(configuration, vocabulary.size);
  const totalSteps = stepsPerEpoch(train, recipe) * (recipe.epochs ?? 1);
  return {
    replicaScript: options.replicaScript,
    replicas: options.replicas ?? 1,
    configuration,
    vocabularySize: vocabulary.size,
    recipe,
    text: {
      idsPath,
      remap: Int32Array.from({ length: vocabulary.size }, (_, index) => index),
      train,
      validation: { start: trainEnd, end: indices.length },
      test: { start: indices.length, end: indices.length },
    },
    start: {
      parameters: initialiseParameters(layout, recipe.seed),
      momentum: new Float32Array(layout.size),
      variance: new Float32Array(layout.size),
      states: null,
      best: null,
      position: initialPosition(totalSteps),
      points: [],
      plan: new Int32Array(0),
    },
    replay: null,
  };
}

/** What a run left: losses by step, the last checkpoint and the end. */
export interface RunTrace {
  losses: number[];
  checkpoints: Omit<StartPoint, 'best'>[];
  /** What the run decided by the clock. */
  plan: PlanEntry[];
  best: Float32Array | null;
  finished: Extract<TrainingEvent, { kind: 'finished' }> | null;
  events: TrainingEvent[];
}

/** Trains to the end; `onEvent` may give commands. */
export async function trace(
  options: TrainingOptions,
  onEvent: (event: TrainingEvent, commands: RunCommands) => void = () => {},
): Promise<RunTrace> {
  const commands = new RunCommands();
  const result: RunTrace = {
    losses: [],
    checkpoints: [],
    plan: [],
    best: null,
    finished: null,
    events: [],
  };
  for await (const event of train(options, commands)) {
    result.events.push(event);
    if (event.kind === 'progress') result.losses.push(...event.losses);
    if (event.kind === 'checkpoint') result.checkpoints.push(event.point);
    if (event.kind === 'planned') result.plan.push(event);
    if (event.kind === 'best') result.best = event.parameters;
    if (event.kind === 'finished') result.finished = event;
    onEvent(event, commands);
  }
  return result;
}
