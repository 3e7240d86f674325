// Prints which libtensorflow this process loads, and which a worker thread of it.
import { createRequire } from 'node:module';
import util from 'node:util';
import { isMainThread, Worker } from 'node:worker_threads';

/** @typedef {{ backend(): { binding: { TF_Version: string } } }} TensorFlow */

// tfjs-node 4.22 calls this, and Node 23 took it away.
Object.assign(util, {
  isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined,
});
const require = createRequire(import.meta.url);
const tensorflow = /** @type {TensorFlow} */ (require('@tensorflow/tfjs-node'));
console.log(`libtensorflow ${tensorflow.backend().binding.TF_Version}`);
if (isMainThread) new Worker(new URL(import.meta.url));
