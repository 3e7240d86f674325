// Brings what a person typed into the form of the texts that a model has read. What needs a whole document, or
// would take something from the end that the model is to go on from, is left out.

import type { CleaningOptions } from '../../contract/cleaning.ts';
import { CleaningPipeline } from './pipeline.ts';
import { cleaningSteps } from './steps.ts';

/** Cleans a prompt character by character; what the options need must have been loaded. */
export function cleanPrompt(text: string, options: CleaningOptions): string {
  const stages = cleaningSteps
    .filter(({ isForPrompts, isOn }) => isForPrompts && isOn(options))
    .map(({ make }) => make(options, 'prompt'));
  const pipeline = new CleaningPipeline(stages);
  return pipeline.push(text) + pipeline.finish();
}
