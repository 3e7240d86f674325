// One growing text file of dated lines that is put aside when it is large. Knows nothing of what is said.
// A log that cannot be written falls silent: it never stops what it reports on.

import { mkdirSync, renameSync, statSync, appendFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Enough for weeks of ordinary lines, small enough to attach to a report. */
const largestBytes = 1_000_000;
const keptFiles = 3;

/** Opens a log and returns the function that adds a line to it. */
export function openLog(path: string, limitBytes = largestBytes): (line: string) => void {
  let sizeBytes = prepare(path);
  return (line) => {
    const dated = `${new Date().toISOString()} ${line.trimEnd()}\n`;
    try {
      if (sizeBytes > 0 && sizeBytes + dated.length > limitBytes) {
        putAside(path);
        sizeBytes = 0;
      }
      appendFileSync(path, dated);
      sizeBytes += dated.length;
    } catch {
      // The disk is full or the folder is gone: whoever logs has better things to do than to fail.
      sizeBytes = 0;
    }
  };
}

function prepare(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** engine.log becomes engine.log.1, that engine.log.2, and the oldest goes. */
function putAside(path: string): void {
  for (let age = keptFiles - 1; age >= 1; age--) {
    const older = age === 1 ? path : `${path}.${age - 1}`;
    if (exists(older)) renameSync(older, `${path}.${age}`);
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
