// Requests to stop: the first lets the command end well, the second ends the process at once.

import { SaidError } from './said-error.ts';
import { exitCodes, type Surroundings } from './surroundings.ts';

/** Follows the requests to stop while one command runs. */
export function followInterrupts(surroundings: Surroundings): {
  signal: AbortSignal;
  end(): void;
} {
  const controller = new AbortController();
  const end = surroundings.onInterrupt(() => {
    if (controller.signal.aborted) surroundings.endAtOnce(exitCodes.interrupted);
    else controller.abort();
  });
  return { signal: controller.signal, end };
}

/** Waits for a promise, or fails with `cancelled` as soon as the command is to stop. */
export function untilInterrupted<Value>(
  signal: AbortSignal,
  promise: Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The command was told to stop; `message` says what is kept and how to go on. */
export function cancelled(message = ''): SaidError {
  return new SaidError('cancelled', message);
}
