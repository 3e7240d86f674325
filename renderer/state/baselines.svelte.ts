// How well counting alone foretells the texts that models are judged on: asked once for each text and its parts, and
// remembered. Counting takes some seconds, so large texts wait until a person asks. Knows no screen.

import { SvelteMap } from 'svelte/reactivity';
import type {
  CorpusSummary,
  CountingBaseline,
  VocabularyCutoff,
} from '../../app/contract/corpus.ts';
import type { CorpusReference, Recipe } from '../../app/contract/model.ts';
import type { EngineLink } from './engine.svelte.ts';
import type { PartsRequest } from './study.svelte.ts';

/** What is counted and what that is judged on. */
export type CountingRequest = PartsRequest & VocabularyCutoff;

/** What is known of one counting. */
export type Counting =
  | { state: 'unasked' | 'counting'; baseline: null }
  | { state: 'counted'; baseline: CountingBaseline }
  | { state: 'failed'; baseline: null; error: unknown };

/** Characters that are counted in so short a time that nobody has to ask for it. */
const mostUnasked = 10_000_000;

const unasked: Counting = { state: 'unasked', baseline: null };

/** The countings of this session. */
export class Baselines {
  readonly #known = new SvelteMap<string, Counting>();
  readonly #engine: EngineLink;

  constructor(engine: EngineLink) {
    this.#engine = engine;
  }

  /** What is known; null where there is nothing to ask: no text, or no part to judge on. */
  of(request: CountingRequest | null): Counting | null {
    return request === null ? null : (this.#known.get(keyOf(request)) ?? unasked);
  }

  /** Counts a text that is small enough to be counted unasked. */
  offer(request: CountingRequest | null, characters: number): void {
    if (request !== null && characters <= mostUnasked) void this.ask(request);
  }

  /** Counts, where that has not been done; a failure may be asked for again. */
  async ask(request: CountingRequest): Promise<void> {
    const key = keyOf(request);
    const state = this.#known.get(key)?.state;
    if (state === 'counting' || state === 'counted') return;
    this.#known.set(key, { state: 'counting', baseline: null });
    try {
      const baseline = await this.#engine.call('corpus.baseline', request);
      this.#known.set(key, { state: 'counted', baseline });
    } catch (error: unknown) {
      this.#known.set(key, { state: 'failed', baseline: null, error });
    }
  }

  /** Forgets what was counted of a text: it has changed. */
  forget(corpus: string): void {
    for (const key of [...this.#known.keys()]) {
      if (key.startsWith(`${corpus}/`)) this.#known.delete(key);
    }
  }
}

/** What to count for a model: its own text, if that is still there as it was, and the parts of its recipe. */
export function countingFor(
  reference: CorpusReference,
  recipe: Pick<Recipe, 'validation' | 'test' | 'minimumCount' | 'coverage'>,
  texts: readonly CorpusSummary[],
): CountingRequest | null {
  const corpus = texts.find(({ id, hash }) => id === reference.id && hash === reference.hash);
  if (corpus === undefined || recipe.validation <= 0) return null;
  const { validation, test, minimumCount, coverage } = recipe;
  return { corpus: corpus.id, validation, test, minimumCount, coverage };
}

function keyOf({ corpus, validation, test, minimumCount, coverage }: CountingRequest): string {
  return [corpus, validation, test, minimumCount, coverage].join('/');
}
