// How long each preset takes on this machine with a text, and what its network reaches in that time trained Charloom's
// way: what plans have told so far, and the asking for all of them, one after the other. Knows no form.

import { SvelteMap } from 'svelte/reactivity';
import { presetNames, type PresetName } from '../../app/contract/presets.ts';
import type { TrainingPlan } from '../../app/contract/training.ts';
import type { EngineLink } from './engine.svelte.ts';
import { ownWayRequest } from './own-way.ts';

/** What is known of a preset on a text. */
export interface PresetOutlook {
  plan: TrainingPlan;
  /** What its network reaches in the same time trained Charloom's way; null where nobody knows. */
  ownWay: TrainingPlan['expectedLoss'];
}

/** Plans of presets, by text. */
export class PresetTimes {
  /** The text whose presets are being timed just now. */
  timing = $state<string | null>(null);
  problem = $state.raw<unknown>(null);
  readonly #plans = new SvelteMap<string, PresetOutlook>();
  readonly #engine: EngineLink;

  constructor(engine: EngineLink) {
    this.#engine = engine;
  }

  /** What a preset comes to on a text, where it has been measured. */
  of(corpus: string, preset: PresetName): PresetOutlook | null {
    return this.#plans.get(`${corpus}/${preset}`) ?? null;
  }

  /** Times every preset that has not been timed on this text yet. */
  async timeAll(corpus: string): Promise<void> {
    this.timing = corpus;
    this.problem = null;
    try {
      for (const preset of presetNames) {
        if (this.timing !== corpus) return;
        if (this.of(corpus, preset) !== null) continue;
        this.#plans.set(`${corpus}/${preset}`, await this.#lookAhead(corpus, preset));
      }
    } catch (error: unknown) {
      this.problem = error;
    } finally {
      if (this.timing === corpus) this.timing = null;
    }
  }

  async #lookAhead(corpus: string, preset: PresetName): Promise<PresetOutlook> {
    const plan = await this.#engine.call('training.plan', { corpus, recipe: { preset } });
    const request = ownWayRequest(corpus, plan);
    const own = request === null ? plan : await this.#engine.call('training.plan', request);
    return { plan, ownWay: own.expectedLoss };
  }

  /** Ends the timing after the preset that is being measured. */
  stop(): void {
    this.timing = null;
  }
}
