// What the engine process takes of memory when a large text is imported and trained on by `charloom train`,
// as Linux tells of it in /proc.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CheckFailed, hold } from './check-failed.mjs';
import { writeLargeText } from './large-text.ts';

export interface MemoryOptions {
  repository: string;
  folder: string;
  sizeBytes: number;
  minutes: number;
  say: (text: string) => void;
}

export interface MemoryFigures {
  importSeconds: number;
  /** From the import's end to the first step that is told of. */
  firstStepSeconds: number;
  /** Peaks of resident memory, in bytes. */
  importPeakBytes: number;
  trainingPeakBytes: number;
  steps: number;
  charsPerSecond: number;
  bestValidationLoss: number;
}

type Line = Record<string, unknown> & { type: string };

/** Between two looks whether the import has ended. */
const lookEveryMs = 100;

/** Imports and trains; throws where the command fails. */
export async function measureMemory(options: MemoryOptions): Promise<MemoryFigures> {
  const { repository, folder, sizeBytes, minutes, say } = options;
  if (process.platform !== 'linux') {
    throw new CheckFailed(`it reads /proc, which ${process.platform} does not have`);
  }
  const text = join(folder, 'large.txt');
  say(`writing a text of ${Math.round(sizeBytes / 1e6)} MB`);
  const sample = join(repository, 'out', 'samples', 'moby-dick.txt');
  await writeLargeText(sample, text, sizeBytes);

  say('charloom train: importing it');
  const home = join(folder, 'home');
  const startedMs = performance.now();
  const child = spawn(process.execPath, commandLine(repository, text, minutes), {
    env: { ...process.env, CHARLOOM_HOME: home, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (words: string) => (errors += words));
  const exited = once(child, 'exit');
  let importedMs: number | null = null;
  const look = setInterval(() => {
    if (importedMs === null && hasCorpus(home)) importedMs = performance.now();
  }, lookEveryMs);

  const figures: Partial<MemoryFigures> = {};
  let engine: number | null = null;
  for await (const words of createInterface(child.stdout)) {
    const line = JSON.parse(words) as Line;
    if (line.type === 'started') {
      clearInterval(look);
      engine = engineOf(child.pid ?? 0);
      figures.importPeakBytes = takePeak(engine);
      say('charloom train: training on it');
    }
    // Read again and again: at the end the process may be gone before its last peak can be read.
    if (engine !== null && line.type !== 'done') {
      figures.trainingPeakBytes = peakOf(engine) ?? figures.trainingPeakBytes ?? 0;
    }
    if (line.type === 'progress') {
      figures.steps = Number(line['step']);
      figures.firstStepSeconds ??= (performance.now() - (importedMs ?? startedMs)) / 1000;
    }
    if (line.type === 'done') {
      figures.charsPerSecond = Number(line['charsPerSecond']);
      figures.bestValidationLoss = Number(line['bestValidationLoss']);
    }
  }
  clearInterval(look);
  await exited;
  hold(child.exitCode === 0 && engine !== null, `charloom train failed:\n${errors}`);
  figures.importSeconds = ((importedMs ?? startedMs) - startedMs) / 1000;
  return figures as MemoryFigures;
}

/** A corpus's record is written when all else of it is on disk. */
function hasCorpus(home: string): boolean {
  const corpora = join(home, 'corpora');
  if (!existsSync(corpora)) return false;
  const ids = readdirSync(corpora).filter((name) => !name.startsWith('.'));
  return ids.some((id) => existsSync(join(corpora, id, 'corpus.json')));
}

function commandLine(repository: string, text: string, minutes: number): string[] {
  return [
    ...[join(repository, 'out', 'terminal.js'), 'train', text, '--json'],
    ...['--layers', '256,256', '--batch-size', '32', '--replicas', '2'],
    ...['--minutes', String(minutes)],
  ];
}

/** The child of a process that is the engine. */
function engineOf(parent: number): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim();
  const engine = children
    .split(' ')
    .map(Number)
    .find((id) => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('engine-process.js'));
  if (engine === undefined) throw new CheckFailed('charloom train has no engine process');
  return engine;
}

/** The peak so far; then it begins anew from what is resident now. */
function takePeak(processId: number): number {
  const peak = peakOf(processId) ?? 0;
  // proc(5), clear_refs: 5 resets the peak.
  writeFileSync(`/proc/${processId}/clear_refs`, '5');
  return peak;
}

/** Null when the process is gone. */
function peakOf(processId: number): number | null {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? null : 1024 * Number(kilobytes);
  } catch {
    return null;
  }
}
