// Reads texts in a thread of its own: started when the first text comes, ended when none has come for a while, since
// it holds tables of encodings by then. Knows nothing of how texts are read.

import { Worker } from 'node:worker_threads';
import type { CorpusInspection, CorpusPreview } from '../../contract/corpus.ts';
import { EngineError, fromWireError } from '../../contract/errors.ts';
import type {
  ReadingMessage,
  ReadingRequest,
  ReadingTask,
  SnapshotPaths,
} from '../../corpus/importing/reading-job.ts';
import type { CorpusSnapshot } from '../../corpus/importing/snapshot.ts';
import type { CorpusInput, ReadingOptions } from '../../corpus/importing/text-input.ts';
import { threadFailure } from './thread-failure.ts';

/** A person who tries switches asks every few seconds. */
const idleMs = 60_000;

interface Job {
  /** Of the job's own kind: whoever asked for it knows which. */
  resolve(result: never): void;
  reject(error: unknown): void;
  onProgress: ReadingOptions['onProgress'];
}

export class ReadingThread {
  readonly #script: string;
  readonly #jobs = new Map<number, Job>();
  #lastJob = 0;
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** `script` is the bundled entry of the thread. */
  constructor(script: string) {
    this.#script = script;
  }

  /** Writes the files of a corpus. */
  writeSnapshot(
    inputs: readonly CorpusInput[],
    paths: SnapshotPaths,
    options: ReadingOptions,
  ): Promise<CorpusSnapshot> {
    return this.#do({ kind: 'snapshot', inputs, paths }, options);
  }

  /** What texts would become. */
  inspect(inputs: readonly CorpusInput[], options: ReadingOptions = {}): Promise<CorpusInspection> {
    return this.#do({ kind: 'inspection', inputs }, options);
  }

  /** What an import would give. */
  preview(inputs: readonly CorpusInput[], options: ReadingOptions): Promise<CorpusPreview> {
    return this.#do({ kind: 'preview', inputs }, options);
  }

  /** Ends the thread; whoever waits for it hears `cancelled`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  async #do<Result>(
    task: ReadingTask,
    { signal, onProgress, minimumCharacters, cleaning }: ReadingOptions,
  ): Promise<Result> {
    // An import may have measured its sources until now.
    if (this.#isClosed) throw endedError();
    const job = ++this.#lastJob;
    const worker = this.#wake();
    const ask = (request: ReadingRequest) => worker.postMessage(request);
    const cancel = () => ask({ job, task: null });
    signal?.addEventListener('abort', cancel, { once: true });
    return new Promise<Result>((resolve, reject) => {
      this.#jobs.set(job, { resolve, reject, onProgress });
      const options = {
        ...(minimumCharacters !== undefined && { minimumCharacters }),
        ...(cleaning && { cleaning }),
      };
      ask({ job, task, options });
      if (signal?.aborted) cancel();
    }).finally(() => {
      signal?.removeEventListener('abort', cancel);
      this.#jobs.delete(job);
      this.#rest();
    });
  }

  #wake(): Worker {
    clearTimeout(this.#idle);
    if (this.#worker) {
      this.#worker.ref();
      return this.#worker;
    }
    const worker = new Worker(this.#script);
    this.#worker = worker;
    worker.on('message', (message: ReadingMessage) => this.#hear(message));
    worker.on('error', (error) => this.#lose(worker, threadFailure(error)));
    worker.on('exit', () => this.#lose(worker, endedError()));
    return worker;
  }

  #rest(): void {
    if (this.#jobs.size > 0) return;
    clearTimeout(this.#idle);
    this.#worker?.unref();
    this.#idle = setTimeout(() => {
      const worker = this.#worker;
      // Whoever comes now gets another one.
      this.#worker = null;
      void worker?.terminate();
    }, idleMs).unref();
  }

  #hear(message: ReadingMessage): void {
    const job = this.#jobs.get(message.job);
    if (message.kind === 'progress') job?.onProgress?.(message.doneBytes, message.totalBytes);
    else if (message.kind === 'done') job?.resolve(message.result as never);
    else job?.reject(errorOf(message));
  }

  #lose(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const job of this.#jobs.values()) job.reject(error);
  }
}

function errorOf({ error, systemCode }: ReadingMessage & { kind: 'failed' }): Error {
  if (systemCode === null) return fromWireError(error);
  return Object.assign(new Error(error.message), { code: systemCode });
}

function endedError(): EngineError {
  return new EngineError('cancelled', 'Reading was ended before its end; nothing was kept.');
}
