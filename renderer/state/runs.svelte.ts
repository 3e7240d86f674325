// All runs that are under way or wait, kept in step with the engine. Knows no screen.

import { SvelteMap } from 'svelte/reactivity';
import type {
  ContinueRequest,
  TrainingEnded,
  TrainingRequest,
} from '../../app/contract/training.ts';
import type { EngineLink } from './engine.svelte.ts';
import { Run } from './run.svelte.ts';

/** The runs, and how those of this session ended. */
export class Runs {
  list = $state.raw<Run[]>([]);
  /** How the last run of a model ended, by model; what is on disk tells the rest. */
  readonly ended = new SvelteMap<string, TrainingEnded>();
  readonly active = $derived(this.list.find((run) => run.isActive) ?? null);
  readonly #engine: EngineLink;

  constructor(engine: EngineLink) {
    this.#engine = engine;
    this.#listen();
  }

  /** The run of a model, if it has one. */
  ofModel(model: string): Run | null {
    return this.list.find((run) => run.model === model) ?? null;
  }

  /** Reads all runs anew. */
  async refresh(): Promise<void> {
    const statuses = await this.#engine.call('training.runs');
    this.list = statuses.filter((status) => status.state !== 'ended').map((each) => new Run(each));
  }

  /** Starts a run on a new model; returns the model. */
  async start(request: TrainingRequest): Promise<string> {
    const { model } = await this.#engine.call('training.start', request);
    await this.refresh();
    return model;
  }

  /** Goes on with a model. */
  async continue(request: ContinueRequest): Promise<void> {
    await this.#engine.call('training.continue', request);
    this.ended.delete(request.model);
    await this.refresh();
  }

  pause = (run: Run): Promise<null> => this.#engine.call('training.pause', { run: run.id });
  resume = (run: Run): Promise<null> => this.#engine.call('training.resume', { run: run.id });
  stop = (run: Run): Promise<null> => this.#engine.call('training.stop', { run: run.id });

  #listen(): void {
    const engine = this.#engine;
    engine.on('training.queued', ({ run, position }) => {
      const queued = this.#find(run);
      if (queued) queued.queuePosition = position;
    });
    engine.on('training.started', (started) => this.#find(started.run)?.begin(started));
    engine.on('training.state', ({ run, state }) => {
      const changed = this.#find(run);
      if (changed === undefined) return;
      changed.state = state;
      if (state !== 'queued') changed.queuePosition = 0;
    });
    engine.on('training.progress', (progress) => this.#find(progress.run)?.advance(progress));
    engine.on('training.validation', (point) => this.#find(point.run)?.validate(point));
    engine.on('training.sample', (sample) => this.#find(sample.run)?.addSample(sample));
    engine.on('training.notice', (notice) => this.#find(notice.run)?.addNotice(notice));
    engine.on('training.ended', (ended) => {
      this.ended.set(ended.model, ended);
      this.list = this.list.filter((run) => run.id !== ended.run);
    });
  }

  /** The run of an event; one that is not known yet, since another front end started it, is read. */
  #find(id: string): Run | undefined {
    const found = this.list.find((run) => run.id === id);
    if (found === undefined && !this.#isReading) {
      this.#isReading = true;
      void this.refresh().finally(() => (this.#isReading = false));
    }
    return found;
  }

  #isReading = false;
}
