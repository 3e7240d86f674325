// The entry of a thread that reads texts, so that nobody waits for the engine while tables of encodings are built,
// books are unpacked and a gigabyte goes by. Does any number of jobs at once, until it is ended.

import { open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { EngineError, toWireError } from '../../contract/errors.ts';
import { Previews } from './preview.ts';
import { writeSnapshot, type SnapshotFiles } from './snapshot.ts';
import { inspectTexts } from './survey.ts';
import type { ReadingOptions } from './text-input.ts';
import type { ReadingMessage, ReadingRequest, ReadingTask, SnapshotPaths } from './reading-job.ts';

/** Told at most so often. */
const progressEveryMs = 50;

const previews = new Previews();
const controllers = new Map<number, AbortController>();
const say = (message: ReadingMessage) => parentPort?.postMessage(message);

parentPort?.on('message', (request: ReadingRequest) => {
  if (request.task === null) controllers.get(request.job)?.abort();
  else void answer(request.job, request.task, request.options);
});

async function answer(job: number, task: ReadingTask, options: ReadingOptions): Promise<void> {
  const controller = new AbortController();
  controllers.set(job, controller);
  let toldAt = Number.NEGATIVE_INFINITY;
  const onProgress = (doneBytes: number, totalBytes: number) => {
    const now = performance.now();
    if (now - toldAt < progressEveryMs && doneBytes < totalBytes) return;
    toldAt = now;
    say({ kind: 'progress', job, doneBytes, totalBytes });
  };
  try {
    const result = await work(task, { ...options, signal: controller.signal, onProgress });
    say({ kind: 'done', job, result });
  } catch (error: unknown) {
    const isSystems = error instanceof Error && !(error instanceof EngineError) && 'code' in error;
    const systemCode = isSystems && typeof error.code === 'string' ? error.code : null;
    say({ kind: 'failed', job, error: toWireError(error), systemCode });
  } finally {
    controllers.delete(job);
  }
}

function work(task: ReadingTask, options: ReadingOptions) {
  switch (task.kind) {
    case 'snapshot':
      return writeSnapshot(task.inputs, filesAt(task.paths), options);
    case 'inspection':
      return inspectTexts(task.inputs, options);
    case 'preview':
      return previews.preview(task.inputs, options);
  }
}

/** New files, each safely on disk when it is closed. */
function filesAt(paths: SnapshotPaths): SnapshotFiles {
  return {
    async openOutput(name) {
      const path = paths[name];
      const file = await open(path, 'wx');
      return {
        path,
        write: (bytes) => file.writeFile(bytes),
        async close() {
          try {
            await file.sync();
          } finally {
            await file.close();
          }
        },
      };
    },
  };
}
