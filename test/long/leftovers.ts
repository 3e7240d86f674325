// What an engine has left behind when it is gone: processes, by their mark, and files that do not belong.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hold } from './check-failed.mjs';
import type { Workplace } from './real-engine.ts';

/** Everything that belongs in a library, as design.md names it. */
const belongs = [
  /^corpora\/[^/.][^/]*\/(corpus\.json|text\.txt|ids)$/,
  /^models\/[^/.][^/]*\/(model\.json|best\.safetensors|metrics\.jsonl|samples\.jsonl)$/,
  /^models\/[^/.][^/]*\/checkpoints\/(CURRENT|\d{6,}-step-\d+\.safetensors)$/,
];
const generation = /^(models\/[^/]+)\/checkpoints\/\d/;
/** The newest checkpoint and the one before it. */
const generationsKept = 2;

/** Throws where a process, a temporary file or a stray file in the library is left. */
export function holdNothingIsLeft({ home, temporary, mark }: Workplace): void {
  const processes = markedProcesses(mark);
  hold(processes.length === 0, `processes are left: ${processes.join(', ')}`);
  const temporaryFiles = filesIn(temporary);
  hold(temporaryFiles.length === 0, `temporary files are left: ${temporaryFiles.join(', ')}`);
  const files = filesIn(home);
  const strays = files.filter((path) => !belongs.some((pattern) => pattern.test(path)));
  hold(strays.length === 0, `files are left in the library: ${strays.join(', ')}`);
  const counts = new Map<string, number>();
  for (const path of files) {
    const model = generation.exec(path)?.[1];
    if (model !== undefined) counts.set(model, (counts.get(model) ?? 0) + 1);
  }
  for (const [model, count] of counts) {
    hold(count <= generationsKept, `${model} keeps ${count} checkpoints`);
  }
}

/** The processes that were started with the mark in their environment; none where there is no /proc. */
export function markedProcesses(mark: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(join('/proc', name, 'environ'), 'latin1').includes(mark);
      } catch {
        return false; // gone since, or somebody else's
      }
    })
    .map(Number);
}

/** All files below a folder, by their ways from it, with forward slashes. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll('\\', '/'));
}
