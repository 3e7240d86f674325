// Writing with a model: the prompt, how characters are chosen, and the page as it streams in.
// Knows no screen. A page keeps its prompt apart from what the model wrote.

import { EngineError } from '../../app/contract/errors.ts';
import type { Shell } from '../../app/contract/shell.ts';
import type { SamplingEnded } from '../../app/contract/sampling.ts';
import type { EngineLink } from './engine.svelte.ts';
import { Manner, type MannerSettings } from './manner.svelte.ts';
import type { Store } from './store.ts';

/** What a page was made from; the same again gives the same text. */
interface Origin extends MannerSettings {
  model: string;
  prompt: string;
}

/** What is on the page: the words a person gave, and those of the model. */
export interface Page {
  prompt: string;
  text: string;
  origin: Origin;
}

export type WritingState = 'idle' | 'starting' | 'writing';

/** A source of new seeds, whole numbers from 0 on. */
export type SeedSource = () => number;

/** The page, and the model that writes on it. */
export class Writing {
  prompt = $state('');
  readonly manner: Manner;
  page = $state<Page | null>(null);
  state = $state<WritingState>('idle');
  unknownCharacters = $state.raw<string[]>([]);
  ended = $state.raw<SamplingEnded | null>(null);
  problem = $state.raw<unknown>(null);
  /** Whether the engine went away in the middle. */
  wasLost = $state(false);
  /** Characters a second, measured while it writes. */
  charsPerSecond = $state(0);
  readonly isBusy = $derived(this.state !== 'idle');
  /** Whether the page can be gone on with; a prompt changed since asks for a new one. */
  readonly canWriteOn = $derived(this.page !== null && this.page.prompt === this.prompt);

  #sampling: string | null = null;
  #early: { sampling: string; text: string }[] = [];
  #earlyEnd: SamplingEnded | null = null;
  #isStopAsked = false;
  #written = 0;
  #startedMs = 0;
  readonly #engine: EngineLink;
  readonly #shell: Shell;
  readonly #newSeed: SeedSource;

  constructor(engine: EngineLink, shell: Shell, options: { store: Store; newSeed: SeedSource }) {
    this.#engine = engine;
    this.#shell = shell;
    this.#newSeed = options.newSeed;
    this.manner = new Manner(options.store);
    engine.on('sampling.text', (piece) => this.#take(piece));
    engine.on('sampling.ended', (ended) => this.#finish(ended));
    engine.onFresh(() => this.#lose());
  }

  /** Writes a new page from the prompt. */
  async write(model: string): Promise<void> {
    if (this.isBusy) return;
    const origin = this.#originNow(model);
    this.page = { prompt: this.prompt, text: '', origin };
    await this.#start(origin);
  }

  /** Goes on from all that is on the page. */
  async writeOn(model: string): Promise<void> {
    if (this.page === null || this.isBusy) return;
    const whole = this.page.prompt + this.page.text;
    await this.#start({ ...this.#originNow(model), prompt: whole });
  }

  /** Writes the page anew: where nothing was changed since, with a new seed, else with the one shown. */
  async regenerate(model: string): Promise<void> {
    const now = this.#originNow(model);
    const before = this.page?.origin;
    const isSame = before !== undefined && JSON.stringify(before) === JSON.stringify(now);
    if (isSame) this.rollSeed();
    await this.write(model);
  }

  /** Ends the text; one that has not begun yet is ended as soon as the engine names it. */
  async stop(): Promise<void> {
    const sampling = this.#sampling;
    this.#isStopAsked = this.state === 'starting';
    if (sampling === null) return;
    await this.#engine.call('sampling.stop', { sampling }).catch((error: unknown) => {
      const isOver = error instanceof EngineError && error.code === 'sampling-not-found';
      if (!isOver) this.problem = error;
    });
  }

  rollSeed(): void {
    this.manner.seed = this.#newSeed();
  }

  /** The whole page as plain text. */
  get wholeText(): string {
    return this.page === null ? '' : this.page.prompt + this.page.text;
  }

  /** Copies the page; false where the system refused. */
  copy(): Promise<boolean> {
    return this.#attempt(() => this.#shell.copyText(this.wholeText).then(() => true));
  }

  /** Saves the page as a file of its own; false where the person thought better of it. */
  save(name: string): Promise<boolean> {
    return this.#attempt(() => this.#shell.saveText(`${name}.txt`, this.wholeText));
  }

  #originNow(model: string): Origin {
    return { model, prompt: this.prompt, ...this.manner.settings };
  }

  async #start({ model, prompt, ...options }: Origin): Promise<void> {
    this.state = 'starting';
    this.problem = null;
    this.ended = null;
    this.wasLost = false;
    this.#sampling = null;
    this.#early = [];
    this.#earlyEnd = null;
    this.#isStopAsked = false;
    try {
      const started = await this.#engine.call('sampling.start', { model, prompt, options });
      this.#sampling = started.sampling;
      this.unknownCharacters = started.unknownCharacters;
      this.state = 'writing';
      this.#written = 0;
      this.#startedMs = performance.now();
      for (const piece of this.#early) this.#take(piece);
      if (this.#earlyEnd !== null) this.#finish(this.#earlyEnd);
      if (this.#isStopAsked) await this.stop();
    } catch (error: unknown) {
      this.state = 'idle';
      this.problem = error;
    }
  }

  /** Takes a piece of text; one that comes before the reply that names it waits for that reply. */
  #take(piece: { sampling: string; text: string }): void {
    if (this.state === 'starting') this.#early.push(piece);
    if (piece.sampling !== this.#sampling || this.page === null) return;
    this.page.text += piece.text;
    this.#written += [...piece.text].length;
    const seconds = (performance.now() - this.#startedMs) / 1000;
    if (seconds > 0.2) this.charsPerSecond = Math.round(this.#written / seconds);
  }

  #finish(ended: SamplingEnded): void {
    if (this.state === 'starting') this.#earlyEnd = ended;
    if (ended.sampling !== this.#sampling) return;
    this.#sampling = null;
    this.state = 'idle';
    this.ended = ended;
    this.charsPerSecond = Math.round(ended.charsPerSecond);
    if (ended.error !== null) this.problem = ended.error;
  }

  /** A new connection, or a new engine, knows nothing of what was being written. */
  #lose(): void {
    if (this.#sampling === null) return;
    this.#sampling = null;
    this.state = 'idle';
    this.wasLost = true;
  }

  async #attempt(action: () => Promise<boolean>): Promise<boolean> {
    this.problem = null;
    try {
      return await action();
    } catch (error: unknown) {
      this.problem = error;
      return false;
    }
  }
}

/** A new seed from the browser's own randomness, short enough to be read aloud. */
export function randomSeed(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 100_000;
}
