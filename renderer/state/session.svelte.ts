// Everything a window knows, put together: the link, the lists, the forms, and which place is shown.
// Components take it from their context. Knows no markup.

import { createContext } from 'svelte';
import type { VocabularyCutoff } from '../../app/contract/corpus.ts';
import { EngineError } from '../../app/contract/errors.ts';
import type { ModelSummary } from '../../app/contract/model.ts';
import type { FileGrant, MenuCommand, OpenedFiles, Shell } from '../../app/contract/shell.ts';
import type { Dropped } from '../dropped-files.ts';
import { Announcer } from './announcer.svelte.ts';
import { Baselines } from './baselines.svelte.ts';
import { Dialogs } from './dialogs.svelte.ts';
import { gatherFiles, type Gathered } from './draft.ts';
import type { EngineLink } from './engine.svelte.ts';
import { FirstSteps } from './first-steps.svelte.ts';
import { gatherDropped, gatherFolder, gatherPasted } from './gather.ts';
import type { Language } from './language.svelte.ts';
import type { Later } from './later.ts';
import { Models } from './models.svelte.ts';
import { Plan } from './plan.svelte.ts';
import { PresetTimes } from './preset-times.svelte.ts';
import { RecipeForm } from './recipe.svelte.ts';
import { Runs } from './runs.svelte.ts';
import type { Store } from './store.ts';
import { Study } from './study.svelte.ts';
import { Texts } from './texts.svelte.ts';
import type { Theme } from './theme.svelte.ts';
import { Workshop } from './workshop.svelte.ts';
import { randomSeed, Writing } from './writing.svelte.ts';

/** The places of the window, in their order. */
export const places = ['texts', 'train', 'write'] as const;
export type Place = (typeof places)[number];

/** What a window is made of. */
export interface SessionParts {
  engine: EngineLink;
  shell: Shell;
  store: Store;
  language: Language;
  theme: Theme;
  /** How time passes; a test has its own. */
  later?: Later;
}

/** The whole state of one window. */
export class Session {
  readonly engine: EngineLink;
  readonly shell: Shell;
  readonly language: Language;
  readonly theme: Theme;
  readonly announcer = new Announcer();
  readonly dialogs = new Dialogs();
  readonly texts: Texts;
  readonly workshop: Workshop;
  readonly study: Study;
  readonly baselines: Baselines;
  readonly models: Models;
  readonly runs: Runs;
  readonly recipe = new RecipeForm();
  readonly plan: Plan;
  readonly presetTimes: PresetTimes;
  readonly writing: Writing;
  readonly firstSteps: FirstSteps;
  place = $state<Place>('texts');
  /** In Train: the form of a new model, rather than the model that is selected. */
  isMaking = $state(false);
  /** What went wrong without anybody having asked for it; said across the top. */
  problem = $state.raw<unknown>(null);
  readonly isReady = $derived.by(() => this.texts.isRead && this.models.isRead);

  constructor({ engine, shell, store, language, theme, later }: SessionParts) {
    this.engine = engine;
    this.shell = shell;
    this.language = language;
    this.theme = theme;
    this.models = new Models(engine, shell);
    this.texts = new Texts(engine, this.models, (corpus) => this.#forgetStudies(corpus));
    this.workshop = new Workshop(engine, this.texts, later);
    this.study = new Study(engine, later);
    this.baselines = new Baselines(engine);
    this.runs = new Runs(engine);
    this.plan = new Plan(engine);
    this.presetTimes = new PresetTimes(engine);
    this.writing = new Writing(engine, shell, { store, newSeed: randomSeed });
    this.firstSteps = new FirstSteps(this);
    engine.onFresh(() => void this.#read());
  }

  /** Takes note of what nobody else took note of; the banner tells of a lost engine by itself. */
  report(error: unknown): void {
    const isTold =
      error instanceof EngineError && ['engine-lost', 'cancelled'].includes(error.code);
    if (!isTold) this.problem = error;
  }

  /** Shows a place; without a model to show, Train shows the form of a new one. */
  go(place: Place): void {
    this.place = place;
    if (place === 'train' && this.models.selected === null) this.makeModel();
    if (place === 'write') this.#selectSomeModel();
  }

  /** Looks at a model, in the place where it can be seen. */
  showModel(model: string): void {
    this.models.select(model);
    this.isMaking = false;
    if (this.place === 'texts') this.place = 'train';
  }

  /** Opens the form of a new model, on a text where one is named. */
  makeModel(corpus: string | null = this.texts.selected): void {
    this.place = 'train';
    this.isMaking = true;
    const isThere = this.texts.list.some(({ id }) => id === this.recipe.corpus);
    if (corpus !== null) this.recipe.corpus = corpus;
    else if (!isThere) this.recipe.corpus = null;
  }

  /** Opens the form of a new model on a text, with what its vocabulary takes. */
  makeModelWith(corpus: string, cutoff: VocabularyCutoff): void {
    this.makeModel(corpus);
    this.recipe.way = 'chosen';
    Object.assign(this.recipe.numbers, cutoff);
  }

  /** Starts the training that the form describes; false where something is wrong with it. */
  async startTraining(): Promise<boolean> {
    const { recipe } = this;
    recipe.wasTried = true;
    recipe.refusal = null;
    const corpus = this.texts.list.find(({ id }) => id === recipe.corpus);
    if (!recipe.isValid || corpus === undefined) return false;
    try {
      const plan = this.plan.answerTo(recipe.planRequest());
      await this.watch(await this.runs.start(recipe.request(corpus, plan)));
      recipe.wasTried = false;
      recipe.name = '';
      return true;
    } catch (error: unknown) {
      recipe.refuse(error);
      return false;
    }
  }

  /** Lets the person pick files and makes one text of them. */
  async pickTexts(): Promise<void> {
    await this.#take(async () => gatherFiles(await this.shell.pickTexts()));
  }

  /** Lets the person pick a folder and makes one text of what is in it. */
  async pickFolder(): Promise<void> {
    await this.#take(() => gatherFolder(this.shell));
  }

  /** Opens the sheet for a text that is pasted; what the engine refuses comes back there. */
  pasteText(draft = { name: '', text: '', problem: null as unknown }): void {
    const act = async (name: string, text: string) => {
      await this.#take(() => gatherPasted(this.shell, name, text));
      const { problem } = this.texts;
      if (problem === null) this.place = 'texts';
      else {
        this.texts.problem = null;
        this.pasteText({ name, text, problem });
      }
    };
    this.dialogs.ask({ kind: 'paste', act, ...draft });
  }

  /** Takes what was dropped on the window: model files as models, all others as one text. */
  async addDropped(dropped: Dropped): Promise<void> {
    const isModel = ({ path }: { path: string }) => path.toLowerCase().endsWith('.safetensors');
    const models = dropped.files.filter(isModel);
    const files = dropped.files.filter((each) => !isModel(each));
    if (files.length > 0 || dropped.skipped.length > 0) {
      this.place = 'texts';
      await this.#take(() => gatherDropped(this.shell, { ...dropped, files }));
    }
    if (models.length > 0) {
      const files = models.map(({ file }) => file);
      const names = models.map(({ path }) => path);
      await this.#openModels(() => this.shell.openDropped(files, names));
    }
  }

  /** Takes in files that were opened from outside the window. */
  async takeOpened({ kind, files }: OpenedFiles): Promise<void> {
    if (kind === 'model') return this.#openModels(() => Promise.resolve(files));
    this.place = 'texts';
    await this.#take(() => Promise.resolve(gatherFiles(files)));
  }

  /** Lets the person pick a model file and opens it. */
  async openModel(): Promise<void> {
    const model = await this.models.open();
    if (model !== null) this.showModel(model);
  }

  /** Writes on where the page can be gone on with, else a new page. */
  async write(): Promise<void> {
    const model = this.models.current;
    if (model === null || this.writing.isBusy || !this.canWrite(model)) return;
    await (this.writing.canWriteOn ? this.writing.writeOn(model.id) : this.writing.write(model.id));
  }

  /** Does what a command of the native menu, or its key, asks for. */
  async command(command: MenuCommand): Promise<void> {
    const model = this.models.current;
    switch (command) {
      case 'open-texts':
        this.place = 'texts';
        return this.pickTexts();
      case 'open-model':
        return this.openModel();
      case 'save-model':
        return model === null ? undefined : this.models.saveAs(model);
      case 'save-text':
        if (model !== null && this.writing.page !== null) await this.writing.save(model.name);
        return;
      case 'go-texts':
        return this.go('texts');
      case 'go-train':
        return this.go('train');
      case 'go-write':
        return this.go('write');
      case 'write-on':
        return this.write();
      case 'stop-writing':
        return this.writing.stop();
    }
  }

  /** Whether a model has learned anything that it could write with. */
  canWrite(model: ModelSummary): boolean {
    const run = this.runs.ofModel(model.id);
    return model.results.steps > 0 || (run !== null && run.progress !== null);
  }

  /** Reads everything anew; at the first time, shows the training that is under way, if one is. */
  async #read(): Promise<void> {
    const isFirst = !this.isReady;
    await Promise.all([this.texts.refresh(), this.models.refresh(), this.runs.refresh()]);
    const { active } = this.runs;
    if (isFirst && active !== null) {
      this.place = 'train';
      this.showModel(active.model);
    }
  }

  async #openModels(pick: () => Promise<FileGrant[]>): Promise<void> {
    try {
      for (const file of await pick()) {
        const model = await this.models.openFile(file);
        if (model !== null) this.showModel(model);
      }
    } catch (error: unknown) {
      this.models.openProblem = error;
    }
  }

  async #take(gather: () => Promise<Gathered | null>): Promise<void> {
    this.texts.problem = null;
    try {
      const gathered = await gather();
      if (gathered !== null) await this.workshop.take(gathered);
    } catch (error: unknown) {
      this.texts.note(error);
    }
  }

  /** Looks on while a model that was just begun learns. */
  async watch(model: string): Promise<void> {
    await this.models.refresh();
    this.models.select(model);
    this.isMaking = false;
    this.place = 'train';
  }

  /** What was found out about a text that has become another one is asked anew. */
  #forgetStudies(corpus: string): void {
    this.baselines.forget(corpus);
    this.study.again();
  }

  #selectSomeModel(): void {
    if (this.models.current !== null) return;
    const model = this.models.list.find((each) => this.canWrite(each));
    if (model !== undefined) this.models.select(model.id);
  }
}

/** Gives the session to a component tree, and takes it inside one. */
export const [getSession, provideSession] = createContext<Session>();
