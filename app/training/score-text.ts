// Scores a whole text outside of any run: the work is shared among threads, so that the engine's own
// thread stays free and every core helps. The sums do not depend on how many threads there are.

import { Worker } from 'node:worker_threads';
import { EngineError, fromWireError, type WireError } from '../contract/errors.ts';
import type { ModelConfiguration } from '../contract/model.ts';
import type { Range } from '../corpus/splitting/splits.ts';
import { allocateShared } from '../tensor/shared-memory.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { addScores, emptyScore, type Score } from './score.ts';
import {
  layOutScoring,
  Scorer,
  shareOfScoring,
  type ReadingRecipe,
  type ScoringWork,
} from './scoring.ts';

/** Handed to a scoring thread. */
export interface ScoreJob {
  task: 'score';
  configuration: ModelConfiguration;
  recipe: ReadingRecipe;
  vocabularySize: number;
  /** Flat parameters in shared memory. */
  parameters: Float32Array;
  idsPath: string;
  remap: Int32Array;
  work: ScoringWork;
}

export type ScoreMessage = { kind: 'scored'; score: Score } | { kind: 'failed'; error: WireError };

export interface ScoreRequest extends Omit<ScoreJob, 'task' | 'work'> {
  replicaScript: string;
  threads: number;
  range: Range;
}

/** Scores a range of a file of ids as the model was trained to read: in a stream, or by windows of their own. */
export async function scoreText(request: ScoreRequest): Promise<Score> {
  const { replicaScript, threads, range, ...model } = request;
  const { configuration, recipe, vocabularySize, idsPath, remap } = model;
  const work = layOutScoring(range, model);
  if (work === null) return emptyScore();
  const shared = allocateShared(model.parameters.length);
  shared.set(model.parameters);
  const units = work.kind === 'streams' ? work.parts.length : work.windows.count;
  const shares = Math.min(threads, units);
  const scores = await Promise.all(
    Array.from({ length: shares }, (_, share) =>
      scoreInThread(replicaScript, {
        task: 'score',
        configuration,
        recipe,
        vocabularySize,
        parameters: shared,
        idsPath,
        remap,
        work: shareOfScoring(work, share, shares),
      }),
    ),
  );
  return scores.reduce(addScores, emptyScore());
}

/** The thread's side. */
export function runScoreJob(tensorflow: TensorFlow, job: ScoreJob): Score {
  const scorer = new Scorer(tensorflow, job, job);
  try {
    return scorer.score(job.parameters, job.work);
  } finally {
    scorer.close();
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
