// `charloom …` as a person or a program runs it: a command in a process of its own, over a library of its own,
// heard through its JSON lines. Knows no command.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundlesFolder } from './places.ts';

/** One JSON line; its type says what else there is. */
export type TerminalLine = Record<string, unknown> & { type: string };

export interface TerminalRun {
  lines: TerminalLine[];
  /** What was said to a person beside them. */
  notes: string;
}

/** Runs a command to its end; `hear` gets each line as it comes. Fails with the command's own words. */
export async function runTerminal(
  home: string,
  args: readonly string[],
  hear: (line: TerminalLine, processId: number) => void = () => undefined,
): Promise<TerminalRun> {
  const lines: TerminalLine[] = [];
  const notes = await follow(home, [...args, '--json'], (text, processId) => {
    const line = JSON.parse(text) as TerminalLine;
    lines.push(line);
    hear(line, processId);
  });
  return { lines, notes };
}

/** Runs a command to its end as a person does; gives what it put out. */
export async function sayTerminal(home: string, args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  await follow(home, args, (text) => lines.push(text));
  return lines.join('\n');
}

/** Gives what was said beside the lines. */
async function follow(
  home: string,
  args: readonly string[],
  hear: (line: string, processId: number) => void,
): Promise<string> {
  const child = spawn(process.execPath, [join(bundlesFolder, 'terminal.js'), ...args], {
    // In English, whatever the machine speaks: words are looked through.
    env: { ...process.env, CHARLOOM_HOME: home, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let notes = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (notes += text));
  const closed = once(child, 'close');
  for await (const line of createInterface(child.stdout)) hear(line, child.pid ?? 0);
  await closed;
  if (child.exitCode === 0) return notes;
  throw new Error(`charloom ${args.join(' ')} failed:\n${notes}`);
}

/** Gives a library that is gone when the work has ended, however it ends. */
export async function withLibrary<Result>(
  name: string,
  work: (folder: string, home: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), `charloom-${name}-`));
  try {
    return await work(folder, join(folder, 'home'));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** The last line of a type; fails where there is none. */
export function lastLine({ lines, notes }: TerminalRun, type: string): TerminalLine {
  const found = lines.findLast((line) => line.type === type);
  if (found) return found;
  throw new Error(`The command ended without a line of type "${type}":\n${notes}`);
}
