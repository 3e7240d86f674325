// Lets a process of its own read damaged inputs and adds up what came of them. A process that crashes or hangs is a
// fault of the input that it was at; what comes after that one is read by another process.

import { fork, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DamagedJob, DamagedMessage, ReadInput } from './damaged-job.ts';
import type { DamagedScripts } from './damaged-scripts.ts';

export interface DamagedOptions {
  scripts: DamagedScripts;
  goldenFolder: string;
  /** An empty folder. */
  folder: string;
  /** Numbers of inputs; the last one is not included. */
  first: number;
  end: number;
  /** For the preview and for the import of an input, each. */
  limitMs: number;
  onRead?: (input: ReadInput) => void;
}

export interface DamagedFigures {
  inputs: number;
  /** How often each result came of an input. */
  results: Map<string, number>;
  /** Everything that is not as it has to be, with its input. */
  faults: string[];
  slowest: { ms: number; number: number; label: string };
  /** Resident memory of the process, at its most and after the last input. */
  peakBytes: number;
  lastBytes: number;
  /** Of the last process: copies and merged ones among them. */
  home: string;
  corpora: string[];
}

/** A process that says nothing for so long hangs; far above the limit of an input. */
const silenceMs = 120_000;
/** A process that has said its last word has nothing left to do. */
const leavingMs = 10_000;

/** Reads inputs one after the other. */
export async function runDamaged(options: DamagedOptions): Promise<DamagedFigures> {
  const figures: DamagedFigures = {
    ...{ inputs: 0, results: new Map(), faults: [], peakBytes: 0, lastBytes: 0 },
    ...{ slowest: { ms: 0, number: 0, label: '' }, home: '', corpora: [] },
  };
  for (let first = options.first; first < options.end;) {
    first = await runProcess(options, first, figures);
  }
  return figures;
}

/** Reads as far as one process gets; the number of the input to go on with. */
async function runProcess(
  options: DamagedOptions,
  first: number,
  figures: DamagedFigures,
): Promise<number> {
  const { scripts, goldenFolder, end, limitMs, onRead } = options;
  const root = join(options.folder, `from-${first}`);
  for (const name of ['home', 'temporary', 'working']) {
    await mkdir(join(root, name), { recursive: true });
  }
  const job: DamagedJob = { root, goldenFolder, readingScript: scripts.reading, first, end };
  const temporary = join(root, 'temporary');
  const child = fork(scripts.process, [JSON.stringify(job)], {
    cwd: join(root, 'working'),
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // This process may run under a test runner's own options.
    execArgv: [],
  });
  let at = first;
  let hasEnded = false;
  const { why, said } = await watch(child, (message) => {
    if (message.kind === 'begins') at = message.number;
    else if (message.kind === 'read') {
      addInput(figures, message, limitMs);
      onRead?.(message);
    } else {
      hasEnded = true;
      figures.faults.push(...message.faults);
      figures.peakBytes = Math.max(figures.peakBytes, message.peakBytes);
      figures.home = join(root, 'home');
      figures.corpora = message.corpora;
    }
  });
  if (said !== '') figures.faults.push(`the process said: ${said.slice(0, 2000)}`);
  if (why !== null) figures.faults.push(`input ${at}: ${why}`);
  return hasEnded ? end : at + 1;
}

function addInput(figures: DamagedFigures, input: ReadInput, limitMs: number): void {
  const { number, label, result, importMs, previewMs, faults, residentBytes } = input;
  figures.inputs++;
  figures.results.set(result, (figures.results.get(result) ?? 0) + 1);
  const tell = (fault: string) => figures.faults.push(`input ${number} (${label}): ${fault}`);
  faults.forEach(tell);
  const ms = Math.max(importMs, previewMs);
  if (ms > limitMs) tell(`it takes ${Math.round(ms)} ms`);
  if (ms > figures.slowest.ms) figures.slowest = { ms, number, label };
  figures.lastBytes = residentBytes;
  figures.peakBytes = Math.max(figures.peakBytes, residentBytes);
}

/** Waits until a process is gone; why it went, where it should not have, and what it said. */
function watch(
  child: ChildProcess,
  onMessage: (message: DamagedMessage) => void,
): Promise<{ why: string | null; said: string }> {
  let said = '';
  let why: string | null = null;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const hangs = (reason: string) => () => {
    why = reason;
    child.kill('SIGKILL');
  };
  const silence = `the process said nothing for ${silenceMs / 1000} s`;
  let timer = setTimeout(hangs(silence), silenceMs);
  child.on('message', (message: DamagedMessage) => {
    clearTimeout(timer);
    timer =
      message.kind === 'ended'
        ? setTimeout(hangs('something is left that keeps the process alive'), leavingMs)
        : setTimeout(hangs(silence), silenceMs);
    onMessage(message);
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const crash = code === 0 ? null : `the process ended with ${signal ?? code}`;
      resolve({ why: why ?? crash, said });
    });
  });
}
