// Our side of the sampling row: the product's own writing loop over the product's own stepper.

import { defaultCleaning } from '../../../app/contract/cleaning.ts';
import { defaultConfiguration, defaultSampling } from '../../../app/contract/defaults.ts';
import { specialEntries, Vocabulary } from '../../../app/corpus/vocabulary/vocabulary.ts';
import { initialiseParameters, layOutParameters } from '../../../app/model/parameters.ts';
import { createStepper } from '../../../app/model/stepper/stepper.ts';
import { generate } from '../../../app/sampling/generate.ts';
import { answerRequests } from '../side-process.ts';

/** The first of so many characters that are not controls; which ones does not matter. */
const firstCharacter = 0xa1;
/** Of an English text. */
const usualVocabularySize = 96;

/** Answers requests for the characters a second of one text. */
export function playSampling(): Promise<void> {
  const writers = new Map<number, ReturnType<typeof openWriter>>();
  return answerRequests(async ({ characters, vocabularySize }) => {
    const size = Number(vocabularySize ?? usualVocabularySize);
    const writer = writers.get(size) ?? openWriter(size);
    writers.set(size, writer);
    const options = { ...defaultSampling, length: Number(characters) };
    const now = () => performance.now();
    const text = generate({ ...writer, prompt: '', options, now });
    for (;;) {
      const piece = await text.next();
      if (piece.done) return { charsPerSecond: piece.value.charsPerSecond };
    }
  });
}

/** An untrained model of so many characters. */
function openWriter(vocabularySize: number) {
  const configuration = defaultConfiguration;
  const vocabulary = Vocabulary.fromCharacters([
    ...specialEntries,
    ...Array.from({ length: vocabularySize - specialEntries.length }, (_, place) =>
      String.fromCodePoint(firstCharacter + place),
    ),
  ]);
  const layout = layOutParameters(configuration, vocabularySize);
  const parameters = initialiseParameters(layout, 1);
  // It would end its text after a hundred characters: `<end>` is as likely as any other.
  const bias = layout.entries.find(({ name }) => name === 'dense/bias');
  if (bias) parameters[bias.offset + 1] = -100;
  const stepper = createStepper(configuration, vocabularySize, parameters);
  return { vocabulary, normalisation: defaultCleaning, stepper };
}
