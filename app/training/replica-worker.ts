// The entry of a thread that computes: opens TensorFlow in it, does the one job it was started for, says how
// it ended and leaves.

import { parentPort, workerData } from 'node:worker_threads';
import { toWireError } from '../contract/errors.ts';
import { openTensorFlow } from '../tensor/tensorflow.ts';
import { Control, RunAborted } from './control.ts';
import type { ReplicaJob, ReplicaMessage } from './replica-job.ts';
import { runReplica } from './replica.ts';
import { runScoreJob, type ScoreJob, type ScoreMessage } from './score-text.ts';

const job = workerData as ReplicaJob | ScoreJob;
const post = (message: ReplicaMessage | ScoreMessage) => parentPort?.postMessage(message);

if (job.task === 'score') score(job);
else train(job);

function score(job: ScoreJob): void {
  try {
    post({ kind: 'scored', score: runScoreJob(openTensorFlow(), job) });
  } catch (error) {
    post({ kind: 'failed', error: toWireError(error) });
  }
}

function train(job: ReplicaJob): void {
  const { replica } = job;
  try {
    runReplica(openTensorFlow(), job, post);
  } catch (error) {
    // Those that were made to stop stay silent: the one that failed has said why.
    if (!(error instanceof RunAborted)) {
      new Control(job.memory.control, job.replicas).abort();
      post({ kind: 'failed', replica, error: toWireError(error) });
    }
  }
  post({ kind: 'left', replica });
}
