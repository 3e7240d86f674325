// What ended a thread that works on texts, as an error that a person can act on where it is one.

import { EngineError } from '../../contract/errors.ts';

/** The error of a thread that ended by itself; a bug stays what it is. */
export function threadFailure(error: Error): Error {
  const isTooLarge = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isTooLarge) return error;
  return new EngineError(
    'out-of-memory',
    'There is not enough memory to work on this text. Close other programs, then try again.',
    { cause: error },
  );
}
