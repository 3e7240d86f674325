// Names of what is being written or thrown away, and how to tell what a crash has left behind:
// the name holds the process that made it.

import { randomUUID } from 'node:crypto';

const pattern = /^\.tmp-(\d+)-[0-9a-f]{8}/;

/** What this process is writing now; an earlier process may have had the same number. */
const ours = new Set<string>();

/** A new temporary name; no identifier of the library begins with a dot. */
export function temporaryName(suffix = ''): string {
  const name = `.tmp-${process.pid}-${randomUUID().slice(0, 8)}${suffix}`;
  ours.add(name);
  return name;
}

/** Says that a temporary name is in use no longer. */
export function forgetTemporary(name: string): void {
  ours.delete(name);
}

/** Whether a name is temporary and the process that made it has ended. */
export function isAbandoned(name: string): boolean {
  const owner = Number(pattern.exec(name)?.[1] ?? NaN);
  if (Number.isNaN(owner) || ours.has(name)) return false;
  return owner === process.pid || !isRunning(owner);
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
