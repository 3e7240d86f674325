// What counting alone makes of a text, the last tenth held out, as a run of one file splits it.

import type { CountingBaseline } from '../../app/contract/corpus.ts';
import type { CountingJob } from '../../app/corpus/counting/baseline.ts';
import { openLibrary } from '../../app/library/library.ts';
import { startOwnSide } from './side-process.ts';
import { withLibrary } from './terminal.ts';

export interface CountedBenchText {
  baseline: CountingBaseline;
  /** Of the process that counted, the runtime itself included. */
  peakBytes: number;
}

/** Imports the file and counts it in a process of its own. */
export function countText(path: string): Promise<CountedBenchText> {
  return withLibrary('counting', async (_, home) => {
    const { corpora } = await openLibrary({ home });
    const { id } = await corpora.import([{ kind: 'file', name: 'text', path }], {});
    const { record, idsPath } = await corpora.open(id);
    const job: CountingJob = {
      idsPath,
      alphabet: record.alphabet,
      documentEnds: record.documentEnds,
      shares: { validation: 0.1, test: 0 },
      cutoff: { minimumCount: 1, coverage: 1 },
    };
    const side = startOwnSide('counting');
    try {
      const { baseline, peakBytes } = await side.ask(job);
      return { baseline: baseline as CountingBaseline, peakBytes: Number(peakBytes) };
    } finally {
      await side.end();
    }
  });
}
