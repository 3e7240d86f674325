// The errors that a front end gets when there is no engine to answer it, in one place and in a person's words.

import { EngineError } from '../../app/contract/errors.ts';

/** One engine died; the next is on its way. */
export function engineCrashed(how: string): EngineError {
  return new EngineError(
    'engine-lost',
    `The engine ended unexpectedly (${how}) before it answered. It is being started again; try once more.`,
  );
}

/** Engines died one after the other; there will be no next. */
export function engineGivenUp(how: string): EngineError {
  return new EngineError(
    'engine-lost',
    `The engine ended unexpectedly again and again (${how}), so it is not started once more. ` +
      'Your texts, models and checkpoints are safe. Close other programs if memory is short, then start Charloom again.',
  );
}

/** Charloom itself is ending. */
export function engineClosed(): EngineError {
  return new EngineError('engine-lost', 'Charloom is closing; the engine has ended.');
}
