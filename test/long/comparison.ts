// What runs tell of while they go on, held against the losses of a run that nothing interrupted.

import type { TrainingProgress } from '../../app/contract/training.ts';
import { hold } from './check-failed.mjs';
import { inTime, type RealEngine } from './real-engine.ts';

/** Holds every progress that a run told of against the losses of the uninterrupted one. */
export class Comparison {
  events = 0;
  steps = 0;
  readonly #losses: readonly number[];
  readonly #told = new Map<string, TrainingProgress[]>();
  #endReason: string | null = null;
  #wake = (): void => undefined;

  constructor({ client }: RealEngine, losses: readonly number[]) {
    this.#losses = losses;
    client.on('training.progress', (progress) => {
      this.#told.set(progress.run, [...(this.#told.get(progress.run) ?? []), progress]);
      this.#wake();
    });
    client.on('training.ended', ({ reason }) => {
      this.#endReason = reason;
      this.#wake();
    });
  }

  /** Waits until a run has told of so much. */
  async until(run: string, events: number): Promise<void> {
    while ((this.#told.get(run)?.length ?? 0) < events) {
      hold(this.#endReason === null, 'the run ended before its last kill: raise stepsPerRound');
      await this.#news();
    }
  }

  /** Waits as long as the run goes on, and returns how it ended. */
  async untilEnded(): Promise<string> {
    while (this.#endReason === null) await this.#news();
    return this.#endReason;
  }

  /** Compares all that a run told of, from its first step on; returns the step that it reached. */
  compare(run: string, firstStep: number): number {
    let step = firstStep;
    for (const progress of this.#told.get(run) ?? []) {
      const covered = this.#losses.slice(step, progress.step);
      const mean = covered.reduce((sum, loss) => sum + loss, 0) / covered.length;
      hold(
        mean === progress.loss,
        `from step ${step} to ${progress.step} the mean loss is ${progress.loss}, uninterrupted it is ${mean}`,
      );
      this.events++;
      this.steps += covered.length;
      ({ step } = progress);
    }
    return step;
  }

  #news(): Promise<void> {
    return inTime('progress', new Promise<void>((resolve) => (this.#wake = resolve)));
  }
}
