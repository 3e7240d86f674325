// kill -9 of the engine process, in mid-run and while a checkpoint is being written. The host starts it
// again, the run goes on by itself or when it is told to, and every loss that it tells of afterwards is, bit
// for bit, the one of a run that nothing interrupted.

import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrainingRequest } from '../../app/contract/training.ts';
import { openLibrary } from '../../app/library/library.ts';
import { createRandom } from '../../app/model/random.ts';
import { hold } from './check-failed.mjs';
import { Comparison } from './comparison.ts';
import { holdNothingIsLeft } from './leftovers.ts';
import { copyLibrary, lookThrough, type Left } from './library-copy.ts';
import {
  createWorkplace,
  inTime,
  smallText,
  withRealEngine,
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
/** A checkpoint that does not come by then never comes. */
const longestWaitMs = 60_000;

/** Kills and goes on `rounds` times, then lets the run end. Throws at the first difference. */
export async function killAndGoOn(options: KillsOptions): Promise<KillsFigures> {
  const { scripts, folder, rounds, say = () => undefined } = options;
  const workplace = await createWorkplace(folder);
  const { home } = workplace;
  let copy = '';
  const onGone = () => (copy = copyLibrary(home, folder));
  const done = await withRealEngine(scripts, workplace, { onGone }, async (engine) => {
    const request = await requestFor(engine, rounds * stepsPerRound);
    say('the run that nothing interrupts');
    const expected = await trainUninterrupted(home, scripts.replicaScript, request);
    const comparison = new Comparison(engine, expected.losses);

    say(`${rounds} times kill -9, and going on`);
    const { model, run } = await engine.client.call('training.start', request);
    const lookAtCopy = () => lookThrough(copy, model);
    const killing = { engine, comparison, model, folder: join(home, 'models', model), lookAtCopy };
    const figures = await killAgainAndAgain(killing, run, rounds);
    await holdWritesText(engine, model);
    const { events: compared, steps: comparedSteps } = comparison;
    return { expected, model, figures: { ...figures, compared, comparedSteps } };
  });
  await holdSameEnd(home, done.model, done.expected);
  holdNothingIsLeft(workplace);
  return { ...done.figures, steps: done.expected.losses.length };
}

async function requestFor({ client }: RealEngine, steps: number): Promise<TrainingRequest> {
  const { id: corpus, characters } = await client.call('corpus.import', {
    sources: [{ kind: 'text', name: 'a small world', text: smallText(sentences) }],
  });
  const trained = (1 - recipe.validation) * characters;
  const epochs = Math.ceil((steps * recipe.batchSize * recipe.sequenceLength) / trained);
  return { corpus, configuration, recipe: { ...recipe, epochs } };
}

interface Killing {
  engine: RealEngine;
  comparison: Comparison;
  model: string;
  /** The model's. */
  folder: string;
  /** Looks through what the last kill left. */
  lookAtCopy: () => Promise<Left>;
}

async function killAgainAndAgain(killing: Killing, firstRun: string, rounds: number) {
  const { engine, comparison, model, folder, lookAtCopy } = killing;
  const figures = { inMidCheckpoint: 0, beforeAny: 0, replayedSteps: 0 };
  const random = createRandom(7);
  let run = firstRun;
  let firstStep = 0;
  for (let round = 0; round < rounds; round++) {
    await comparison.until(run, eventsPerRound);
    // The first kill finds no checkpoint at all, the second one on disk, the third one being written.
    const isInWrite = round >= 2 && round % 3 !== 1;
    if (isInWrite) await untilWriting(engine, folder, run);
    else if (round > 0) await pauseAndResume(engine, folder, run);
    await sleep(random.uniform() * (isInWrite ? longestWriteMs : longestRunMs));
    const restarted = engine.next('engine.restarted');
    killEngine(engine);
    await restarted;

    const left = await lookAtCopy();
    const reached = comparison.compare(run, firstStep);
    figures.replayedSteps += Math.max(0, reached - left.step);
    figures.beforeAny += left.step === 0 ? 1 : 0;
    figures.inMidCheckpoint += left.unfinished.some(isOfCheckpoint) ? 1 : 0;
    run = await runThatGoesOn(engine, model);
    firstStep = left.step;
  }
  const reason = await comparison.untilEnded();
  hold(reason === 'completed', `the run ended as "${reason}"`);
  comparison.compare(run, firstStep);
  return figures;
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
  const latestMs = performance.now() + longestWaitMs;
  while (!existsSync(join(folder, 'checkpoints', 'CURRENT'))) {
    hold(performance.now() < latestMs, 'a pause left no checkpoint');
    await sleep(5);
  }
  await engine.client.call('training.resume', { run });
}

/** Never process 0, which would be this very group of processes. */
function killEngine({ host, log }: RealEngine): void {
  const { processId } = host;
  hold(
    processId !== undefined,
    `the engine was gone before it was killed:\n${log.slice(-10).join('\n')}`,
  );
  process.kill(Number(processId), 'SIGKILL');
}

/** The run that the host has continued by itself; one that was paused is continued here. */
async function runThatGoesOn({ client }: RealEngine, model: string): Promise<string> {
  const runs = await client.call('training.runs');
  const own = runs.find((run) => run.model === model && run.state !== 'ended');
  return own?.run ?? (await client.call('training.continue', { model })).run;
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
