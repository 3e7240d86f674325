// The person's texts: the list and the one that is looked at, and what is done with a whole text. Knows no screen.

import type {
  CorpusDetails,
  CorpusExcerpt,
  CorpusImportRequest,
  CorpusSummary,
  SampleText,
  SampleTextId,
} from '../../app/contract/corpus.ts';
import { EngineError } from '../../app/contract/errors.ts';
import type { UnreadableEntry } from '../../app/contract/unreadable.ts';
import type { EngineLink } from './engine.svelte.ts';
import { Imports } from './imports.svelte.ts';
import type { Models } from './models.svelte.ts';

/** Where the page that is shown is taken from; the first is near the beginning, past any front matter. */
const firstPosition = 0.06;

/** The golden ratio's step visits a text evenly, however often one turns the page. */
const positionStep = 0.618034;

/** Texts and what is known of them. */
export class Texts {
  list = $state.raw<CorpusSummary[]>([]);
  /** What the list leaves out. */
  unreadable = $state.raw<UnreadableEntry[]>([]);
  samples = $state.raw<SampleText[]>([]);
  /** Whether the list has been read at all. */
  isRead = $state(false);
  selected = $state<string | null>(null);
  details = $state.raw<CorpusDetails | null>(null);
  excerpt = $state.raw<CorpusExcerpt | null>(null);
  readonly imports: Imports;
  /** What went wrong last, shown where texts are added. */
  problem = $state.raw<unknown>(null);
  #position = firstPosition;
  readonly #engine: EngineLink;
  readonly #models: Models;
  readonly #onRemade: (corpus: string) => void;

  /** `onRemade` hears of a text that has become another one. */
  constructor(engine: EngineLink, models: Models, onRemade: (corpus: string) => void) {
    this.#engine = engine;
    this.#models = models;
    this.#onRemade = onRemade;
    this.imports = new Imports(engine);
    engine.on('library.changed', ({ what }) => {
      if (what === 'corpora') void this.refresh();
    });
  }

  /** Reads the list and the sample texts anew, and keeps a text selected where there is one. */
  async refresh(): Promise<void> {
    const [list, unreadable, samples] = await Promise.all([
      this.#engine.call('corpus.list'),
      this.#engine.call('corpus.unreadable'),
      this.#engine.call('corpus.samples'),
    ]);
    this.list = list;
    this.unreadable = unreadable;
    this.samples = samples;
    this.isRead = true;
    const isThere = this.list.some(({ id }) => id === this.selected);
    if (!isThere) await this.select(this.list[0]?.id ?? null);
  }

  /** Looks at one text. */
  async select(corpus: string | null): Promise<void> {
    if (corpus !== this.selected) {
      this.details = null;
      this.excerpt = null;
      this.#position = firstPosition;
    }
    this.selected = corpus;
    if (corpus === null) return;
    try {
      const [details] = await Promise.all([
        this.#engine.call('corpus.show', { corpus }),
        this.#readExcerpt(corpus),
      ]);
      if (this.selected === corpus) this.details = details;
    } catch (error: unknown) {
      this.problem = error;
    }
  }

  /** Turns to another page of the text that is looked at. */
  async turnPage(): Promise<void> {
    if (this.selected === null) return;
    this.#position = (this.#position + positionStep) % 1;
    await this.#readExcerpt(this.selected).catch((error: unknown) => (this.problem = error));
  }

  /** Whether a model was trained on a text and could be trained further on it. */
  isInUse(corpus: string): boolean {
    return this.#models.list.some((model) => model.corpus.id === corpus);
  }

  /** Reads sources in and looks at the text that they made; throws what the engine refuses. */
  async add(
    request: CorpusImportRequest,
    what: { name: string; totalBytes: number },
  ): Promise<CorpusSummary> {
    const added = await this.imports.run({ kind: 'reading', ...what }, (operation) =>
      this.#engine.call('corpus.import', { ...request, operation }),
    );
    await this.#show(added);
    return added;
  }

  /** Makes a text anew in its own place, as its sources are now; throws what the engine refuses. */
  async remake(
    corpus: string,
    request: Partial<Omit<CorpusImportRequest, 'name'>>,
    what: { name: string; totalBytes: number },
  ): Promise<CorpusSummary> {
    const remade = await this.imports.run({ kind: 'reading', ...what }, (operation) =>
      this.#engine.call('corpus.reimport', { ...request, corpus, operation }),
    );
    this.#onRemade(corpus);
    await this.#show(remade);
    return remade;
  }

  /** Reads a sample text in, as one click. */
  async addSample(sample: SampleTextId): Promise<CorpusSummary | null> {
    const name = this.samples.find(({ id }) => id === sample)?.title ?? sample;
    const sources = [{ kind: 'sample' as const, sample }];
    return this.#attempt(() => this.add({ sources }, { name, totalBytes: 0 }));
  }

  async cancelImport(operation: string): Promise<void> {
    await this.#attempt(() => this.imports.cancel(operation));
  }

  /** Renames a text; throws what the engine refuses, for the dialog that asked. */
  async rename(corpus: string, name: string): Promise<void> {
    await this.#engine.call('corpus.rename', { corpus, name });
    await this.refresh();
    if (this.selected === corpus) await this.select(corpus);
  }

  async remove(corpus: string): Promise<void> {
    await this.#attempt(() => this.#engine.call('corpus.remove', { corpus }));
    await this.refresh();
  }

  /** Makes a second text like this one and looks at it; throws what the engine refuses. */
  async duplicate(corpus: string, name: string): Promise<void> {
    await this.#show(await this.#engine.call('corpus.duplicate', { corpus, name }));
  }

  /** Makes one text of several and looks at it; throws what the engine refuses. */
  async merge(corpora: string[], name: string): Promise<void> {
    const what = { kind: 'reading' as const, name, totalBytes: 0 };
    const merged = await this.imports.run(what, (operation) =>
      this.#engine.call('corpus.merge', { corpora, name, operation }),
    );
    await this.#show(merged);
  }

  /** Reads the sources of a text again, as they are now. */
  async reimport({ id, name, sources }: CorpusSummary): Promise<void> {
    const totalBytes = sources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    await this.#attempt(() => this.remake(id, {}, { name, totalBytes }));
  }

  /** Remembers what went wrong; what the person cancelled did not go wrong. */
  note(error: unknown): void {
    const isCancelled = error instanceof EngineError && error.code === 'cancelled';
    if (!isCancelled) this.problem = error;
  }

  async #show({ id }: CorpusSummary): Promise<void> {
    await this.refresh();
    await this.select(id);
  }

  async #attempt<Reply>(action: () => Promise<Reply>): Promise<Reply | null> {
    this.problem = null;
    try {
      return await action();
    } catch (error: unknown) {
      this.note(error);
      return null;
    }
  }

  async #readExcerpt(corpus: string): Promise<void> {
    const request = { corpus, position: this.#position };
    const excerpt = await this.#engine.call('corpus.excerpt', request);
    if (this.selected === corpus) this.excerpt = excerpt;
  }
}
