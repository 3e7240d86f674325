import { expect, test } from 'vitest';
import { defaultCleaning } from '../../../app/contract/cleaning.ts';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import { Vocabulary } from '../../../app/corpus/vocabulary/vocabulary.ts';
import { openStepper } from '../../../app/engine/writing/open-stepper.ts';
import { initialiseParameters, layOutParameters } from '../../../app/model/parameters.ts';

const vocabulary = Vocabulary.fromCharacters(['<unk>', '<end>', 'a', 'b', 'c', 'd', 'e', 'z']);
const configuration = { ...defaultConfiguration, layers: [12], embedding: 4 };
const parameters = initialiseParameters(layOutParameters(configuration, vocabulary.size), 3);

/** Logits after a text, for a model that was trained on windows of three characters. */
function logitsAfter(text: string, windows: 'streams' | 'strided'): number[] {
  const recipe = { windows, sequenceLength: 3 };
  const stepper = openStepper({
    configuration,
    recipe,
    vocabulary,
    parameters,
    normalisation: defaultCleaning,
  });
  const logits = [...stepper.feedAll(vocabulary.encode(text))];
  stepper.dispose();
  return logits;
}

test('a model of strided windows writes from its last window alone, one of streams from all it has read', () => {
  expect(logitsAfter('aacde', 'strided')).toEqual(logitsAfter('bzcde', 'strided'));
  expect(logitsAfter('aacde', 'streams')).not.toEqual(logitsAfter('bzcde', 'streams'));
});
