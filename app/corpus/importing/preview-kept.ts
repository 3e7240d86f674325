// Looks at a source of which only its part of a kept text is left: what is kept of it, and which steps of cleaning
// can no longer be undone there.

import { stepsOf } from '../cleaning/cleaned-twice.ts';
import { readKept } from './kept-text.ts';
import { openingOf, type LookedAt, type LookOptions } from './preview-source.ts';
import type { KeptInput } from './text-input.ts';
import { beginningOf } from './whole-characters.ts';

/** Looks at the beginning of a source's part. */
export async function lookAtKept(
  input: KeptInput,
  { wanted, signal, onBytes }: LookOptions,
): Promise<LookedAt> {
  const documents: string[] = [];
  let bytes = 0;
  let left = wanted;
  for await (const { text, document, doneBytes } of readKept(input, signal)) {
    onBytes(doneBytes);
    if (left <= 0) break;
    if (document !== undefined || documents.length === 0) documents.push('');
    const part = beginningOf(text, left);
    documents[documents.length - 1] += part;
    left -= part.length;
    bytes = doneBytes;
  }
  const { name, startByte, endByte, sources, cleanedBefore } = input;
  const { format = 'text', encoding = null, undecodable = 0 } = sources[0] ?? {};
  return {
    preview: {
      ...{ name, sizeBytes: endByte - startByte, format, encoding, candidates: [] },
      ...{ fields: [], field: null, undecodable, undecodableAt: [] },
      opening: openingOf(documents[0] ?? ''),
      settled: cleanedBefore === undefined ? [] : stepsOf(cleanedBefore),
      problem: null,
    },
    documents,
    bytes,
  };
}
