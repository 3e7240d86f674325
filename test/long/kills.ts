// kill -9 of the engine process, in mid-run and while a checkpoint is being written. The host starts it
// again, the run goes on by itself or when it is told to, and every loss that it tells of afterwards is, bit
// for bit, the one of a run that nothing interrupted.

import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineEvents } from '../../app/contract/engine.ts';
import { openLibrary } from '../../app/library/library.ts';
import { createRandom } from '../../app/model/random.ts';
import { hold } from './check-failed.mjs';
import { holdNothingIsLeft } from './leftovers.ts';
import { copyLibrary, lookThrough } from './library-copy.ts';
import {
  createWorkplace,
  inTime,
  openRealEngine,
  smallText,
  type EngineScripts,
  type RealEngine,
} from './real-engine.ts';
import { trainUninterrupted, type Uninterrupted } from './uninterrupted.ts';

export interface KillsOptions {
  scripts: EngineScripts;
  folder: string;
  /** Every other one while a checkpoint is being written. */
  rounds: number;
  say?: (text: string) => void;
}

export interface KillsFigures {
  steps: number;
  /** Kills that left an unfinished file in the checkpoints' folder. */
  inMidCheckpoint: number;
  /** Kills before there was any checkpoint. */
  beforeAny: number;
  /** Progress events that were compared, and the steps that they cover. */
  compared: number;
  comparedSteps: number;
  replayedSteps: number;
}

type Progress = EngineEvents['training.progress'];

/** A step takes some five milliseconds, a checkpoint has some three megabytes. */
const configuration = { layers: [128, 112], embedding: 32, dropout: 0.1 };
const recipe = { batchSize: 16, sequenceLength: 48, replicas: 2, validation: 0.1, seed: 11 };
const sentences = 1500;
/** More than a round takes on a fast machine, so that the last round still has something to interrupt. */
const stepsPerRound = 120;
/** Progress events of a run that are compared before it is killed; they come ten a second. */
const eventsPerRound = 2;
/** A killed write may be anywhere between its first byte and the deletion of the oldest generation. */
const longestWriteMs = 15;
const longestRunMs = 200;

/** Kills and goes on `rounds` times, then lets the run end. Throws at the first difference. */
export async function killAndGoOn(options: KillsOptions): Promise<KillsFigures> {
  const { scripts, folder, rounds, say = () => undefined } = options;
  const workplace = await createWorkplace(folder);
  let copy = '';
  const engine = await openRealEngine(scripts, workplace, {
    onGone: () => (copy = copyLibrary(workplace.home, folder)),
  });
  const { id: corpus, characters } = await engine.client.call('corpus.import', {
    sources: [{ kind: 'text', name: 'a small world', text: smallText(sentences) }],
  });
  const stepsPerEpoch = (0.9 * characters) / (recipe.batchSize * recipe.sequenceLength);
  const epochs = Math.ceil((stepsPerRound * rounds) / stepsPerEpoch);
  const request = { corpus, configuration, recipe: { ...recipe, epochs } };

  say('the run that nothing interrupts');
  const expected = await trainUninterrupted(workplace.home, scripts.replicaScript, request);
  const comparison = new Comparison(engine, expected.losses);
  const figures = { inMidCheckpoint: 0, beforeAny: 0, replayedSteps: 0 };

  say(`${rounds} times kill -9, and going on`);
  const random = createRandom(7);
  const { model, ...started } = await engine.client.call('training.start', request);
  let { run } = started;
  let firstStep = 0;
  for (let round = 0; round < rounds; round++) {
    await comparison.until(run, eventsPerRound);
    // The first kill finds no checkpoint at all, the second one on disk, the third one being written.
    const isInWrite = round >= 2 && round % 3 !== 1;
    if (isInWrite) await untilWriting(engine, join(workplace.home, 'models', model), run);
    else if (round > 0) await pauseAndResume(engine, join(workplace.home, 'models', model), run);
    await sleep(random.uniform() * (isInWrite ? longestWriteMs : longestRunMs));
    const restarted = engine.next('engine.restarted');
    process.kill(engine.host.processId ?? 0, 'SIGKILL');
    await restarted;

    const left = await lookThrough(copy, model);
    const reached = comparison.compare(run, firstStep);
    figures.replayedSteps += Math.max(0, reached - left.step);
    figures.beforeAny += left.step === 0 ? 1 : 0;
    figures.inMidCheckpoint += left.unfinished.some(isOfCheckpoint) ? 1 : 0;
    run = await runThatGoesOn(engine, model);
    firstStep = left.step;
  }
  await untilFinished(engine, model);
  comparison.compare(run, firstStep);
  await holdWritesText(engine, model);
  await engine.close();
  await holdSameEnd(workplace.home, model, expected);
  holdNothingIsLeft(workplace);
  return {
    ...figures,
    steps: expected.losses.length,
    compared: comparison.events,
    comparedSteps: comparison.steps,
  };
}

/** Holds every progress that a run told of against the losses of the uninterrupted one. */
class Comparison {
  events = 0;
  steps = 0;
  readonly #losses: readonly number[];
  readonly #told = new Map<string, Progress[]>();
  #hasEnded = false;
  #wake = (): void => undefined;

  constructor({ client }: RealEngine, losses: readonly number[]) {
    this.#losses = losses;
    client.on('training.progress', (progress) => {
      this.#told.set(progress.run, [...(this.#told.get(progress.run) ?? []), progress]);
      this.#wake();
    });
    client.on('training.ended', () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  /** Waits until a run has told of so much. */
  async until(run: string, events: number): Promise<void> {
    while ((this.#told.get(run)?.length ?? 0) < events) {
      hold(!this.#hasEnded, 'the run ended before its last kill: stepsPerRound is too low');
      await inTime('progress', new Promise<void>((resolve) => (this.#wake = resolve)));
    }
  }

  /** Compares all that a run told of, from its first step on; returns the step that it reached. */
  compare(run: string, firstStep: number): number {
    let step = firstStep;
    for (const progress of this.#told.get(run) ?? []) {
      const covered = this.#losses.slice(step, progress.step);
      const mean = covered.reduce((sum, loss) => sum + loss, 0) / covered.length;
      hold(
        mean === progress.loss,
        `from step ${step} to ${progress.step} the mean loss is ${progress.loss}, uninterrupted it is ${mean}`,
      );
      this.events++;
      this.steps += covered.length;
      ({ step } = progress);
    }
    return step;
  }
}

/** Asks for a checkpoint and returns when its file has just been made. */
async function untilWriting(engine: RealEngine, folder: string, run: string): Promise<void> {
  const watcher = watch(join(folder, 'checkpoints'));
  try {
    const begun = new Promise<void>((resolve) => {
      watcher.on('change', (_, name) => {
        if (String(name).includes('.tmp-')) resolve();
      });
    });
    await engine.client.call('training.pause', { run });
    await inTime('a checkpoint', begun);
  } finally {
    watcher.close();
  }
}

/** Leaves a checkpoint; what is written after the first one may still be on its way. */
async function pauseAndResume(engine: RealEngine, folder: string, run: string): Promise<void> {
  const paused = engine.next('training.state', (event) => event.state === 'paused');
  await engine.client.call('training.pause', { run });
  await paused;
  while (!existsSync(join(folder, 'checkpoints', 'CURRENT'))) await sleep(5);
  await engine.client.call('training.resume', { run });
}

/** The run that the host has continued by itself; one that was paused is continued here. */
async function runThatGoesOn({ client }: RealEngine, model: string): Promise<string> {
  const runs = await client.call('training.runs');
  const own = runs.find((run) => run.model === model && run.state !== 'ended');
  return own?.run ?? (await client.call('training.continue', { model })).run;
}

async function untilFinished(engine: RealEngine, model: string): Promise<void> {
  const ended = engine.next('training.ended', (event) => event.model === model);
  const { reason } = await ended;
  hold(reason === 'completed', `the run ended as "${reason}"`);
}

async function holdWritesText(engine: RealEngine, model: string): Promise<void> {
  const written = engine.next('sampling.ended');
  await engine.client.call('sampling.start', { model, prompt: 'the ', options: { length: 20 } });
  const { error } = await written;
  hold(error === null, `the best weights do not load: ${error?.message}`);
}

/** The same parameters, moments and states, bit for bit, and the same last validation. */
async function holdSameEnd(home: string, model: string, expected: Uninterrupted): Promise<void> {
  const { models } = await openLibrary({ home });
  const checkpoint = await models.readCheckpoint(model);
  for (const name of ['parameters', 'momentum', 'variance', 'states'] as const) {
    const own = bytesOf(checkpoint?.tensors.get(name));
    const other = bytesOf(expected.checkpoint[name]);
    hold(own.length > 0 && own.equals(other), `the last checkpoint's "${name}" differ`);
  }
  const { results } = await models.read(model);
  hold(
    results.lastValidationLoss === expected.lastValidationLoss,
    `the last validation loss is ${results.lastValidationLoss}, uninterrupted ${expected.lastValidationLoss}`,
  );
}

const isOfCheckpoint = (name: string): boolean => /^(CURRENT|\d+-step-\d+\.)/.test(name);

function bytesOf(values: Float32Array | Int32Array | null | undefined): Buffer {
  return values
    ? Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    : Buffer.alloc(0);
}
