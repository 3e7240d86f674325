// The entry of a process that looks at one large file and imports it as the engine does, but for TensorFlow, and tells
// what came of it, how long it took and what memory.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CleaningOptions } from '../../../app/contract/cleaning.ts';
import { toWireError } from '../../../app/contract/errors.ts';
import { ReadingThread } from '../../../app/engine/texts/reading-thread.ts';
import { openLibrary } from '../../../app/library/library.ts';

export interface LargeLineJob {
  home: string;
  path: string;
  /** What people see of it; its ending says the format. */
  name: string;
  cleaning: CleaningOptions;
  readingScript: string;
}

export interface LargeLineResult {
  /** `corpus`, or the code of the error, with its message. */
  result: string;
  message: string;
  characters: number;
  previewMs: number;
  importMs: number;
  peakBytes: number;
  /** Files and folders in the library that should not be there. */
  strays: string[];
}

/** The most memory that was resident at any time, as Linux tells. */
function peakBytes(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return 1024 * Number(kilobytes);
}

const { home, path, name, cleaning, readingScript } = JSON.parse(
  process.argv[2] ?? '{}',
) as LargeLineJob;
const reading = new ReadingThread(readingScript);
const library = await openLibrary({ home, writeSnapshot: reading.writeSnapshot.bind(reading) });
const inputs = [{ kind: 'file', name, path } as const];
const startedMs = performance.now();
await reading.preview(inputs, { cleaning });
const previewedMs = performance.now();
const imported = await library.corpora.import(inputs, { cleaning }).then(
  ({ characters }) => ({ result: 'corpus', message: '', characters }),
  (error: unknown) => {
    const { code, message } = toWireError(error);
    return { result: code, message, characters: 0 };
  },
);
const importMs = performance.now() - previewedMs;
const left = readdirSync(join(home, 'corpora'));
const strays = imported.result === 'corpus' ? left.slice(1) : left;
const previewMs = previewedMs - startedMs;
const result: LargeLineResult = {
  ...imported,
  previewMs,
  importMs,
  strays,
  peakBytes: peakBytes(),
};
process.send?.(result);
await reading.close();
process.disconnect?.();
