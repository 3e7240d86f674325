// Where a text is made before it is kept: sources are gathered and looked at; where nothing is in doubt it is kept at
// once, else the workshop opens. Each change is looked at anew, once the hand rests. Knows no screen.

import { SvelteMap } from 'svelte/reactivity';
import {
  defaultCleaning,
  type CleaningOptions,
  type CleaningStep,
} from '../../app/contract/cleaning.ts';
import type {
  CorpusImportRequest,
  CorpusPreview,
  CorpusSummary,
  SourceReading,
} from '../../app/contract/corpus.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { freeName } from '../../app/contract/free-name.ts';
import type { SkippedFile } from '../../app/contract/text-files.ts';
import {
  hopelessProblem,
  keptSources,
  needsLook,
  proposedSteps,
  requestOf,
  withReading,
  type DraftSource,
  type Gathered,
} from './draft.ts';
import type { EngineLink } from './engine.svelte.ts';
import type { Later } from './later.ts';
import { Question } from './question.svelte.ts';
import type { Texts } from './texts.svelte.ts';

/** What a text was made of in this session, so that it can be made again in another way. */
interface Kept {
  sources: DraftSource[];
  cleaning: CleaningOptions;
  proposed: CleaningStep[];
}

/** The text in the making. */
export class Workshop {
  isOpen = $state(false);
  sources = $state.raw<DraftSource[]>([]);
  skipped = $state.raw<SkippedFile[]>([]);
  cleaning = $state.raw<CleaningOptions>(defaultCleaning);
  name = $state('');
  isKeeping = $state(false);
  problem = $state.raw<unknown>(null);
  /** The text that this one is made in place of. */
  replaces = $state.raw<CorpusSummary | null>(null);
  /** The text that was kept without being looked at, until the person has taken note. */
  keptAtOnce = $state<string | null>(null);
  readonly look: Question<CorpusImportRequest, CorpusPreview>;
  readonly preview = $derived.by(() => this.look.answer?.reply ?? null);
  readonly #kept = new SvelteMap<string, Kept>();
  readonly #texts: Texts;
  readonly #engine: EngineLink;

  constructor(engine: EngineLink, texts: Texts, later?: Later) {
    this.#engine = engine;
    this.#texts = texts;
    this.look = new Question((request) => this.#preview(request), later);
  }

  /** What is wrong with a list of characters as it stands; null where nothing is. */
  problemOf(list: 'remove' | 'keep'): EngineError | null {
    const { problem } = this.look;
    const isOwn =
      problem instanceof EngineError && problem.details['notation'] === this.cleaning[list];
    return isOwn ? problem : null;
  }

  /** What would tidy a text that was kept as it came. */
  proposedFor(corpus: string): CleaningStep[] {
    return this.#kept.get(corpus)?.proposed ?? [];
  }

  /** Takes what a person brought: keeps it where nothing is in doubt, else opens the workshop. */
  async take(gathered: Gathered): Promise<CorpusSummary | null> {
    if (this.isOpen) return this.#add(gathered);
    const { sources, skipped, name } = gathered;
    if (sources.length === 0 && skipped.length === 0) return null;
    this.#begin({ sources, skipped, name: name ?? '', cleaning: defaultCleaning });
    this.#texts.problem = null;
    try {
      const preview = await this.look.askNow(this.#request());
      const problem = hopelessProblem(preview);
      if (problem !== null && skipped.length === 0) {
        throw new EngineError(problem.code, problem.message, { details: problem.details });
      }
      if (needsLook(preview, gathered)) this.isOpen = true;
      else return await this.#keepAtOnce();
    } catch (error: unknown) {
      this.#texts.note(error);
    }
    return null;
  }

  /** Opens the workshop on what a text was made of: on that itself where it is at hand, else on what is kept of it. */
  async reopen(corpus: CorpusSummary): Promise<void> {
    this.keptAtOnce = null;
    try {
      await this.#lookAgain(corpus, this.#kept.get(corpus.id) ?? (await this.#recall(corpus)));
    } catch (error: unknown) {
      this.close();
      this.#texts.note(error);
    }
  }

  /** Reads one source in another way. */
  read(index: number, reading: SourceReading): void {
    this.sources = this.sources.map((each, at) =>
      at === index ? withReading(each, reading) : each,
    );
    this.look.ask(this.#request());
  }

  /** Leaves sources out. */
  drop(indices: readonly number[]): void {
    this.sources = this.sources.filter((_, at) => !indices.includes(at));
    this.look.ask(this.sources.length === 0 ? null : this.#request());
  }

  /** Changes how all of it is cleaned. */
  clean(options: Partial<CleaningOptions>): void {
    this.cleaning = { ...this.cleaning, ...options };
    this.look.ask(this.#request());
  }

  /** Keeps the text as it is shown; what is refused is said here. */
  async keep(): Promise<CorpusSummary | null> {
    const { replaces } = this;
    this.isKeeping = true;
    this.problem = null;
    try {
      const isAnew = replaces !== null && !this.#texts.isInUse(replaces.id);
      const kept = isAnew ? await this.#remake(replaces) : await this.#keep();
      this.close();
      return kept;
    } catch (error: unknown) {
      const isCancelled = error instanceof EngineError && error.code === 'cancelled';
      if (!isCancelled) this.problem = error;
      return null;
    } finally {
      this.isKeeping = false;
    }
  }

  /** Puts everything away; what was not kept is forgotten. */
  close(): void {
    this.isOpen = false;
    this.look.ask(null);
    this.#begin({ sources: [], skipped: [], name: '', cleaning: defaultCleaning });
  }

  #begin(draft: Pick<Workshop, 'sources' | 'skipped' | 'name' | 'cleaning'>): void {
    const { sources, skipped, name, cleaning } = draft;
    Object.assign(this, { sources, skipped, name, cleaning, replaces: null, problem: null });
  }

  /** More sources for the text that is open. */
  #add({ sources, skipped }: Gathered): null {
    this.sources = [...this.sources, ...sources];
    this.skipped = [...this.skipped, ...skipped];
    if (this.sources.length > 0) this.look.ask(this.#request());
    return null;
  }

  async #keepAtOnce(): Promise<CorpusSummary> {
    const added = await this.#keep();
    this.keptAtOnce = added.id;
    return added;
  }

  async #keep(): Promise<CorpusSummary> {
    const added = await this.#texts.add(this.#request(), this.#size());
    this.#remember(added.id);
    return added;
  }

  async #remake(corpus: CorpusSummary): Promise<CorpusSummary> {
    const { name = corpus.name, ...request } = { cleaning: {}, ...this.#request() };
    const remade = await this.#texts.remake(corpus.id, request, this.#size());
    if (name !== corpus.name) await this.#texts.rename(corpus.id, name);
    this.#remember(corpus.id);
    return remade;
  }

  #remember(corpus: string): void {
    const { sources, cleaning, preview } = this;
    const proposed = preview === null ? [] : proposedSteps(preview);
    // By their places in what is kept, sources are found only until it is made anew.
    if (sources.some(({ source }) => source.kind === 'kept')) this.#kept.delete(corpus);
    else this.#kept.set(corpus, { sources, cleaning, proposed });
  }

  async #lookAgain(corpus: CorpusSummary, kept: Kept): Promise<void> {
    this.#begin({ ...kept, skipped: [], name: this.#nameAgain(corpus) });
    this.replaces = corpus;
    try {
      await this.look.askNow(this.#request());
      this.isOpen = true;
    } catch (error: unknown) {
      // A server lets what was uploaded go after some minutes; what is kept of it remains.
      const isGone = error instanceof EngineError && error.code === 'file-not-granted';
      if (!isGone || !this.#kept.delete(corpus.id)) throw error;
      await this.#lookAgain(corpus, await this.#recall(corpus));
    }
  }

  /** A text that stays beside what is made of it keeps its name for itself. */
  #nameAgain({ id, name }: CorpusSummary): string {
    if (!this.#texts.isInUse(id)) return name;
    return freeName(
      name,
      this.#texts.list.map((each) => each.name),
    );
  }

  /** What a text is made of that was not kept in this session, or too long ago. */
  async #recall(corpus: CorpusSummary): Promise<Kept> {
    const details = await this.#engine.call('corpus.show', { corpus: corpus.id });
    return { sources: keptSources(details), cleaning: details.cleaning, proposed: [] };
  }

  #request(): CorpusImportRequest {
    return requestOf(this.sources, this.cleaning, this.name);
  }

  #size(): { name: string; totalBytes: number } {
    const totalBytes = this.sources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return { name: this.name.trim() || (this.sources[0]?.name ?? ''), totalBytes };
  }

  #preview(request: CorpusImportRequest): Promise<CorpusPreview> {
    return this.#texts.imports.run({ kind: 'looking', ...this.#size() }, (operation) =>
      this.#engine.call('corpus.preview', { ...request, operation }),
    );
  }
}
