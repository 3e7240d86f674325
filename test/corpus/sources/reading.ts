// Reads sources to their end for tests: all documents as strings, with what was learned of the source.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { SourceReading } from '../../../app/contract/corpus.ts';
import { openSource } from '../../../app/corpus/sources/open-source.ts';
import type { ReaderContext } from '../../../app/corpus/sources/source-piece.ts';

/** Path of a file that another program made. */
export function goldenFile(path: string): string {
  return fileURLToPath(new URL(`golden/${path}`, import.meta.url));
}

/** A file that is gone with the test. */
export async function newFile(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-source-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Reads a file through the one door. */
export async function readFileSource(
  path: string,
  reading: SourceReading = {},
  context: Omit<ReaderContext, 'reading'> = {},
) {
  const input = { kind: 'file', name: path.replace(/^.*[\\/]/, ''), path } as const;
  return collect(openSource(input, { reading, ...context }));
}

/** Reads what a test has just written. */
export async function readContent(
  name: string,
  content: string | Uint8Array,
  reading: SourceReading = {},
) {
  return readFileSource(await newFile(name, content), reading);
}

/** All documents of a source. */
export async function collect(source: ReturnType<typeof openSource>) {
  const documents: { name: string; text: string }[] = [];
  let doneBytes = 0;
  while (true) {
    const step = await source.next();
    if (step.done) return { documents, facts: step.value, doneBytes };
    const { text, document } = step.value;
    if (step.value.doneBytes < doneBytes) throw new Error('Progress went back.');
    ({ doneBytes } = step.value);
    if (document !== undefined) documents.push({ name: document, text: '' });
    const last = documents.at(-1);
    if (last === undefined) throw new Error('Text before any document.');
    last.text += text;
  }
}
