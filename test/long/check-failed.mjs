// How a longer proof says that it failed: in a sentence with the figures in it.

/** Something is not as it has to be. */
export class CheckFailed extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'CheckFailed';
  }
}

/**
 * Fails with `message` where `condition` does not hold.
 * @param {boolean} condition
 * @param {string} message
 */
export function hold(condition, message) {
  if (!condition) throw new CheckFailed(message);
}
