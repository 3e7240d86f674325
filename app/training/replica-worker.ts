// The entry of a replica's thread: opens TensorFlow in it, runs the replica and says how it ended.

import { parentPort, workerData } from 'node:worker_threads';
import { toWireError } from '../contract/errors.ts';
import { openTensorFlow } from '../tensor/tensorflow.ts';
import { Control, RunAborted } from './control.ts';
import type { ReplicaJob, ReplicaMessage } from './replica-job.ts';
import { runReplica } from './replica.ts';

const job = workerData as ReplicaJob;
const post = (message: ReplicaMessage) => parentPort?.postMessage(message);

try {
  runReplica(openTensorFlow(), job, post);
} catch (error) {
  // Those that were made to stop stay silent: the one that failed has said why.
  if (!(error instanceof RunAborted)) {
    new Control(job.memory.control, job.replicas).abort();
    post({ kind: 'failed', replica: job.replica, error: toWireError(error) });
  }
}
post({ kind: 'left', replica: job.replica });
