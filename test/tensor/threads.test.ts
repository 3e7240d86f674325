// TensorFlow in several threads of one process: the main thread first, then as many as one likes.

import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkOps } from '../../app/tensor/self-check.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = `${root}out/test/op-worker-${process.pid}.js`;

beforeAll(() =>
  build({
    entryPoints: [`${root}test/tensor/op-worker.ts`],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@tensorflow/tfjs-node'],
    logLevel: 'error',
  }),
);

afterAll(() => rm(script, { force: true }));

/** Runs the worker to its end and gives what it said. */
async function runWorker(): Promise<unknown> {
  const worker = new Worker(script);
  const [[message]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return message;
}

test('refuses to open in a thread before it is open in the main one', async () => {
  expect(await runWorker()).toEqual({
    error: expect.stringContaining('the main thread must open TensorFlow before'),
  });
});

test('runs ops in two threads beside the main one, started again and again', async () => {
  const tensorflow = openTensorFlow();
  for (let cycle = 0; cycle < 3; cycle++) {
    const workers = [runWorker(), runWorker()];
    let areRunning = true;
    const ended = Promise.all(workers).finally(() => (areRunning = false));
    while (areRunning) {
      checkOps(tensorflow);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await ended).toEqual([{ leaked: 0 }, { leaked: 0 }]);
  }
});
