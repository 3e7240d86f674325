// Loads tfjs-node as the engine does and prints every file that this loaded, as one line of JSON. Run as a
// process of its own by packaging: what else that process loads would count as well.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';

// tfjs-node 4.22 calls this, and Node 23 took it away.
Object.assign(util, {
  isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined,
});
process.noDeprecation = true;

// The package of the clone that is packaged, which is the current folder.
const require = createRequire(join(process.cwd(), 'package.json'));
const tensorflow = /** @type {typeof import('@tensorflow/tfjs-node')} */ (
  require('@tensorflow/tfjs-node')
);
// A first operation, for what is loaded late.
tensorflow.add(1, 1).dataSync();
console.log(JSON.stringify(Object.keys(require.cache)));
