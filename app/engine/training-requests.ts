// Turns requests to train into runs: makes the model, or opens it again, and puts the run in the queue.

import { EngineError } from '../contract/errors.ts';
import type {
  ContinueRequest,
  PlanRequest,
  TrainingPlan,
  TrainingRequest,
} from '../contract/training.ts';
import type { Library, ModelRecord } from '../library/interfaces.ts';
import type { Planner } from './plans/planner.ts';
import { HistoryRecorder } from './runs/run-history.ts';
import type { RunQueue } from './runs/run-queue.ts';
import type { RunOrigin } from './runs/run-start.ts';
import type { RunSurroundings } from './runs/run-options.ts';
import { Run } from './runs/run.ts';

interface Started {
  run: string;
  model: string;
}

export class TrainingRequests {
  readonly #library: Library;
  readonly #queue: RunQueue;
  readonly #planner: Planner;
  readonly #surroundings: RunSurroundings;

  constructor(
    library: Library,
    { queue, planner }: { queue: RunQueue; planner: Planner },
    surroundings: RunSurroundings,
  ) {
    this.#library = library;
    this.#queue = queue;
    this.#planner = planner;
    this.#surroundings = surroundings;
  }

  /** What would come of a request; makes nothing. */
  async plan(request: PlanRequest): Promise<TrainingPlan> {
    const corpus = await this.#library.corpora.open(request.corpus);
    return this.#planner.plan(corpus, request, await this.#parentOf(request));
  }

  /** Makes a new model on a corpus of the library and lets it train when its turn comes. */
  async start(request: TrainingRequest): Promise<Started> {
    const { corpora, models } = this.#library;
    const corpus = await corpora.open(request.corpus);
    const parent = await this.#parentOf(request);
    const prepared = await this.#planner.prepare(corpus, request, parent);
    const { id, name, hash, characters, cleaning } = corpus.record;
    const record = await models.create({
      name: request.name ?? name,
      configuration: prepared.configuration,
      recipe: prepared.recipe,
      vocabulary: prepared.vocabulary.characters,
      corpus: { id, name, hash, characters },
      normalisation: cleaning,
      parent: parent && {
        id: parent.id,
        name: parent.name,
        bestValidationLoss: parent.results.bestValidationLoss,
      },
      parameters: prepared.parameters,
    });
    return this.#enqueue(
      new Run(this.#surroundings, {
        model: record.id,
        name: record.name,
        corpus: corpus.record.id,
        prepared,
        normalisation: record.normalisation,
        origin: { kind: 'fresh', parent: record.parent },
        samplePrompt: request.samplePrompt ?? '',
        history: new HistoryRecorder(),
      }),
    );
  }

  /** Resumes an interrupted model exactly, or trains a finished one for longer. */
  async continue(request: ContinueRequest): Promise<Started> {
    const { models } = this.#library;
    const record = await models.read(request.model);
    this.#refuseBusy(record);
    const corpus = await this.#openCorpusOf(record);
    const origin = await this.#originOf(record, request);
    const recipe = { ...record.recipe };
    if (origin.kind === 'continued') {
      if (request.minutes !== undefined)
        Object.assign(recipe, { minutes: request.minutes, epochs: null });
      if (request.epochs !== undefined)
        Object.assign(recipe, { epochs: request.epochs, minutes: null });
    }
    const prepared = await this.#planner.prepare(corpus, { recipe }, record);
    await models.update(record.id, { recipe, state: 'queued' });
    const { history } = await models.show(record.id);
    return this.#enqueue(
      new Run(this.#surroundings, {
        model: record.id,
        name: record.name,
        corpus: corpus.record.id,
        prepared,
        normalisation: record.normalisation,
        origin,
        samplePrompt: '',
        history: new HistoryRecorder(history),
      }),
    );
  }

  #enqueue(run: Run): Started {
    this.#queue.add(run);
    this.#surroundings.emit('library.changed', { what: 'models' });
    return { run: run.id, model: run.model };
  }

  async #originOf(record: ModelRecord, request: ContinueRequest): Promise<RunOrigin> {
    if (record.state === 'finished') return { kind: 'continued', from: request.from ?? 'best' };
    if (request.epochs !== undefined || request.minutes !== undefined) {
      throw new EngineError(
        'invalid-request',
        `"${record.name}" was interrupted and first goes on to its planned end. Leave epochs and minutes out, or let it finish and then continue for longer.`,
        { details: { field: request.epochs === undefined ? 'minutes' : 'epochs' } },
      );
    }
    const checkpoint = await this.#library.models.readCheckpoint(record.id);
    return checkpoint ? { kind: 'checkpoint' } : { kind: 'fresh', parent: record.parent };
  }

  /** The model that a request begins with; one without weights cannot be begun with. */
  async #parentOf({ from }: { from?: string }): Promise<ModelRecord | null> {
    if (from === undefined) return null;
    const record = await this.#library.models.read(from);
    if (record.trainedAt !== null) return record;
    throw new EngineError(
      'checkpoint-missing',
      `"${record.name}" has no weights yet to begin with. Choose a model that has been trained.`,
      { details: { model: record.id } },
    );
  }

  #refuseBusy(record: ModelRecord): void {
    if (!this.#queue.ofModel(record.id)) return;
    throw new EngineError('model-busy', `"${record.name}" is training already, or waits to.`, {
      details: { model: record.id },
    });
  }

  async #openCorpusOf(record: ModelRecord) {
    const { id, name, hash } = record.corpus;
    if (id === null) {
      throw new EngineError(
        'corpus-not-found',
        `"${record.name}" came without the text "${name}" that it was trained on. Train a new model on a text of your own.`,
        { details: { corpus: name } },
      );
    }
    const corpus = await this.#library.corpora.open(id);
    if (corpus.record.hash !== hash) {
      throw new EngineError(
        'corpus-changed',
        `The text "${name}" is no longer the one that "${record.name}" was trained on. Train a new model on it.`,
        { details: { corpus: name } },
      );
    }
    return corpus;
  }
}
