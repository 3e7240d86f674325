// Errors that the terminal itself finds: their message is in the person's own language already.

import { EngineError } from '../../app/contract/errors.ts';

/** An expected error whose message needs no translation. */
export class SaidError extends EngineError {}
