// A thread that opens TensorFlow, runs all ops a few times and says how it went.

import { parentPort } from 'node:worker_threads';
import { toWireError } from '../../app/contract/errors.ts';
import { checkOps } from '../../app/tensor/self-check.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';

try {
  const tensorflow = openTensorFlow();
  const before = tensorflow.liveTensors;
  for (let round = 0; round < 10; round++) checkOps(tensorflow);
  parentPort?.postMessage({ leaked: tensorflow.liveTensors - before });
} catch (error: unknown) {
  parentPort?.postMessage({ error: toWireError(error).message });
}
