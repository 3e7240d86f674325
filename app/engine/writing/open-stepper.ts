// A model as a stepper that writes the way it was trained to read. Used for every text that the engine writes.

import type { ModelConfiguration, Normalisation, Recipe } from '../../contract/model.ts';
import type { Vocabulary } from '../../corpus/vocabulary/vocabulary.ts';
import { withContextLimit } from '../../model/stepper/context-limit.ts';
import { createStepper, type Stepper } from '../../model/stepper/stepper.ts';

/** What is needed of a model to write with it. */
export interface WritingModel {
  configuration: ModelConfiguration;
  recipe: Pick<Recipe, 'windows' | 'sequenceLength'>;
  vocabulary: Vocabulary;
  normalisation: Normalisation;
  parameters: Float32Array;
}

/** Opens a stepper; one for strided windows has never seen more than a window and is shown no more. */
export function openStepper(model: WritingModel): Stepper {
  const { configuration, recipe, vocabulary, parameters } = model;
  const stepper = createStepper(configuration, vocabulary.size, parameters);
  return recipe.windows === 'strided' ? withContextLimit(stepper, recipe.sequenceLength) : stepper;
}
