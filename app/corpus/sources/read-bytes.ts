// Reads a file's bytes from start to end. Knows nothing of what they mean.

import { open } from 'node:fs/promises';
import { EngineError } from '../../contract/errors.ts';
import { cancelledError, unreadableError } from '../corpus-errors.ts';
import { readAhead } from '../read-ahead.ts';
import type { SourceFile } from './source-piece.ts';

/** Bytes read at a time: large enough to be fast, small enough to leave the event loop alone for ms only. */
export const pieceBytes = 262_144;

/** Yields chunks that are valid until the next one is asked for. */
export async function* readBytes(file: SourceFile, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const handle = await open(file.path, 'r').catch((cause: unknown) => {
    throw unreadableError(file.name, cause);
  });
  try {
    if (signal?.aborted) throw cancelledError();
    for await (const bytes of readAhead(handle, pieceBytes)) {
      yield bytes;
      if (signal?.aborted) throw cancelledError();
    }
  } catch (error) {
    throw error instanceof EngineError ? error : unreadableError(file.name, error);
  } finally {
    await handle.close();
  }
}

/** A file's first and last bytes, at most so many of each; they overlap in a short file. */
export async function readEnds(
  file: SourceFile,
  sizeBytes: number,
): Promise<{ head: Buffer; tail: Buffer }> {
  try {
    const handle = await open(file.path, 'r');
    try {
      const read = async (position: number) => {
        const buffer = Buffer.alloc(Math.min(sizeBytes, file.sizeBytes));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
        return buffer.subarray(0, bytesRead);
      };
      return { head: await read(0), tail: await read(Math.max(0, file.sizeBytes - sizeBytes)) };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw unreadableError(file.name, cause);
  }
}
