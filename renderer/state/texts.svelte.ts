// The person's texts: the list, the one that is looked at, and those being read in. Knows no screen.

import type {
  CorpusDetails,
  CorpusExcerpt,
  CorpusSummary,
  SampleText,
  SampleTextId,
  TextSource,
} from '../../app/contract/corpus.ts';
import { EngineError } from '../../app/contract/errors.ts';
import type { FileGrant, Shell } from '../../app/contract/shell.ts';
import type { EngineLink } from './engine.svelte.ts';

/** One text on its way in. */
export interface TextImport {
  operation: string;
  name: string;
  doneBytes: number;
  totalBytes: number;
}

/** Where the page that is shown is taken from; the first is near the beginning, past any front matter. */
const firstPosition = 0.06;

/** The golden ratio's step visits a text evenly, however often one turns the page. */
const positionStep = 0.618034;

/** Texts and what is known of them. */
export class Texts {
  list = $state.raw<CorpusSummary[]>([]);
  samples = $state.raw<SampleText[]>([]);
  /** Whether the list has been read at all. */
  isRead = $state(false);
  selected = $state<string | null>(null);
  details = $state.raw<CorpusDetails | null>(null);
  excerpt = $state.raw<CorpusExcerpt | null>(null);
  imports = $state<TextImport[]>([]);
  /** The file that a browser hands over to the server just now, before it can be read. */
  uploading = $state<string | null>(null);
  /** What went wrong last, shown where texts are added. */
  problem = $state.raw<unknown>(null);
  #position = firstPosition;
  #operations = 0;
  readonly #engine: EngineLink;
  readonly #shell: Shell;

  constructor(engine: EngineLink, shell: Shell) {
    this.#engine = engine;
    this.#shell = shell;
    engine.on('library.changed', ({ what }) => {
      if (what === 'corpora') void this.refresh();
    });
    engine.on('corpus.progress', (progress) => {
      const each = this.imports.find(({ operation }) => operation === progress.operation);
      if (each === undefined) return;
      each.doneBytes = progress.doneBytes;
      each.totalBytes = progress.totalBytes;
    });
  }

  /** Reads the list and the sample texts anew, and keeps a text selected where there is one. */
  async refresh(): Promise<void> {
    const [list, samples] = await Promise.all([
      this.#engine.call('corpus.list'),
      this.#engine.call('corpus.samples'),
    ]);
    this.list = list;
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

  /** Adds files as one text, named after the first. */
  async addFiles(grants: readonly FileGrant[]): Promise<CorpusSummary | null> {
    const first = grants[0];
    if (first === undefined) return null;
    const sources = grants.map(({ grant }): TextSource => ({ kind: 'grant', grant }));
    const size = grants.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return this.#add(sources, { name: first.name, size });
  }

  /** Adds a text that a person pasted: as it is where messages may be long, else as a file. */
  async addPasted(name: string, text: string): Promise<CorpusSummary | null> {
    if (this.#shell.kind === 'desktop') {
      return this.#add([{ kind: 'text', name, text }], { name, size: text.length });
    }
    // A browser's socket closes over a message of some megabytes; an upload has no such bound.
    this.problem = null;
    try {
      const [file] = await this.#shell.openDropped([new File([text], `${name}.txt`)]);
      if (file === undefined) return null;
      const source: TextSource = { kind: 'grant', grant: file.grant };
      return await this.#add([source], { name, size: file.sizeBytes, isNamed: true });
    } catch (error: unknown) {
      this.#note(error);
      return null;
    }
  }

  addSample(sample: SampleTextId): Promise<CorpusSummary | null> {
    const title = this.samples.find(({ id }) => id === sample)?.title ?? sample;
    return this.#add([{ kind: 'sample', sample }], { name: title, size: 0 });
  }

  async cancelImport(operation: string): Promise<void> {
    await this.#attempt(() => this.#engine.call('corpus.cancelImport', { operation }));
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

  async #add(
    sources: TextSource[],
    { name, size, isNamed = false }: { name: string; size: number; isNamed?: boolean },
  ) {
    this.problem = null;
    this.#operations += 1;
    const operation = `import-${Date.now().toString(36)}-${this.#operations}`;
    this.imports.push({ operation, name, doneBytes: 0, totalBytes: size });
    try {
      const added = await this.#engine.call('corpus.import', {
        sources,
        operation,
        ...(isNamed ? { name } : {}),
      });
      await this.refresh();
      await this.select(added.id);
      return added;
    } catch (error: unknown) {
      this.#note(error);
      return null;
    } finally {
      this.imports = this.imports.filter((each) => each.operation !== operation);
    }
  }

  async #attempt(action: () => Promise<unknown>): Promise<void> {
    this.problem = null;
    await action().catch((error: unknown) => this.#note(error));
  }

  /** Remembers what went wrong; what the person cancelled did not go wrong. */
  #note(error: unknown): void {
    const isCancelled = error instanceof EngineError && error.code === 'cancelled';
    if (!isCancelled) this.problem = error;
  }

  async #readExcerpt(corpus: string): Promise<void> {
    const request = { corpus, position: this.#position };
    const excerpt = await this.#engine.call('corpus.excerpt', request);
    if (this.selected === corpus) this.excerpt = excerpt;
  }
}
