// What went wrong, by the engine's codes, in English. The engine's own sentences are English and hold the
// numbers; only those that speak of something else than this window are put in other words here.

import type { ErrorCode } from '../../app/contract/errors.ts';

/**
 * The sentences for one code. The first of `detailed` whose values the engine gave is taken, else
 * `general`; without either, the engine's own sentence, which is also there as `{message}`.
 */
export interface ErrorMessages {
  detailed?: readonly string[];
  general?: string;
}

export const enErrors: Readonly<Partial<Record<ErrorCode, ErrorMessages>>> = {
  'invalid-request': {
    detailed: ['This value is not allowed: {expected}.'],
  },
  'unknown-method': {
    general: 'Window and engine are of different versions. Close Charloom and start it again.',
  },
  'library-unwritable': {
    detailed: ['Charloom cannot write in {folder}. Check the rights of that folder.'],
  },
  'engine-lost': { general: 'The engine went away before it answered. Try again in a moment.' },
  internal: { general: 'Something went wrong inside Charloom: {message}' },
};
