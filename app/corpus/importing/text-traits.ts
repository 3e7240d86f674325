// What the bytes of a source are like, by its beginning alone: enough to foretell how long reading will take. Which
// encoding they are in is found out elsewhere, from all of them.

import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { wholeLength } from '../encodings/utf8-decoder.ts';
import type { CorpusInput } from './text-input.ts';

export interface TextTraits {
  isUtf8: boolean;
}

/** Bytes that are looked at. */
const headBytes = 16_384;

/** Looks at a source's beginning; one that cannot be read is refused by who reads it. */
export async function traitsOf(input: CorpusInput): Promise<TextTraits> {
  const head = await headOf(input).catch(() => Buffer.alloc(0));
  return { isUtf8: isUtf8(head.subarray(0, wholeLength(head))) };
}

async function headOf(input: CorpusInput): Promise<Buffer> {
  if (input.kind === 'text') return Buffer.from(input.text.slice(0, headBytes));
  const { startByte, endByte } =
    input.kind === 'kept' ? input : { startByte: 0, endByte: headBytes };
  const length = Math.min(headBytes, endByte - startByte);
  const file = await open(input.path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, startByte);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
