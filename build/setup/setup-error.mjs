// The one kind of failure that set-up expects: a sentence that a person can act on.

/** What could not be put in place, why, and what to do about it. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'SetupError';
  }
}
