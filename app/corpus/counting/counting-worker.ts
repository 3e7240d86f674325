// The entry of a thread that counts: does the one job that it was started for, says what came of it and leaves. Its
// memory goes with it.

import { parentPort, workerData } from 'node:worker_threads';
import type { CountingBaseline } from '../../contract/corpus.ts';
import { EngineError, toWireError, type WireError } from '../../contract/errors.ts';
import { countBaseline, type CountingJob } from './baseline.ts';

/** The thread's one word. */
export type CountingMessage =
  { kind: 'counted'; baseline: CountingBaseline } | { kind: 'failed'; error: WireError };

parentPort?.postMessage(count(workerData as CountingJob));

function count(job: CountingJob): CountingMessage {
  try {
    return { kind: 'counted', baseline: countBaseline(job) };
  } catch (error) {
    // What an array that does not fit is answered with.
    const isTooLarge = error instanceof RangeError && /allocation/i.test(error.message);
    return { kind: 'failed', error: toWireError(isTooLarge ? tooLargeError(error) : error) };
  }
}

function tooLargeError(cause: RangeError): EngineError {
  return new EngineError(
    'out-of-memory',
    'There is not enough memory to count this text. Close other programs, then ask again.',
    { cause },
  );
}
