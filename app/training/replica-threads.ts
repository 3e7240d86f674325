// The threads of a run: one replica each. What they say, and that one was lost, comes as signals; leaving takes a few
// seconds at most. Knows nothing of what replicas do.

import { Worker } from 'node:worker_threads';
import { EngineError } from '../contract/errors.ts';
import type { EventQueue } from './event-queue.ts';
import type { ReplicaJob, ReplicaMessage } from './replica-job.ts';

/** A replica that was told to leave and is inside a long kernel needs a while; then it is ended. */
const leaveWithinMs = 5000;

/** What the trainer waits for. */
export type Signal =
  | { kind: 'tick' }
  | { kind: 'message'; message: ReplicaMessage }
  | { kind: 'lost'; replica: number; cause: unknown };

/** One thread for each job. A thread that ends without its last word is a lost replica. */
export function startReplicas(
  replicaScript: string,
  jobs: readonly ReplicaJob[],
  signals: EventQueue<Signal>,
): { all: Promise<void>; leave(): Promise<void> } {
  const workers = jobs.map((job) => {
    const { replica } = job;
    const worker = new Worker(replicaScript, { workerData: job });
    let hasLeft = false;
    worker.on('message', (message: ReplicaMessage) => {
      if (message.kind === 'left') hasLeft = true;
      signals.push({ kind: 'message', message });
    });
    worker.on('error', (cause) => signals.push({ kind: 'lost', replica, cause }));
    const exited = new Promise<void>((resolve) => {
      worker.on('exit', (code) => {
        if (!hasLeft) signals.push({ kind: 'lost', replica, cause: code });
        resolve();
      });
    });
    return { worker, exited };
  });
  const all = Promise.all(workers.map(({ exited }) => exited)).then(() => undefined);
  return {
    all,
    async leave() {
      const ender = setTimeout(() => {
        for (const { worker } of workers) void worker.terminate();
      }, leaveWithinMs);
      await all;
      clearTimeout(ender);
    },
  };
}

/** The error that a lost replica ends a run with. */
export function replicaLost({ replica, cause }: Extract<Signal, { kind: 'lost' }>): EngineError {
  const reason = cause instanceof Error ? cause.message : `exit code ${String(cause)}`;
  return new EngineError(
    'replica-lost',
    `Training thread ${replica + 1} ended unexpectedly (${reason}). The last checkpoint is kept; continue from it.`,
    { details: { replica, reason }, cause },
  );
}
