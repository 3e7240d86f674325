// Makes a whole configuration and recipe of what was asked for. Pure; knows no corpus and no machine.

import { defaultConfiguration, defaultRecipe, optimizerDefaults } from '../../contract/defaults.ts';
import { EngineError } from '../../contract/errors.ts';
import type { ModelConfiguration, Recipe } from '../../contract/model.ts';
import { presets, type Preset } from '../../contract/presets.ts';
import { configurationSchema } from '../../contract/schemas.ts';

/** What a person or a front end settled; everything else is open. */
export interface AskedSettings {
  configuration?: Partial<ModelConfiguration> | undefined;
  recipe?: Partial<Recipe> | undefined;
}

export interface Settings {
  configuration: ModelConfiguration;
  recipe: Recipe;
}

/**
 * Fills in what was left open: from the defaults, over them the named optimiser's own, over them the preset's, over
 * them what was asked for, field by field. A time takes the place of the epochs.
 */
export function completeSettings({ configuration = {}, recipe = {} }: AskedSettings): Settings {
  const preset = recipe.preset ? presets[recipe.preset] : null;
  return {
    configuration: completeConfiguration(configuration, preset),
    recipe: completeRecipe(recipe, preset),
  };
}

function completeConfiguration(
  asked: Partial<ModelConfiguration>,
  preset: Preset | null,
): ModelConfiguration {
  const complete = { ...defaultConfiguration, ...preset?.configuration, ...asked };
  const beforeOutput = complete.head.at(-1) ?? complete.layers.at(-1);
  // Tied weights settle the embedding's size where nobody asked for another.
  if (complete.tieWeights && asked.embedding === undefined && beforeOutput !== undefined)
    complete.embedding = beforeOutput;
  const checked = configurationSchema.safeParse(complete);
  if (checked.success) return complete;
  const issue = checked.error.issues[0];
  const field = ['configuration', ...(issue?.path ?? [])].join('.');
  const expected = issue?.message ?? 'another value';
  throw new EngineError(
    'invalid-request',
    `The network asked for does not fit together at ${field}: ${expected}.`,
    { details: { field, expected } },
  );
}

function completeRecipe(asked: Partial<Recipe>, preset: Preset | null): Recipe {
  const ofPreset = { ...preset?.recipe };
  const optimizer = asked.optimizer ?? ofPreset.optimizer ?? defaultRecipe.optimizer;
  // Rates that a preset gives its own optimiser mean nothing to another one.
  if (optimizer !== (ofPreset.optimizer ?? defaultRecipe.optimizer)) {
    delete ofPreset.momentum;
    delete ofPreset.squareDecay;
    delete ofPreset.learningRate;
  }
  const isTimed = Boolean(asked.minutes) && !asked.epochs;
  return {
    ...defaultRecipe,
    ...optimizerDefaults[optimizer],
    ...ofPreset,
    ...asked,
    epochs: isTimed ? null : (asked.epochs ?? ofPreset.epochs ?? defaultRecipe.epochs),
    minutes: isTimed ? (asked.minutes ?? null) : null,
  };
}
