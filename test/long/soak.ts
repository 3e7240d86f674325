// A long run of a tiny network: as many tensors alive at its end as at its beginning, and as much memory.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { EngineEvents } from '../../app/contract/engine.ts';
import { hold } from './check-failed.mjs';
import {
  createWorkplace,
  smallText,
  withRealEngine,
  type EngineScripts,
  type RealEngine,
} from './real-engine.ts';

export interface SoakOptions {
  engineScript: string;
  /** Where bundles lie that load native TensorFlow. */
  repository: string;
  folder: string;
  steps: number;
  say: (text: string) => void;
}

export interface SoakFigures {
  steps: number;
  seconds: number;
  /** For each replica, in the first thousand steps after the warm-up and in the last. */
  liveTensors: { warm: number; last: number }[];
  /** Of the engine process, at the end of the warm-up and of the run. */
  warmBytes: number;
  lastBytes: number;
  /** What resident memory grew by in a thousand steps after the warm-up, by least squares. */
  bytesPerThousandSteps: number;
}

const configuration = { layers: [24, 20], embedding: 12 };
const recipe = { batchSize: 8, sequenceLength: 16, replicas: 2, validation: 0.05 };
const sentences = 3000;
/** V8's heap finds its size, and native allocators theirs, within this share of the run. */
const warmUpShare = 0.3;
/** A validation of another length keeps a few constants more; a leak would be one a step at least. */
const constantsAtMost = 32;

type Progress = EngineEvents['training.progress'];

/** Trains so many steps or a few more and returns what it took; throws where tensors pile up. */
export async function soak(options: SoakOptions): Promise<SoakFigures> {
  const { engineScript, repository, folder, steps, say } = options;
  const workplace = await createWorkplace(folder);
  const countsPath = join(folder, 'counts.jsonl');
  const scripts = await withCounting(engineScript, repository);
  const environment = { CHARLOOM_TEST_COUNTS: countsPath };
  say(`${steps} steps`);
  const { told, seconds } = await withRealEngine(scripts, workplace, { environment }, (engine) =>
    trainFor(engine, steps),
  );
  const last = told.at(-1)?.step ?? 0;
  hold(last >= steps, `only ${last} steps were made`);
  return {
    steps: last,
    seconds,
    liveTensors: await readCounts(countsPath),
    ...memoryOf(told),
  };
}

async function trainFor(
  { client, log }: RealEngine,
  steps: number,
): Promise<{ told: Progress[]; seconds: number }> {
  const { id: corpus, characters } = await client.call('corpus.import', {
    sources: [{ kind: 'text', name: 'a small world', text: smallText(sentences) }],
  });
  const trained = (1 - recipe.validation) * characters;
  const stepsPerEpoch = Math.floor(trained / (recipe.batchSize * recipe.sequenceLength)) - 1;
  const epochs = Math.ceil(steps / stepsPerEpoch);
  const told: Progress[] = [];
  client.on('training.progress', (progress) => told.push(progress));
  const ended = new Promise<EngineEvents['training.ended']>((resolve) => {
    client.on('training.ended', resolve);
  });
  await client.call('training.start', { corpus, configuration, recipe: { ...recipe, epochs } });
  const { reason, seconds } = await ended;
  hold(reason === 'completed', `the run ended as "${reason}":\n${log.slice(-10).join('\n')}`);
  return { told, seconds };
}

async function withCounting(engineScript: string, repository: string): Promise<EngineScripts> {
  const replicaScript = join(repository, 'out', 'test', 'counting-replica.js');
  await build({
    absWorkingDir: repository,
    entryPoints: ['test/long/counting-replica.ts'],
    outfile: replicaScript,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: ['@tensorflow/tfjs-node'],
    logLevel: 'error',
  });
  const countingScript = join(repository, 'out', 'counting.js');
  const readingScript = join(repository, 'out', 'reading.js');
  return { engineScript, replicaScript, countingScript, readingScript };
}

/** Throws where a replica's count goes on rising. */
async function readCounts(path: string): Promise<SoakFigures['liveTensors']> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  const counted = lines.map((line) => JSON.parse(line) as { replica: number; fewest: number });
  const liveTensors = Array.from({ length: recipe.replicas }, (_, replica) => {
    const own = counted.filter((count) => count.replica === replica).map(({ fewest }) => fewest);
    const warm = own[Math.floor(warmUpShare * own.length)] ?? 0;
    const last = own.at(-1) ?? 0;
    hold(warm > 0, `replica ${replica} did not count its tensors`);
    hold(
      last - warm <= constantsAtMost,
      `replica ${replica} had ${warm} tensors alive after the warm-up and ${last} at the end`,
    );
    return { warm, last };
  });
  return liveTensors;
}

function memoryOf(told: readonly Progress[]) {
  const steps = told.at(-1)?.step ?? 0;
  const warm = told.filter(({ step }) => step >= warmUpShare * steps);
  const meanStep = mean(warm.map(({ step }) => step));
  const meanBytes = mean(warm.map(({ memoryBytes }) => memoryBytes));
  let covariance = 0;
  let variance = 0;
  for (const { step, memoryBytes } of warm) {
    covariance += (step - meanStep) * (memoryBytes - meanBytes);
    variance += (step - meanStep) ** 2;
  }
  return {
    warmBytes: warm[0]?.memoryBytes ?? 0,
    lastBytes: warm.at(-1)?.memoryBytes ?? 0,
    bytesPerThousandSteps: (1000 * covariance) / variance,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
