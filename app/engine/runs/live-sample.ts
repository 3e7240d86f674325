// The one line that a model writes every so often while it learns: same prompt, same seed, so that the
// lines can be compared. Knows nothing of when it is asked for.

import { defaultSampling } from '../../contract/defaults.ts';
import { prepareCleaning } from '../../corpus/cleaning/corpus-cleaner.ts';
import { generate } from '../../sampling/generate.ts';
import { openStepper, type WritingModel } from '../writing/open-stepper.ts';

/** About a line and a half of print: enough to see spelling, words and syntax arrive one after the other. */
const sampleCharacters = 160;

/** A little bolder than safe, so that early samples are not one word repeated. */
const sampleTemperature = 0.7;

/** Writes the sample; line ends become spaces. */
export async function writeLiveSample(model: WritingModel, prompt: string): Promise<string> {
  const { vocabulary, normalisation } = model;
  await prepareCleaning(normalisation);
  const stepper = openStepper(model);
  try {
    let text = prompt;
    const options = {
      ...defaultSampling,
      temperature: sampleTemperature,
      length: sampleCharacters,
    };
    const now = () => performance.now();
    const pieces = generate({ stepper, vocabulary, normalisation, prompt, options, now });
    for await (const piece of pieces) text += piece;
    return text.replace(/\s+/gu, ' ').trim();
  } finally {
    stepper.dispose();
  }
}
