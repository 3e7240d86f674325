// Reads an open file from start to end, so that the next piece is on its way while one is worked on. Knows neither
// what is in it nor what to say where it cannot be read.

import type { FileHandle } from 'node:fs/promises';

/** Yields pieces that are valid until the next one is asked for; the file stays open. */
export async function* readAhead(file: FileHandle, pieceBytes: number): AsyncGenerator<Buffer> {
  let buffer = Buffer.allocUnsafe(pieceBytes);
  let other = Buffer.allocUnsafe(pieceBytes);
  const readInto = (target: Buffer) => {
    const reading = file.read(target, 0, pieceBytes, null);
    // Heard of where it is waited for, which may never be.
    reading.catch(() => undefined);
    return reading;
  };
  let next = readInto(buffer);
  try {
    for (;;) {
      const { bytesRead } = await next;
      if (bytesRead === 0) return;
      [buffer, other] = [other, buffer];
      next = readInto(buffer);
      yield other.subarray(0, bytesRead);
    }
  } finally {
    await next.catch(() => undefined);
  }
}
