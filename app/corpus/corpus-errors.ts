// The errors of reading texts, each with its numbers and with what a person can do.

import { EngineError } from '../contract/errors.ts';

/** Below this many characters there is nothing to learn and too little to validate on. */
export const minimumCharacters = 500;

export function loneSurrogateError(name: string, offset: number): EngineError {
  return new EngineError(
    'corpus-not-utf8',
    `The text "${name}" has half a character at position ${offset} (a lone surrogate). ` +
      'Expected whole Unicode characters: copy the text again from where it came from.',
    { details: { name, offset, looksLike: null } },
  );
}

export function binaryError(name: string, nulShare: number, controlShare: number): EngineError {
  const percent = (share: number) => (share * 100).toFixed(1);
  return new EngineError(
    'corpus-binary',
    `"${name}" is not a text: ${percent(controlShare)} % of it are control characters, ` +
      `${percent(nulShare)} % NUL. Choose a plain text file.`,
    { details: { name, nulShare, controlShare } },
  );
}

export function emptyError(name: string): EngineError {
  return new EngineError(
    'corpus-empty',
    `"${name}" is empty: 0 characters. Choose a text of at least ${minimumCharacters} characters.`,
    { details: { name, characters: 0, minimum: minimumCharacters } },
  );
}

export function tooShortError(
  name: string,
  characters: number,
  minimum: number = minimumCharacters,
): EngineError {
  return new EngineError(
    'corpus-too-short',
    `"${name}" has ${characters} characters; at least ${minimum} are needed. Add text.`,
    { details: { name, characters, minimum } },
  );
}

export function unreadableError(name: string, cause: unknown): EngineError {
  const reason = describeReadingFailure(cause);
  return new EngineError(
    'corpus-unreadable',
    `"${name}" cannot be read: ${reason}. Check that the file is there and that you may read it.`,
    { details: { name, reason }, cause },
  );
}

export function cancelledError(): EngineError {
  return new EngineError('cancelled', 'Reading was cancelled; nothing was kept.');
}

function describeReadingFailure(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? cause.code : null;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted';
  if (code === 'EISDIR') return 'it is a folder';
  // The system's own words name the path, which no front end is to see.
  return 'path' in cause ? cause.message.replace(/, \w+ '[^]*$/, '') : cause.message;
}
