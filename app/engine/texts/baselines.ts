// Answers what counting alone makes of a corpus: in a thread of its own, one count at a time, remembered beside the
// corpus until its text, the parts or the cut-off are others. Knows nothing of how it is counted.

import { once } from 'node:events';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CountingBaseline, VocabularyCutoff } from '../../contract/corpus.ts';
import { EngineError, fromWireError } from '../../contract/errors.ts';
import { algorithmVersion, type CountingJob } from '../../corpus/counting/baseline.ts';
import type { CountingMessage } from '../../corpus/counting/counting-worker.ts';
import type { SplitShares } from '../../corpus/splitting/splits.ts';
import { readBaseline, writeBaseline } from '../../library/baseline-file.ts';
import type { OpenedCorpus } from '../../library/interfaces.ts';
import { threadFailure } from './thread-failure.ts';

/** One answer under way. */
interface Asked {
  corpus: string;
  stop: AbortController;
  answer: Promise<CountingBaseline>;
}

/** What is counted, and under which key it is remembered in which folder. */
interface Count {
  job: CountingJob;
  folder: string;
  key: string;
  signal: AbortSignal;
}

export class Baselines {
  readonly #script: string;
  readonly #log: (line: string) => void;
  /** Answers under way, by corpus and by what is counted: who asks again hears the same. */
  readonly #asked = new Map<string, Asked>();
  /** Settles when all counts that were asked for have ended. */
  #lastCount: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** `script` is the bundled entry of a counting thread. */
  constructor(script: string, log: (line: string) => void) {
    this.#script = script;
    this.#log = log;
  }

  /** The baseline of the parts and the vocabulary that are asked for. */
  find(opened: OpenedCorpus, request: SplitShares & VocabularyCutoff): Promise<CountingBaseline> {
    const key = keyOf(opened, request);
    const corpus = opened.record.id;
    const name = `${corpus} ${key}`;
    const known = this.#asked.get(name);
    if (known) return known.answer;
    const stop = new AbortController();
    const { signal } = stop;
    const count = { job: jobOf(opened, request), folder: dirname(opened.idsPath), key, signal };
    const answer = this.#answer(count).finally(() => this.#asked.delete(name));
    this.#asked.set(name, { corpus, stop, answer });
    return answer;
  }

  /** Ends what is counted of a corpus, so that nothing reads its files; whoever waits for it hears `cancelled`. */
  async cancel(corpus: string): Promise<void> {
    await stopAll([...this.#asked.values()].filter((each) => each.corpus === corpus));
  }

  /** Ends all that is counted; whoever waits for it hears `cancelled`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await stopAll([...this.#asked.values()]);
  }

  async #answer(count: Count): Promise<CountingBaseline> {
    const remembered = await readBaseline(count.folder, count.key);
    if (remembered !== null) return remembered;
    const before = this.#lastCount;
    const counted = this.#countAfter(before, count);
    this.#lastCount = Promise.allSettled([before, counted]).then(() => undefined);
    return counted;
  }

  /** Counts in its turn and remembers the result. */
  async #countAfter(before: Promise<unknown>, count: Count): Promise<CountingBaseline> {
    const { job, folder, key, signal } = count;
    // One that is cancelled does not wait for those before it.
    if (!signal.aborted) await Promise.race([before, once(signal, 'abort')]);
    if (this.#isClosed || signal.aborted) throw cancelledError();
    const baseline = await this.#count(job, signal);
    await writeBaseline(folder, { key, baseline }).catch((error: unknown) => {
      this.#log(`What was counted could not be kept in ${folder}. ${String(error)}`);
    });
    return baseline;
  }

  #count(job: CountingJob, signal: AbortSignal): Promise<CountingBaseline> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#script, { workerData: job });
      signal.addEventListener('abort', () => void worker.terminate(), { once: true });
      worker.on('message', (message: CountingMessage) => {
        if (message.kind === 'counted') resolve(message.baseline);
        else reject(fromWireError(message.error));
      });
      worker.on('error', (error) => reject(threadFailure(error)));
      // Without a word before, it was ended; after one, this changes nothing.
      worker.on('exit', () => reject(cancelledError()));
    });
  }
}

async function stopAll(asked: readonly Asked[]): Promise<void> {
  for (const { stop } of asked) stop.abort();
  await Promise.allSettled(asked.map(({ answer }) => answer));
}

function jobOf(
  { record: { alphabet, documentEnds }, idsPath }: OpenedCorpus,
  { validation, test, minimumCount, coverage }: SplitShares & VocabularyCutoff,
): CountingJob {
  const shares = { validation, test };
  return { idsPath, alphabet, documentEnds, shares, cutoff: { minimumCount, coverage } };
}

/** All that a figure depends on. */
function keyOf(
  { record }: OpenedCorpus,
  { validation, test, minimumCount, coverage }: SplitShares & VocabularyCutoff,
): string {
  const documents = record.documentEnds?.length ?? 1;
  const asked = [validation, test, minimumCount, coverage];
  return [algorithmVersion, record.hash, documents, ...asked].join(' ');
}

function cancelledError(): EngineError {
  return new EngineError(
    'cancelled',
    'Counting was ended before its end. Ask again to count anew.',
  );
}
