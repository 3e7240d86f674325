// The settings of a new model as a form holds them: plain choices, sizes and numbers, an empty one being null.
// To and from the contract's configuration and recipe; which numbers apply to which choices. Pure.

import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import { recipeLimits } from '../../app/contract/limits.ts';
import type { ModelConfiguration, Recipe } from '../../app/contract/model.ts';
import { presets, type PresetName } from '../../app/contract/presets.ts';
import {
  checkNumber,
  layerRule,
  numberRules,
  type NumberName,
  type RecipeField,
} from './recipe-rules.ts';
import type { Phrase } from './language.svelte.ts';

/** What is chosen rather than written. */
export type RecipeChoices = Pick<
  ModelConfiguration & Recipe,
  | 'cell'
  | 'activation'
  | 'targets'
  | 'loss'
  | 'tieWeights'
  | 'windows'
  | 'optimizer'
  | 'schedule'
  | 'arithmetic'
> & {
  /** `converged`: until validation has stopped improving, and at most so many epochs. */
  duration: 'epochs' | 'minutes' | 'converged';
  input: 'embedding' | 'one-hot';
};

/** Sizes of layers; null where nothing is written. */
export type Sizes = (number | null)[];

export interface RecipeValues {
  choices: RecipeChoices;
  layers: Sizes;
  head: Sizes;
  numbers: Record<NumberName, number | null>;
}

/** Minutes offered where a person would rather say how long: a coffee's worth. */
export const offeredMinutes = 12;

/** What "until it has stopped improving" begins with: no gain over 0.001 nats in five validations, in 100 epochs. */
export const convergence = { epochs: 100, patience: 5, minimumGain: 0.001 } as const;

/** A form's values for a whole configuration and recipe. */
export function valuesOf(configuration: ModelConfiguration, recipe: Recipe): RecipeValues {
  const { cell, activation, targets, loss, tieWeights, embedding, dropout } = configuration;
  const { windows, optimizer, schedule, arithmetic, minutes, epochs, replicas } = recipe;
  const isOneHot = embedding === 'one-hot';
  const numbers = Object.fromEntries(
    (Object.keys(numberRules) as NumberName[]).map((name) => [
      name,
      Object.hasOwn(recipe, name) ? recipe[name as keyof Recipe] : null,
    ]),
  ) as Record<NumberName, number | null>;
  return {
    choices: {
      ...{ cell, activation, targets, loss, tieWeights, windows, optimizer, schedule, arithmetic },
      duration: minutes === null ? 'epochs' : 'minutes',
      input: isOneHot ? 'one-hot' : 'embedding',
    },
    layers: [...configuration.layers],
    head: [...configuration.head],
    numbers: {
      ...numbers,
      dropout,
      embedding: isOneHot ? Number(defaultConfiguration.embedding) : embedding,
      minutes: minutes ?? offeredMinutes,
      epochs: epochs ?? defaultRecipe.epochs,
      replicas: replicas === 'auto' ? null : replicas,
    },
  };
}

/** The defaults, over them a preset's settings where one is named. */
export function startingValues(preset: PresetName | null): RecipeValues {
  const settled = preset === null ? { configuration: {}, recipe: {} } : presets[preset];
  return valuesOf(
    { ...defaultConfiguration, ...settled.configuration },
    { ...defaultRecipe, ...settled.recipe },
  );
}

/** The numbers that mean something with these choices; the others are neither shown nor asked for. */
export function numbersInUse({ choices, numbers }: RecipeValues): Set<NumberName> {
  const { duration, input, optimizer, schedule, windows } = choices;
  const isStaged = schedule === 'step' || schedule === 'exponential';
  const unused: Partial<Record<NumberName, boolean>> = {
    epochs: duration === 'minutes',
    minutes: duration !== 'minutes',
    embedding: input === 'one-hot',
    squareDecay: optimizer === 'sgd',
    weightDecay: optimizer !== 'adamw',
    warmup: schedule !== 'cosine',
    decayFactor: !isStaged && schedule !== 'plateau',
    decayEvery: !isStaged && schedule !== 'plateau',
    decayAfter: !isStaged,
    stride: windows === 'streams',
    minimumGain: numbers.patience === null && schedule !== 'plateau',
  };
  const names = Object.keys(numberRules) as NumberName[];
  return new Set(names.filter((name) => !unused[name]));
}

/** The network that the values describe. */
export function configurationOf({ choices, layers, head, numbers }: RecipeValues) {
  const { cell, activation, targets, loss, tieWeights, input } = choices;
  const configuration: ModelConfiguration = {
    ...{ cell, activation, targets, loss },
    layers: written(layers),
    head: written(head),
    embedding: input === 'one-hot' ? 'one-hot' : (numbers.embedding ?? 0),
    dropout: numbers.dropout ?? 0,
    tieWeights: tieWeights && input === 'embedding',
  };
  return configuration;
}

/** The recipe that the values describe; numbers that do not apply are the preset's, or the defaults. */
export function recipeOf(values: RecipeValues, preset: PresetName | null): Recipe {
  const { windows, optimizer, schedule, arithmetic, duration } = values.choices;
  const { numbers } = values;
  const settled = [...numbersInUse(values)]
    .filter((name) => Object.hasOwn(defaultRecipe, name))
    .map((name) => [name, numbers[name]]);
  return {
    ...defaultRecipe,
    ...(preset === null ? {} : presets[preset].recipe),
    ...(Object.fromEntries(settled) as Partial<Recipe>),
    ...{ preset, windows, optimizer, schedule, arithmetic },
    epochs: duration === 'minutes' ? null : numbers.epochs,
    minutes: duration === 'minutes' ? numbers.minutes : null,
    replicas: numbers.replicas ?? 'auto',
  };
}

/** Whether all that a preset settles is as it says, but for how long it goes on; the rest is a person's own business. */
export function keepsPreset(values: RecipeValues, name: PresetName): boolean {
  const { configuration, recipe } = presets[name];
  const asked = { ...configurationOf(values), ...recipeOf(values, name) };
  return Object.entries({ ...configuration, ...recipe }).every(([field, value]) => {
    const own = asked[field as keyof typeof asked];
    return field === 'epochs' || JSON.stringify(own) === JSON.stringify(value);
  });
}

/** Everything that is wrong with the values, by the control that it stands beside. */
export function valueProblems(values: RecipeValues): Partial<Record<RecipeField, Phrase>> {
  const problems: Partial<Record<RecipeField, Phrase>> = {};
  const note = (field: RecipeField, problem: Phrase | null) => {
    if (problem !== null) problems[field] ??= problem;
  };
  values.layers.forEach((size, at) => note(`layers.${at}`, checkNumber(size, layerRule)));
  values.head.forEach((size, at) => note(`head.${at}`, checkNumber(size, layerRule)));
  for (const name of numbersInUse(values)) {
    const isNeeded = name === 'patience' && values.choices.duration === 'converged';
    const rule = isNeeded ? { ...numberRules.patience, isOptional: false } : numberRules[name];
    note(name, checkNumber(values.numbers[name], rule));
  }
  const { validation, test } = values.numbers;
  if ((validation ?? 0) + (test ?? 0) > recipeLimits.validation.max) {
    note('test', { key: 'form.shares' });
  }
  const { tieWeights, embedding, layers, head } = configurationOf(values);
  const last = head.at(-1) ?? layers.at(-1);
  if (tieWeights && embedding !== last) note('tieWeights', { key: 'form.tie' });
  return problems;
}

function written(sizes: Sizes): number[] {
  return sizes.filter((size) => size !== null);
}
