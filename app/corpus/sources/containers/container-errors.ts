// What is wrong with containers alone: keys and passwords, and names or sizes that no honest file has.

import { EngineError } from '../../../contract/errors.ts';

/** `what` says which part, without a full stop. */
export function encryptedError(name: string, what: string): EngineError {
  return new EngineError(
    'corpus-no-text',
    `The text of "${name}" is encrypted: ${what}. ` +
      'Choose a copy without protection; Charloom asks for no passwords or keys.',
    { details: { name, why: 'encrypted' } },
  );
}

/** `how` says how the file is built, without a full stop. */
export function hostileError(name: string, how: string): EngineError {
  return new EngineError(
    'corpus-unsafe',
    `"${name}" is not read, for it is built like files that do harm: ${how}. ` +
      'If you trust it, open it in the program it comes from and save it as plain text.',
    { details: { name, limit: how } },
  );
}
