// The models of the library: the list, the one that is looked at, and what can be done with one.
// Knows no screen; runs that are under way are told of elsewhere.

import type { ModelDetails, ModelSummary } from '../../app/contract/model.ts';
import type { FileGrant, Shell } from '../../app/contract/shell.ts';
import type { UnreadableEntry } from '../../app/contract/unreadable.ts';
import type { EngineLink } from './engine.svelte.ts';

/** What a window that saved a model says of it. */
export interface SavedModel {
  model: string;
  name: string;
  sizeBytes: number;
}

/** Models and what is known of them. */
export class Models {
  list = $state.raw<ModelSummary[]>([]);
  /** What the list leaves out. */
  unreadable = $state.raw<UnreadableEntry[]>([]);
  isRead = $state(false);
  selected = $state<string | null>(null);
  details = $state.raw<ModelDetails | null>(null);
  isOpening = $state(false);
  saved = $state.raw<SavedModel | null>(null);
  /** What went wrong with the selected model, shown on its bar. */
  problem = $state.raw<unknown>(null);
  /** What went wrong with opening a file, shown below the list. */
  openProblem = $state.raw<unknown>(null);
  readonly current = $derived(this.list.find(({ id }) => id === this.selected) ?? null);
  readonly shipped = $derived(this.list.filter(({ origin }) => origin === 'shipped'));
  readonly #engine: EngineLink;
  readonly #shell: Shell;

  constructor(engine: EngineLink, shell: Shell) {
    this.#engine = engine;
    this.#shell = shell;
    engine.on('library.changed', ({ what }) => {
      if (what === 'models') void this.refresh();
    });
    engine.on('training.ended', () => void this.refresh());
  }

  /** Reads the list anew, and with it the model that is looked at. */
  async refresh(): Promise<void> {
    [this.list, this.unreadable] = await Promise.all([
      this.#engine.call('model.list'),
      this.#engine.call('model.unreadable'),
    ]);
    this.isRead = true;
    if (this.selected !== null && this.current === null) this.select(null);
    else await this.#readDetails();
  }

  /** Looks at one model. */
  select(model: string | null): void {
    if (model === this.selected) return;
    this.selected = model;
    this.details = null;
    this.problem = null;
    this.saved = null;
    void this.#readDetails();
  }

  /** Renames a model; throws what the engine refuses, for the dialog that asked. */
  async rename(model: string, name: string): Promise<void> {
    await this.#engine.call('model.rename', { model, name });
    await this.refresh();
  }

  async remove(model: string): Promise<void> {
    await this.#attempt(async () => {
      await this.#engine.call('model.remove', { model });
      await this.refresh();
    });
  }

  /** Saves a model as a file of its own, where the person says. */
  async saveAs(model: ModelSummary): Promise<void> {
    this.saved = null;
    await this.#attempt(async () => {
      const place = await this.#shell.pickSave(`${fileName(model.name)}.safetensors`);
      if (place === null) return;
      const request = { model: model.id, grant: place.grant };
      const { sizeBytes } = await this.#engine.call('model.export', request);
      await this.#shell.finishSave(place);
      this.saved = { model: model.id, name: place.name, sizeBytes };
    });
  }

  /** Lets the person pick a model file and opens it; returns the model. */
  async open(): Promise<string | null> {
    this.openProblem = null;
    try {
      const file = await this.#shell.pickModel();
      return file === null ? null : await this.openFile(file);
    } catch (error: unknown) {
      this.openProblem = error;
      return null;
    }
  }

  /** Opens a model file that the engine may read; returns the model. */
  async openFile({ grant }: FileGrant): Promise<string | null> {
    this.openProblem = null;
    this.isOpening = true;
    try {
      const { id } = await this.#engine.call('model.import', { grant });
      await this.refresh();
      this.select(id);
      return id;
    } catch (error: unknown) {
      this.openProblem = error;
      return null;
    } finally {
      this.isOpening = false;
    }
  }

  async #readDetails(): Promise<void> {
    const model = this.selected;
    if (model === null) return;
    try {
      const details = await this.#engine.call('model.show', { model });
      if (this.selected === model) this.details = details;
    } catch (error: unknown) {
      if (this.selected === model) this.problem = error;
    }
  }

  async #attempt(action: () => Promise<unknown>): Promise<void> {
    this.problem = null;
    await action().catch((error: unknown) => (this.problem = error));
  }
}

/** A name as a file may bear it on every system. */
export function fileName(name: string): string {
  const plain = name.replace(/[\s\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  return plain.replace(/^\.+|[. ]+$/g, '') || 'model';
}
