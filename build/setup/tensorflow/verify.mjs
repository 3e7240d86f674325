// Does native TensorFlow load, and can it multiply? Run as a process of its own by set-up, because a library
// that does not fit ends the process that loads it. Prints one JSON line with the library's version.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';

/** @typedef {typeof import('@tensorflow/tfjs-node')} TensorFlow */
/** @typedef {{ binding: { TF_Version: string } }} NativeBackend */

// tfjs-node 4.22 calls this, and Node 23 took it away.
const shimmed = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (util));
shimmed.isNullOrUndefined ??= (/** @type {unknown} */ value) =>
  value === null || value === undefined;

// The package of the clone that set-up works in, which is the current folder.
const require = createRequire(join(process.cwd(), 'package.json'));
const tensorflow = /** @type {TensorFlow} */ (require('@tensorflow/tfjs-node'));

const product = tensorflow.matMul(tensorflow.ones([2, 3]), tensorflow.ones([3, 2])).dataSync();
if (product.join() !== '3,3,3,3')
  throw new Error(`Error: it multiplies wrongly (${product.join()})`);

const backend = /** @type {NativeBackend} */ (/** @type {unknown} */ (tensorflow.backend()));
console.log(JSON.stringify({ libtensorflow: backend.binding.TF_Version }));
