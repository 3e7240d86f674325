// Scores a whole text outside of any run: its parts are shared among threads, so that the engine's own
// thread stays free and every core helps. The sums do not depend on how many threads there are.

import { Worker } from 'node:worker_threads';
import { EngineError, fromWireError, type WireError } from '../contract/errors.ts';
import type { ModelConfiguration } from '../contract/model.ts';
import { openIdFile } from '../corpus/id-file.ts';
import type { Range } from '../corpus/splits.ts';
import { Network } from '../model/network.ts';
import { allocateShared } from '../tensor/shared-memory.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { cutIntoParts, scoreParts, type Score } from './evaluation.ts';

/** Handed to a scoring thread. */
export interface ScoreJob {
  task: 'score';
  configuration: ModelConfiguration;
  vocabularySize: number;
  /** Flat parameters in shared memory. */
  parameters: Float32Array;
  idsPath: string;
  remap: Int32Array;
  parts: Range[];
}

export type ScoreMessage = { kind: 'scored'; score: Score } | { kind: 'failed'; error: WireError };

export interface ScoreRequest {
  replicaScript: string;
  threads: number;
  configuration: ModelConfiguration;
  vocabularySize: number;
  parameters: Float32Array;
  idsPath: string;
  remap: Int32Array;
  range: Range;
}

/** Scores a range of a file of ids. */
export async function scoreText(request: ScoreRequest): Promise<Score> {
  const { replicaScript, threads, range, parameters, ...rest } = request;
  const parts = cutIntoParts(range);
  const shared = allocateShared(parameters.length);
  shared.set(parameters);
  const groups = Array.from({ length: Math.min(threads, parts.length) }, (_, thread) =>
    parts.filter((_part, at) => at % threads === thread),
  );
  const scores = await Promise.all(
    groups.map((group) => {
      const { configuration, vocabularySize, idsPath, remap } = rest;
      return scoreInThread(replicaScript, {
        task: 'score',
        configuration,
        vocabularySize,
        parameters: shared,
        idsPath,
        remap,
        parts: group,
      });
    }),
  );
  return scores.reduce(addScores, { characters: 0, lossSum: 0, correct: 0, unknown: 0 });
}

/** The thread's side. */
export function runScoreJob(tensorflow: TensorFlow, job: ScoreJob): Score {
  const network = new Network(tensorflow, job.configuration, job.vocabularySize);
  const ids = openIdFile(job.idsPath);
  const weights = network.lend(job.parameters);
  try {
    return scoreParts(network, weights, { ids, remap: job.remap }, job.parts);
  } finally {
    weights.release();
    ids.close();
    network.dispose();
  }
}

function scoreInThread(script: string, job: ScoreJob): Promise<Score> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: job });
    worker.on('message', (message: ScoreMessage) => {
      if (message.kind === 'scored') resolve(message.score);
      else reject(fromWireError(message.error));
    });
    worker.on('error', reject);
    worker.on('exit', (code) =>
      reject(
        new EngineError(
          'replica-lost',
          `A scoring thread ended unexpectedly with code ${code}. Try again.`,
        ),
      ),
    );
  });
}

function addScores(sum: Score, score: Score): Score {
  return {
    characters: sum.characters + score.characters,
    lossSum: sum.lossSum + score.lossSum,
    correct: sum.correct + score.correct,
    unknown: sum.unknown + score.unknown,
  };
}
