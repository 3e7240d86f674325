// The runs of one engine: one trains at a time, further ones wait in the order they came.

import { EngineError } from '../../contract/errors.ts';
import type { RunStatus } from '../../contract/training.ts';
import type { Run } from './run.ts';

/** Ended runs that are still told of, so that a front end that reconnects sees how they ended. */
const endedRunsKept = 5;

export class RunQueue {
  #active: Run | null = null;
  #waiting: Run[] = [];
  #ended: Run[] = [];
  #isClosed = false;

  /** The run that trains, those that wait, and the last that ended. */
  get statuses(): RunStatus[] {
    const runs = [...(this.#active ? [this.#active] : []), ...this.#waiting, ...this.#ended];
    return runs.map((run) => run.status);
  }

  get isTraining(): boolean {
    return this.#active !== null;
  }

  /** The run that trains a model or waits to. */
  ofModel(model: string): Run | null {
    if (this.#active?.model === model) return this.#active;
    return this.#waiting.find((run) => run.model === model) ?? null;
  }

  /** True while a run reads a corpus, or will. */
  isReading(corpus: string): boolean {
    return [this.#active, ...this.#waiting].some((run) => run?.corpus === corpus);
  }

  add(run: Run): void {
    this.#waiting.push(run);
    this.#startNext();
  }

  pause(id: string): void {
    this.#find(id).pause();
  }

  resume(id: string): void {
    this.#find(id).resume();
  }

  /** Ends a run and keeps its weights; one that waits leaves the queue. */
  async stop(id: string): Promise<void> {
    const run = this.#find(id);
    if (run === this.#active) return run.stop();
    this.#waiting = this.#waiting.filter((waiting) => waiting !== run);
    await run.cancelQueued('stopped');
    this.#remember(run);
    this.#tellPositions();
  }

  /** Leaves checkpoints of all that was to be trained. Nothing starts after this. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const waiting = this.#waiting.splice(0);
    await Promise.all(waiting.map((run) => run.cancelQueued('interrupted')));
    await this.#active?.suspend();
  }

  #startNext(): void {
    if (!this.#active && !this.#isClosed) {
      this.#active = this.#waiting.shift() ?? null;
      if (this.#active) void this.#execute(this.#active);
    }
    this.#tellPositions();
  }

  async #execute(run: Run): Promise<void> {
    run.setQueuePosition(0);
    await run.execute();
    this.#active = null;
    this.#remember(run);
    this.#startNext();
  }

  #tellPositions(): void {
    this.#waiting.forEach((run, at) => run.setQueuePosition(at + 1));
  }

  #remember(run: Run): void {
    this.#ended = [run, ...this.#ended].slice(0, endedRunsKept);
  }

  #find(id: string): Run {
    const run = [this.#active, ...this.#waiting].find((candidate) => candidate?.id === id);
    if (run) return run;
    throw new EngineError('run-not-found', `There is no run "${id}" in progress. It has ended.`, {
      details: { run: id },
    });
  }
}
