// Answers what counting alone makes of a corpus: in a thread of its own, one count at a time, remembered beside the
// corpus until its text, the parts or the cut-off are others. Knows nothing of how it is counted.

import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CountingBaseline, VocabularyCutoff } from '../../contract/corpus.ts';
import { EngineError, fromWireError } from '../../contract/errors.ts';
import { algorithmVersion, type CountingJob } from '../../corpus/counting/baseline.ts';
import type { CountingMessage } from '../../corpus/counting/counting-worker.ts';
import type { SplitShares } from '../../corpus/splitting/splits.ts';
import { readBaseline, writeBaseline } from '../../library/baseline-file.ts';
import type { OpenedCorpus } from '../../library/interfaces.ts';

export class Baselines {
  readonly #script: string;
  readonly #log: (line: string) => void;
  /** Answers under way, by corpus and by what is counted: who asks again hears the same. */
  readonly #answers = new Map<string, Promise<CountingBaseline>>();
  /** Settles when the count that was asked for last has ended. */
  #lastCount: Promise<unknown> = Promise.resolve();
  #worker: Worker | null = null;
  #isClosed = false;

  /** `script` is the bundled entry of a counting thread. */
  constructor(script: string, log: (line: string) => void) {
    this.#script = script;
    this.#log = log;
  }

  /** The baseline of the parts and the vocabulary that are asked for. */
  find(corpus: OpenedCorpus, request: SplitShares & VocabularyCutoff): Promise<CountingBaseline> {
    const key = keyOf(corpus, request);
    const name = `${corpus.record.id} ${key}`;
    let answer = this.#answers.get(name);
    if (answer === undefined) {
      answer = this.#answer(corpus, request, key).finally(() => this.#answers.delete(name));
      this.#answers.set(name, answer);
    }
    return answer;
  }

  /** Ends what is counted; whoever waits for it hears `cancelled`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  async #answer(
    { record, idsPath }: OpenedCorpus,
    { validation, test, minimumCount, coverage }: SplitShares & VocabularyCutoff,
    key: string,
  ): Promise<CountingBaseline> {
    const folder = dirname(idsPath);
    const remembered = await readBaseline(folder, key);
    if (remembered !== null) return remembered;
    const { id, alphabet, documentEnds } = record;
    const job: CountingJob = {
      idsPath,
      alphabet,
      documentEnds,
      shares: { validation, test },
      cutoff: { minimumCount, coverage },
    };
    const count = this.#lastCount.then(() => this.#count(job));
    this.#lastCount = count.catch(() => undefined);
    const baseline = await count;
    await writeBaseline(folder, { key, baseline }).catch((error: unknown) => {
      this.#log(`What was counted of "${id}" could not be kept. ${String(error)}`);
    });
    return baseline;
  }

  #count(job: CountingJob): Promise<CountingBaseline> {
    if (this.#isClosed) throw cancelledError();
    return new Promise<CountingBaseline>((resolve, reject) => {
      const worker = new Worker(this.#script, { workerData: job });
      this.#worker = worker;
      worker.on('message', (message: CountingMessage) => {
        if (message.kind === 'counted') resolve(message.baseline);
        else reject(fromWireError(message.error));
      });
      worker.on('error', reject);
      // Without a word before, it was ended; after one, this changes nothing.
      worker.on('exit', () => reject(cancelledError()));
    }).finally(() => (this.#worker = null));
  }
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
