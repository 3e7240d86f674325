// One import in a process without TensorFlow: how long it takes, how much memory the process has at most, how long
// it keeps others from being answered, how far its progress is from the share of time that has passed, and how many
// processors it kept busy: one thread reads, while the system's reads and writes and the compressor go on beside it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openLibrary } from '../../../app/library/library.ts';
import { answerRequests } from '../side-process.ts';

/** Answers requests that name a file by importing it into a library of its own. */
export function playImport(): Promise<void> {
  return answerRequests(async ({ path }) => {
    const home = await mkdtemp(join(tmpdir(), 'charloom-bench-import-'));
    try {
      const library = await openLibrary({ home });
      const delays = monitorEventLoopDelay({ resolution: 1 });
      delays.enable();
      const startedAt = performance.now();
      const used = process.cpuUsage();
      const told: { seconds: number; share: number }[] = [];
      const input = { kind: 'file', name: 'text.txt', path: String(path) } as const;
      const corpus = await library.corpora.import([input], {
        onProgress: (done, total) => told.push({ seconds: since(startedAt), share: done / total }),
      });
      const seconds = since(startedAt);
      const { user, system } = process.cpuUsage(used);
      delays.disable();
      return {
        seconds,
        processors: (user + system) / 1e6 / seconds,
        characters: corpus.characters,
        encoding: corpus.sources[0]?.encoding,
        peakBytes: process.resourceUsage().maxRSS * 1024,
        longestBlockMs: delays.max / 1e6,
        progressError: Math.max(...told.map((at) => Math.abs(at.share - at.seconds / seconds))),
      };
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
}

function since(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
