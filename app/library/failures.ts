// Turns what an operating system says when a file operation fails into errors that a person can act on.

import { EngineError } from '../contract/errors.ts';
import { megabytesInWords } from '../contract/megabytes.ts';
import type { FileSystem } from './file-system.ts';

/** The operating system's word for a failure, such as ENOENT; null for any other error. */
export function failureCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' && !(error instanceof EngineError) ? error.code : null;
}

/** Whether an error says that the file or folder is not there. */
export function isMissing(error: unknown): boolean {
  const code = failureCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** What was to be written, for the error's words. */
export interface WriteIntent {
  /** As in "the checkpoint". */
  what: string;
  folder: string;
  neededBytes: number;
}

/**
 * The error of a failed write. What is missing or already an EngineError passes as it is: the caller knows
 * what it means.
 */
export async function writingError(
  fileSystem: FileSystem,
  error: unknown,
  { what, folder, neededBytes }: WriteIntent,
): Promise<unknown> {
  const code = failureCode(error);
  if (code === null || code === 'ENOENT') return error;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') {
    const reason = describeFailure(code);
    return new EngineError(
      'library-unwritable',
      `Could not write ${what} in ${folder}: ${reason}. Check the folder or choose another one; CHARLOOM_HOME names the library’s own.`,
      { details: { folder, reason }, cause: error },
    );
  }
  const freeBytes = await fileSystem.freeBytes(folder).catch(() => 0);
  const neededMegabytes = megabytes(neededBytes);
  const freeMegabytes = Math.floor(freeBytes / 2 ** 20);
  return new EngineError(
    'disk-full',
    `The disk is full: writing ${what} needs ${megabytesInWords(neededMegabytes, 'needed')} in ` +
      `${folder}, ${megabytesInWords(freeMegabytes, 'available')} are free. ` +
      'Free some space and try again.',
    { details: { folder, neededMegabytes, freeMegabytes }, cause: error },
  );
}

function describeFailure(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'writing there is not permitted';
    case 'EROFS':
      return 'the disk is read-only';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    case 'EIO':
      return 'the disk reports an error';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a file stands where a folder is needed';
    case 'EBUSY':
      return 'another program is using the file';
    default:
      return code;
  }
}

function megabytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 2 ** 20));
}
