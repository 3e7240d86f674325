// What front ends see of a run: its status, and the events that tell of each change of it. What a person is told on
// the way is logged, too.

import type { RunState, RunStatus, TrainingNotice } from '../../contract/training.ts';
import type { Emit } from '../emit.ts';
import type { RunJournal } from './run-journal.ts';
import type { RunOptions } from './run-options.ts';

/** The status of one run; whoever changes it through the board also tells of it. */
export class RunBoard {
  readonly status: Omit<RunStatus, 'history'>;
  readonly #emit: Emit;
  readonly #journal: Pick<RunJournal, 'metrics'>;

  constructor(
    run: string,
    { model, name, prepared }: RunOptions,
    { emit, journal }: { emit: Emit; journal: Pick<RunJournal, 'metrics'> },
  ) {
    this.#emit = emit;
    this.#journal = journal;
    this.status = {
      run,
      model,
      name,
      state: 'queued',
      queuePosition: 0,
      configuration: prepared.configuration,
      recipe: prepared.recipe,
      parameters: prepared.parameters,
      vocabularySize: prepared.vocabulary.size,
      characters: prepared.text.train.end - prepared.text.train.start,
      replicas: prepared.recipe.replicas,
      adjustments: prepared.adjustments,
      notices: [],
      progress: null,
      bestValidationLoss: null,
    };
  }

  setState(state: RunState): void {
    if (this.status.state === state) return;
    this.status.state = state;
    this.#emit('training.state', { run: this.status.run, state });
  }

  setQueuePosition(position: number): void {
    if (this.status.queuePosition === position) return;
    this.status.queuePosition = position;
    this.#emit('training.queued', { run: this.status.run, position });
  }

  notice(notice: TrainingNotice): void {
    this.status.notices.push(notice);
    this.#emit('training.notice', { run: this.status.run, ...notice });
    this.#journal.metrics({ type: 'notice', step: this.status.progress?.step ?? 0, ...notice });
  }

  started(): void {
    const { run, model, name, parameters, vocabularySize, characters } = this.status;
    const { replicas, adjustments } = this.status;
    if (this.status.state === 'starting') this.setState('running');
    this.#emit('training.started', {
      run,
      model,
      name,
      parameters,
      vocabularySize,
      characters,
      replicas,
      adjustments,
    });
  }
}
