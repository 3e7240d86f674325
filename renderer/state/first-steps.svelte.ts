// The first minute: from nothing to a model that writes, or to one that learns, at one click each.
// Knows no screen.

import type { SampleText } from '../../app/contract/corpus.ts';
import type { ModelSummary } from '../../app/contract/model.ts';
import type { Session } from './session.svelte.ts';

/** Minutes of the first training on a sample: long enough for sentences, short enough to watch. */
const sampleMinutes = 3;

/** Beginnings that the sample models know, so that the first line comes at one click. */
const firstWords = { en: 'The sea ', zh: '子曰：' } as const;

/** With more characters than this a model writes Chinese: alphabets have fewer, by far. */
const alphabetSize = 600;

/** What a newcomer can do at one click. */
export class FirstSteps {
  isPreparing = $state(false);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The sample texts, those in the window's language first. */
  get sampleTexts(): SampleText[] {
    return this.#ownFirst(this.#session.texts.samples, ({ language }) => language);
  }

  /** The one to begin with. */
  get sampleText(): SampleText | null {
    return this.sampleTexts[0] ?? null;
  }

  /** The sample models, those in the window's language first. */
  get sampleModels(): ModelSummary[] {
    return this.#ownFirst(this.#session.models.shipped, writtenBy);
  }

  /** To a sample model that is writing. */
  async write(model: ModelSummary): Promise<void> {
    const { models, writing } = this.#session;
    models.select(model.id);
    this.#session.place = 'write';
    if (writing.prompt === '') writing.prompt = firstWords[writtenBy(model)];
    await writing.write(model.id);
  }

  /** To a model that learns the sample text, before one's eyes. */
  async train(): Promise<void> {
    const sample = this.sampleText;
    if (sample === null) return;
    const { runs, texts } = this.#session;
    this.isPreparing = true;
    try {
      const corpus = await texts.addSample(sample.id);
      if (corpus === null) return;
      const recipe = { epochs: null, minutes: sampleMinutes };
      const model = await runs.start({ corpus: corpus.id, name: corpus.name, recipe });
      await this.#session.watch(model);
    } catch (error: unknown) {
      // The text is there by now, so the welcome has given way to it: say it where texts are added.
      texts.problem = error;
    } finally {
      this.isPreparing = false;
    }
  }

  #ownFirst<Thing>(things: readonly Thing[], languageOf: (thing: Thing) => 'en' | 'zh'): Thing[] {
    const own = this.#session.language.current === 'en' ? 'en' : 'zh';
    const isOwn = (thing: Thing) => languageOf(thing) === own;
    return [...things.filter(isOwn), ...things.filter((thing) => !isOwn(thing))];
  }
}

/** The language that a model writes, by the size of its alphabet. */
export function writtenBy(model: Pick<ModelSummary, 'vocabularySize'>): 'en' | 'zh' {
  return model.vocabularySize > alphabetSize ? 'zh' : 'en';
}
