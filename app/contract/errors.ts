// The expected errors that may cross the contract: one union of codes and one class that carries them.
// Knows nothing of where they arise or of the language in which a person reads them.

/** Stable, machine-readable names of everything that can go wrong in a way a person can mend. */
export type ErrorCode =
  // corpora
  | 'corpus-empty'
  | 'corpus-too-short'
  | 'corpus-binary'
  | 'corpus-not-utf8'
  | 'corpus-undecodable'
  | 'corpus-damaged'
  | 'corpus-unsafe'
  | 'corpus-no-text'
  | 'corpus-field-missing'
  | 'corpus-sources-gone'
  | 'corpus-unreadable'
  | 'corpus-not-found'
  | 'corpus-changed'
  | 'sample-not-available'
  // models
  | 'model-not-found'
  | 'model-busy'
  | 'model-file-invalid'
  | 'model-file-too-new'
  | 'model-not-finite'
  | 'checkpoint-invalid'
  | 'checkpoint-missing'
  // training
  | 'run-not-found'
  | 'training-not-finite'
  | 'training-failed'
  | 'replica-lost'
  // sampling
  | 'sampling-not-found'
  // library and machine
  | 'library-locked'
  | 'library-unwritable'
  | 'library-too-new'
  | 'disk-full'
  | 'out-of-memory'
  | 'tensorflow-missing'
  | 'tensorflow-wrong'
  // the edge
  | 'invalid-request'
  | 'unknown-method'
  | 'file-not-granted'
  | 'engine-lost'
  | 'cancelled'
  | 'internal';

/** Plain values that stand beside a message so that a front end can phrase it in its own language. */
export type ErrorDetails = Record<string, string | number | boolean | null>;

/** The form of an error on the wire. */
export interface WireError {
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
}

/** An error that a person can act on: what happened, what was expected, what to do. */
export class EngineError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: ErrorDetails; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Reduces anything thrown to what may cross the wire; causes and stacks stay behind, in the log. */
export function toWireError(error: unknown): WireError {
  if (error instanceof EngineError) {
    return { code: error.code, message: error.message, details: error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, details: {} };
}

/** Rebuilds the error that the other side sent. */
export function fromWireError(wire: WireError): EngineError {
  return new EngineError(wire.code, wire.message, { details: wire.details });
}

/** Ends the run where a promise that the types cannot make is broken: a bug, never a person's mistake. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Internal error: ${message}`);
}

/** Proves at compile time that a union has been handled whole. */
export function assertNever(value: never): never {
  throw new Error(`Internal error: unexpected value ${JSON.stringify(value)}`);
}
