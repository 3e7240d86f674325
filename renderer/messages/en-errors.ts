// What went wrong, by the engine's codes, in English. `detailed` is used where the engine gave all of
// its values; without them the engine's own sentence says more than `general` and is shown instead.

import type { ErrorCode } from '../../app/contract/errors.ts';

/** The sentences for one code; `{message}`, the engine's own sentence, is always there. */
export interface ErrorMessages {
  general: string;
  detailed?: string;
}

export const enErrors: Readonly<Record<ErrorCode, ErrorMessages>> = {
  'corpus-empty': { general: 'There is no text in it. Choose a file with text.' },
  'corpus-too-short': { general: 'The text is too short to learn from. Add more text.' },
  'corpus-binary': { general: 'This is not a text file. Choose a plain text file.' },
  'corpus-not-utf8': { general: 'The file is not UTF-8 text. Save it as UTF-8 and open it again.' },
  'corpus-unreadable': { general: 'The file could not be read. Check that it is still there.' },
  'corpus-not-found': { general: 'This text is no longer there.' },
  'corpus-changed': { general: 'The text has changed since this model was trained on it.' },
  'sample-not-available': { general: 'The sample text is not installed here.' },
  'model-not-found': { general: 'This model is no longer there.' },
  'model-busy': { general: 'The model is being trained. Stop or finish the training first.' },
  'model-file-invalid': { general: 'This file is not a model of Charloom, or it is damaged.' },
  'model-file-too-new': { general: 'The file comes from a newer Charloom. Update, then open it.' },
  'model-not-finite': { general: 'The file holds broken numbers and cannot write.' },
  'checkpoint-invalid': { general: 'The checkpoint is damaged and cannot be continued from.' },
  'checkpoint-missing': { general: 'There is no checkpoint to continue from.' },
  'run-not-found': { general: 'This training has already ended.' },
  'training-not-finite': {
    general: 'The loss stopped being a number. Train again with a lower learning rate.',
  },
  'training-failed': { general: 'Training could not go on.' },
  'replica-lost': { general: 'A part of the training stopped unexpectedly. Continue it.' },
  'sampling-not-found': { general: 'This text is already finished.' },
  'library-locked': { general: 'Another Charloom is using the library. Close it first.' },
  'library-unwritable': { general: 'Charloom’s folder cannot be written to. Check its rights.' },
  'library-too-new': { general: 'The library was written by a newer Charloom. Update first.' },
  'disk-full': { general: 'The disk is full. Free some space and try again.' },
  'out-of-memory': { general: 'Memory does not suffice. Try a smaller model or a smaller batch.' },
  'tensorflow-missing': {
    general: 'The native TensorFlow library is missing. Run the set-up again.',
  },
  'tensorflow-wrong': {
    general: 'The native TensorFlow library computes wrongly on this machine.',
  },
  'invalid-request': { general: 'A value is not allowed.' },
  'unknown-method': {
    general: 'Window and engine are of different versions. Start Charloom again.',
  },
  'file-not-granted': { general: 'The file is no longer open to Charloom. Choose it again.' },
  'engine-lost': { general: 'The engine went away before it answered. Try again in a moment.' },
  cancelled: { general: 'Cancelled.' },
  internal: {
    general: 'Something went wrong inside Charloom.',
    detailed: 'Something went wrong inside Charloom: {message}',
  },
};
