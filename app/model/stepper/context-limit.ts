// A stepper for models that were trained on windows of their own: they have never gone on from a state, so each
// character is predicted from the last few alone, read from the zero state. Slower by their number.

import { assert } from '../../contract/errors.ts';
import type { Stepper } from './stepper.ts';

/** A stepper that knows the last `length` characters and nothing of those before; disposing of it disposes of the other. */
export function withContextLimit(stepper: Stepper, length: number): Stepper {
  assert(length >= 1, 'a context of at least one character is needed');
  const context = new Int32Array(length);
  let known = 0;
  const readContext = (): Float32Array => {
    stepper.reset();
    return stepper.feedAll(known === length ? context : context.subarray(0, known));
  };
  /** Moves up what is kept of the context and puts the last of these after it. */
  const append = (indices: Int32Array): void => {
    const added = Math.min(length, indices.length);
    const kept = Math.min(known, length - added);
    context.copyWithin(0, known - kept, known);
    context.set(indices.subarray(indices.length - added), kept);
    known = kept + added;
  };
  return {
    feed(index) {
      if (known === length) context.copyWithin(0, 1);
      else known++;
      context[known - 1] = index;
      return readContext();
    },
    feedAll(indices) {
      append(indices);
      return readContext();
    },
    reset() {
      known = 0;
      stepper.reset();
    },
    dispose: () => stepper.dispose(),
  };
}
