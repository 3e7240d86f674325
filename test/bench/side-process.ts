// A side of a benchmark in a process of its own, asked over its standard streams: one JSON object a line.
// The same for our own sides and for the peers, whatever they are written in.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface SideProcess {
  /** Sends one request and gives the answer; fails with the side's own words. */
  ask(request: object): Promise<Record<string, unknown>>;
  end(): Promise<void>;
}

/** What our own sides run with: parallelism comes from replicas alone. */
export const oneThread = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  TF_CPP_MIN_LOG_LEVEL: '3',
};

/** Starts a side; `environment` comes on top of our own. */
export function startSide(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): SideProcess {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  const ended = once(child, 'close').catch((error: unknown) => {
    complaint += String(error);
  });
  child.stdin.on('error', () => undefined); // a dead side is heard of by its missing answer
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();

  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      for (;;) {
        const line = await lines.next();
        if (line.done) {
          await ended;
          throw new Error(`${command} ${args.join(' ')} ended:\n${complaint}`);
        }
        // Libraries may print words of their own.
        if (line.value.startsWith('{')) return JSON.parse(line.value) as Record<string, unknown>;
      }
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Starts one of our own sides: this very bundle, told to play a part. */
export function startOwnSide(part: string): SideProcess {
  return startSide(process.execPath, [process.argv[1] ?? '', '--side', part], oneThread);
}

/** Reads requests from standard input and answers each, until there are no more. */
export async function answerRequests(
  answer: (request: Record<string, unknown>) => Promise<object>,
): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    const request = JSON.parse(line) as Record<string, unknown>;
    process.stdout.write(`${JSON.stringify(await answer(request))}\n`);
  }
}

/** A list of numbers in an answer. */
export function numbersOf(answer: Record<string, unknown>, field: string): number[] {
  const value = answer[field];
  if (Array.isArray(value) && value.every((each) => typeof each === 'number')) return value;
  throw new Error(`Expected numbers in "${field}", got ${JSON.stringify(answer)}.`);
}
