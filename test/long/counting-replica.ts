// A replica's thread as it is, with two things added. It counts the tensors that are alive where a step
// borrows its weights: one that is never released raises the lowest count there is. And it takes out V8's
// garbage now and then: left alone, V8 lets some 80 MB of it gather, which would hide a leak of half as much.

import { appendFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { workerData } from 'node:worker_threads';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import type { ReplicaJob } from '../../app/training/replica-job.ts';

/** Borrowings between two lines: a step of two layers borrows seven tensors. */
const borrowingsPerLine = 7000;

const { replica } = workerData as ReplicaJob;
const path = process.env['CHARLOOM_TEST_COUNTS'];
if (!path) throw new Error('CHARLOOM_TEST_COUNTS must name the file to write');

setFlagsFromString('--expose-gc');
const takeOutGarbage = runInNewContext('gc') as () => void;
const tensorflow = openTensorFlow();
const lend = tensorflow.lend.bind(tensorflow);
let borrowings = 0;
let fewest = Number.POSITIVE_INFINITY;
tensorflow.lend = (values, shape) => {
  fewest = Math.min(fewest, tensorflow.liveTensors);
  if (++borrowings % borrowingsPerLine === 0) {
    appendFileSync(path, `${JSON.stringify({ replica, fewest })}\n`);
    fewest = Number.POSITIVE_INFINITY;
    takeOutGarbage();
  }
  return lend(values, shape);
};
await import('../../app/training/replica-worker.ts');
