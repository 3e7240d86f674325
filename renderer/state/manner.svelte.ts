// How a model writes: temperature, the cut-offs, length and seed, with three manners made ready and one
// of the person's own, which is remembered. Knows no control.

import { defaultSampling } from '../../app/contract/defaults.ts';
import { samplingLimits } from '../../app/contract/limits.ts';
import type { Store } from './store.ts';

export type Preset = 'faithful' | 'balanced' | 'wild' | 'own';

/** The settings that a preset is made of. */
export interface Curve {
  temperature: number;
  topP: number;
  topK: number;
  minP: number;
}

/** All that decides a text besides the model and the prompt. */
export interface MannerSettings extends Curve {
  seed: number;
  length: number;
}

const { temperature, topP, topK, minP } = defaultSampling;

/** The manners made ready. Balanced is the engine's own default, so that every face writes the same. */
export const presets: Readonly<Record<Exclude<Preset, 'own'>, Curve>> = {
  faithful: { temperature: 0.5, topP: 0.9, topK: 0, minP: 0 },
  balanced: { temperature, topP, topK, minP },
  wild: { temperature: 1.2, topP: 1, topK: 0, minP: 0.02 },
};

export type NumberName = keyof MannerSettings;
const storeKey = 'charloom.manner';

/** The settings as they stand; a number that a person is in the middle of typing may be missing. */
export class Manner {
  temperature = $state<number | null>(temperature);
  topP = $state<number | null>(topP);
  topK = $state<number | null>(topK);
  minP = $state<number | null>(minP);
  length = $state<number | null>(defaultSampling.length);
  seed = $state<number | null>(defaultSampling.seed);
  preset = $state<Preset>('balanced');
  #own: Curve;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.#own = readCurve(store.get(storeKey)) ?? presets.balanced;
  }

  readonly curve: Curve = $derived({
    temperature: this.#clean('temperature'),
    topP: this.#clean('topP'),
    topK: this.#clean('topK'),
    minP: this.#clean('minP'),
  });

  readonly settings: MannerSettings = $derived({
    ...this.curve,
    seed: this.#clean('seed'),
    length: this.#clean('length'),
  });

  /** Takes a manner; `own` brings back what the person set last. */
  use(preset: Preset): void {
    this.preset = preset;
    Object.assign(this, preset === 'own' ? this.#own : presets[preset]);
  }

  /** Remembers that the person set a number by hand: from then on the manner is their own. */
  keepOwn(): void {
    this.preset = 'own';
    this.#own = this.curve;
    this.#store.set(storeKey, JSON.stringify(this.curve));
  }

  /** A number as the engine takes it: within bounds, whole where it must be, the default where missing. */
  #clean(name: NumberName): number {
    const { min, max } = samplingLimits[name];
    const value = this[name] ?? defaultSampling[name];
    const isWhole = name === 'topK' || name === 'seed' || name === 'length';
    return Math.min(max, Math.max(min, isWhole ? Math.round(value) : value));
  }
}

function readCurve(text: string | null): Curve | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Record<keyof Curve, unknown>> | null;
    const numbers = [value?.temperature, value?.topP, value?.topK, value?.minP];
    return numbers.every((number) => typeof number === 'number') ? (value as Curve) : null;
  } catch {
    return null;
  }
}
