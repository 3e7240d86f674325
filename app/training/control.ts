// The words through which replicas meet and the trainer speaks to them, in shared memory.
// Knows nothing of networks: only of barriers, requests, decisions and the abort word.

import { EngineError } from '../contract/errors.ts';

/** Places of the words in the control buffer (int32 each). */
const word = {
  arrivals: 0,
  generation: 1,
  abort: 2,
  request: 3,
  decision: 4,
  isSnapshotTaken: 5,
  isBestTaken: 6,
  isBest: 7,
  size: 16,
} as const;

/** What the trainer may ask for; bits, cleared by the replica that takes them up. */
export const request = { snapshot: 1, checkpoint: 2, pause: 4, stop: 8 } as const;

/** What replica 0 has decided for the end of a step; bits, read by all after the last barrier. */
export const decision = { snapshot: 1, checkpoint: 2, evaluate: 4, pause: 8, finish: 16 } as const;

/** Longer than any step or evaluation share may lag behind another's; a dead replica is noticed sooner by the trainer. */
const barrierTimeoutMs = 120_000;

/** Memory for the words of one run. */
export function createControlBuffer(): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(word.size * 4);
  const words = new Int32Array(buffer);
  words[word.isSnapshotTaken] = 1;
  words[word.isBestTaken] = 1;
  return buffer;
}

/** One party's view of the control words: a replica's, or the trainer's. */
export class Control {
  readonly #words: Int32Array;
  readonly #replicas: number;

  constructor(buffer: SharedArrayBuffer, replicas: number) {
    this.#words = new Int32Array(buffer);
    this.#replicas = replicas;
  }

  /** Waits until all replicas have arrived. Throws when the run is aborted or a replica does not come. */
  barrier(): void {
    // Read before the abort word: whoever aborts changes the generation afterwards, so no wait can miss it.
    const generation = Atomics.load(this.#words, word.generation);
    this.#throwIfAborted();
    if (this.#replicas === 1) return;
    if (Atomics.add(this.#words, word.arrivals, 1) === this.#replicas - 1) {
      Atomics.store(this.#words, word.arrivals, 0);
      Atomics.add(this.#words, word.generation, 1);
      Atomics.notify(this.#words, word.generation);
    } else {
      while (Atomics.load(this.#words, word.generation) === generation) {
        const outcome = Atomics.wait(this.#words, word.generation, generation, barrierTimeoutMs);
        this.#throwIfAborted();
        if (outcome === 'timed-out') {
          throw new EngineError(
            'replica-lost',
            `A training thread did not reach the end of its step within ${barrierTimeoutMs / 1000} s. The run goes on from its last checkpoint.`,
          );
        }
      }
    }
    this.#throwIfAborted();
  }

  /** Ends the run for every replica, also for those that wait. */
  abort(): void {
    Atomics.store(this.#words, word.abort, 1);
    for (const index of [word.generation, word.request, word.isSnapshotTaken, word.isBestTaken]) {
      // A changed generation wakes nobody for good: each waiter looks at the abort word first.
      Atomics.notify(this.#words, index);
    }
    Atomics.add(this.#words, word.generation, 1);
    Atomics.notify(this.#words, word.generation);
  }

  ask(bits: number): void {
    Atomics.or(this.#words, word.request, bits);
    Atomics.notify(this.#words, word.request);
  }

  withdraw(bits: number): void {
    Atomics.and(this.#words, word.request, ~bits);
    Atomics.notify(this.#words, word.request);
  }

  get requests(): number {
    return Atomics.load(this.#words, word.request);
  }

  /** Sleeps until the pause is withdrawn or the run is asked to stop. */
  waitWhilePaused(): void {
    for (;;) {
      this.#throwIfAborted();
      const bits = this.requests;
      if ((bits & request.pause) === 0 || (bits & request.stop) !== 0) return;
      Atomics.wait(this.#words, word.request, bits);
    }
  }

  get decision(): number {
    return Atomics.load(this.#words, word.decision);
  }

  set decision(bits: number) {
    Atomics.store(this.#words, word.decision, bits);
  }

  get isBest(): boolean {
    return Atomics.load(this.#words, word.isBest) === 1;
  }

  set isBest(value: boolean) {
    Atomics.store(this.#words, word.isBest, value ? 1 : 0);
  }

  /** Marks a copy as filled; the trainer takes it before it may be filled again. */
  offer(copy: 'snapshot' | 'best'): void {
    Atomics.store(this.#words, takenWord(copy), 0);
  }

  take(copy: 'snapshot' | 'best'): void {
    Atomics.store(this.#words, takenWord(copy), 1);
    Atomics.notify(this.#words, takenWord(copy));
  }

  waitUntilTaken(copy: 'snapshot' | 'best'): void {
    while (Atomics.load(this.#words, takenWord(copy)) === 0) {
      this.#throwIfAborted();
      Atomics.wait(this.#words, takenWord(copy), 0, 1000);
    }
  }

  #throwIfAborted(): void {
    if (Atomics.load(this.#words, word.abort) === 1) throw new RunAborted();
  }
}

function takenWord(copy: 'snapshot' | 'best'): number {
  return copy === 'snapshot' ? word.isSnapshotTaken : word.isBestTaken;
}

/** Thrown inside a replica when the trainer, or another replica, has ended the run. */
export class RunAborted extends Error {
  constructor() {
    super('The run was aborted.');
    this.name = 'RunAborted';
  }
}
