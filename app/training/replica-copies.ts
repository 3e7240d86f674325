// A replica's part in copying what the trainer may read: the snapshot, the checkpoint, the best weights.
// Each replica copies its own slice, so a copy costs a fraction of a millisecond and needs no other lock.

import type { Control } from './control.ts';
import type { ReplicaJob } from './replica-job.ts';
import type { OptimiserMemory } from './shared-memory.ts';

/** All methods are called by every replica of a run at the same point of the same step. */
export class ReplicaCopies {
  readonly #live: OptimiserMemory;
  readonly #snapshot: OptimiserMemory;
  readonly #best: Float32Array;
  readonly #control: Control;
  readonly #slice: { start: number; end: number };
  readonly #isFirst: boolean;

  constructor(job: ReplicaJob, control: Control, slice: { start: number; end: number }) {
    this.#live = job.memory.live;
    this.#snapshot = job.memory.snapshot;
    this.#best = job.memory.best;
    this.#control = control;
    this.#slice = slice;
    this.#isFirst = job.replica === 0;
  }

  /** Copies parameters, and for a checkpoint the moments and what `writeStates` adds; offers them to the trainer. */
  snapshot(writeStates: (() => void) | null): void {
    this.#waitUntilTaken('snapshot');
    this.#copy(this.#live.parameters, this.#snapshot.parameters);
    if (writeStates) {
      this.#copy(this.#live.momentum, this.#snapshot.momentum);
      this.#copy(this.#live.variance, this.#snapshot.variance);
      writeStates();
    }
    this.#offer('snapshot');
  }

  /** Keeps the live weights as the best. */
  best(): void {
    this.#waitUntilTaken('best');
    this.#copy(this.#live.parameters, this.#best);
    this.#offer('best');
  }

  #waitUntilTaken(copy: 'snapshot' | 'best'): void {
    if (this.#isFirst) this.#control.waitUntilTaken(copy);
    this.#control.barrier();
  }

  #offer(copy: 'snapshot' | 'best'): void {
    if (this.#isFirst) this.#control.offer(copy);
    this.#control.barrier();
  }

  #copy(from: Float32Array, to: Float32Array): void {
    to.set(from.subarray(this.#slice.start, this.#slice.end), this.#slice.start);
  }
}
