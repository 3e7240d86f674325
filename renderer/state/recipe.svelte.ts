// The form from which a new model is made: what is filled in, what is wrong with it, and the requests that come
// of it. Two ways through it: a time, in which Charloom makes the best model that it can; or every setting by
// oneself, from the defaults or from a preset. Knows no control and no screen.

import type { CorpusSummary } from '../../app/contract/corpus.ts';
import { defaultRecipe, optimizerDefaults } from '../../app/contract/defaults.ts';
import { nameLength } from '../../app/contract/limits.ts';
import type { Optimizer } from '../../app/contract/model.ts';
import type { PresetName } from '../../app/contract/presets.ts';
import type { PlanRequest, TrainingPlan, TrainingRequest } from '../../app/contract/training.ts';
import type { Phrase } from './language.svelte.ts';
import { countParameters } from './parameters.ts';
import {
  checkNumber,
  fieldOf,
  numberRules,
  type NumberName,
  type RecipeField,
} from './recipe-rules.ts';
import {
  configurationOf,
  convergence,
  keepsPreset,
  numbersInUse,
  offeredMinutes,
  recipeOf,
  startingValues,
  valueProblems,
  type RecipeChoices,
  type Sizes,
} from './recipe-values.ts';

/** The form, from its defaults to a request. */
export class RecipeForm {
  corpus = $state<string | null>(null);
  name = $state('');
  samplePrompt = $state('');
  /** `timed`: so many minutes, and Charloom chooses the rest; `chosen`: every setting by oneself. */
  way = $state<'timed' | 'chosen'>('timed');
  /** Minutes of the timed way. */
  minutes = $state<number | null>(offeredMinutes);
  /** Sizes that a person took over from a remark on the timed plan; null: Charloom chooses them. */
  fittedLayers = $state.raw<number[] | null>(null);
  /** The preset that was filled in last. */
  preset = $state<PresetName | null>(null);
  choices = $state<RecipeChoices>(startingValues(null).choices);
  layers = $state<Sizes>(startingValues(null).layers);
  head = $state<Sizes>(startingValues(null).head);
  numbers = $state(startingValues(null).numbers);
  /** Whether an attempt was made: an empty form need not scold. */
  wasTried = $state(false);
  /** What the engine refused last, with the control that caused it, or none. */
  refusal = $state.raw<{ field: RecipeField | null; error: unknown } | null>(null);

  /** The numbers that apply to what is chosen. */
  readonly inUse = $derived(numbersInUse(this.#values));
  /** Whether the settings are still those of the preset. */
  readonly isPresetKept = $derived(this.preset !== null && keepsPreset(this.#values, this.preset));

  /** Everything that is wrong, by the control that it stands beside. */
  readonly problems: Readonly<Partial<Record<RecipeField, Phrase>>> = $derived.by(() => {
    const problems: Partial<Record<RecipeField, Phrase>> = {};
    if (this.corpus === null) problems.corpus = { key: 'form.chooseText' };
    if (this.name.trim().length > nameLength) {
      problems.name = { key: 'form.name', values: { max: nameLength } };
    }
    if (this.way === 'chosen') return { ...problems, ...valueProblems(this.#values) };
    const minutes = checkNumber(this.minutes, numberRules.minutes);
    return minutes === null ? problems : { ...problems, minutes };
  });

  readonly isValid = $derived(Object.keys(this.problems).length === 0);

  /** The shares of the parts that judge: as the form has them, or the usual ones while those are not allowed. */
  readonly shares = $derived.by(() => {
    const { validation, test } = this.numbers;
    const isAllowed = this.problems.validation === undefined && this.problems.test === undefined;
    const { validation: usual, test: usualTest } = defaultRecipe;
    if (!isAllowed || validation === null || test === null) {
      return { validation: usual, test: usualTest };
    }
    return { validation, test };
  });

  /** Puts every setting back to its default; text, name and way stay. */
  reset(): void {
    this.minutes = offeredMinutes;
    this.fittedLayers = null;
    this.usePreset(null);
    this.wasTried = false;
    this.refusal = null;
  }

  /** Fills in a preset's settings, or the defaults. */
  usePreset(preset: PresetName | null): void {
    const { choices, layers, head, numbers } = startingValues(preset);
    Object.assign(this, { preset, choices, layers, head, numbers });
  }

  /** Chooses an optimiser, and with it the numbers that it starts from. */
  useOptimizer(optimizer: Optimizer): void {
    this.choices.optimizer = optimizer;
    Object.assign(this.numbers, optimizerDefaults[optimizer]);
  }

  /** Chooses how the end is told; waiting for convergence begins with numbers of its own. */
  useDuration(duration: RecipeChoices['duration']): void {
    this.choices.duration = duration;
    if (duration !== 'converged') return;
    this.numbers.epochs = Math.max(this.numbers.epochs ?? 0, convergence.epochs);
    this.numbers.patience ??= convergence.patience;
    this.numbers.minimumGain ||= convergence.minimumGain;
  }

  /** Ties the output's weights to the embedding, which then has the size of the last layer. */
  tie(isTied: boolean): void {
    this.choices.tieWeights = isTied;
    const last = this.head.at(-1) ?? this.layers.at(-1) ?? null;
    if (isTied && last !== null) this.numbers.embedding = last;
  }

  /** Takes over the sizes that a plan found to fit. */
  useLayers(layers: readonly number[]): void {
    if (this.way === 'timed') this.fittedLayers = [...layers];
    else this.layers = [...layers];
  }

  /** Learned numbers of the model as it stands, over so many characters; null where nothing is sized yet. */
  countParameters(characters: number): number | null {
    const isSizeWrong = Object.keys(this.problems).some((field) =>
      /^(embedding|tieWeights|layers|head)/.test(field),
    );
    if (this.way === 'timed' || isSizeWrong) return null;
    // Besides the text's own characters there are two: the unknown one and the end of a document.
    return countParameters(configurationOf(this.#values), characters + 2);
  }

  /** What to ask a plan for; null while something is missing or wrong. */
  planRequest(): PlanRequest | null {
    if (!this.isValid || this.corpus === null) return null;
    const { corpus, minutes, fittedLayers } = this;
    if (this.way === 'chosen') return { corpus, ...this.#settings() };
    return {
      corpus,
      ...(minutes === null ? {} : { minutes }),
      ...(fittedLayers === null ? {} : { configuration: { layers: fittedLayers } }),
    };
  }

  /** The request, of a form without problems; a timed one starts the plan that was shown, where there is one. */
  request(corpus: CorpusSummary, plan: TrainingPlan | null): TrainingRequest {
    return {
      corpus: corpus.id,
      name: this.name.trim() || corpus.name,
      ...(this.way === 'chosen' ? this.#settings() : this.#timedSettings(plan)),
      samplePrompt: this.samplePrompt,
    };
  }

  /** Remembers what the engine refused, beside the control that its `field` names where that is shown. */
  refuse(error: unknown): void {
    const field = fieldOf(error);
    this.refusal = { field: field !== null && this.#isShown(field) ? field : null, error };
  }

  #isShown(field: RecipeField): boolean {
    if (this.way === 'timed') return ['corpus', 'name', 'minutes'].includes(field);
    return !Object.hasOwn(numberRules, field) || this.inUse.has(field as NumberName);
  }

  #settings() {
    const values = this.#values;
    return {
      configuration: configurationOf(values),
      recipe: recipeOf(values, this.isPresetKept ? this.preset : null),
    };
  }

  #timedSettings(plan: TrainingPlan | null): Pick<TrainingRequest, 'configuration' | 'recipe'> {
    if (plan !== null) return { configuration: plan.configuration, recipe: plan.recipe };
    const { minutes, fittedLayers } = this;
    return {
      ...(fittedLayers === null ? {} : { configuration: { layers: fittedLayers } }),
      recipe: { epochs: null, minutes },
    };
  }

  get #values() {
    const { choices, layers, head, numbers } = this;
    return { choices, layers, head, numbers };
  }
}
