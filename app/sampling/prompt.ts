// Text that a person typed, as the model will read it. Knows nothing of how a model writes on.

import type { Normalisation } from '../contract/model.ts';
import { cleanPrompt } from '../corpus/cleaning/clean-prompt.ts';
import { unknownIndex, type Vocabulary } from '../corpus/vocabulary/vocabulary.ts';

/** A prompt in vocabulary indices. */
export interface EncodedPrompt {
  indices: Int32Array;
  /** Distinct characters that the model has never seen, in order of appearance; they count as `<unk>`. */
  unknownCharacters: string[];
}

/** What is to be known of a model to encode a text for it. */
export interface PromptReader {
  vocabulary: Vocabulary;
  /** What it needs must have been loaded. */
  normalisation: Normalisation;
}

/** Encodes a prompt in the form of the texts that the model was trained on. */
export function encodePrompt(
  { vocabulary, normalisation }: PromptReader,
  prompt: string,
): EncodedPrompt {
  const text = cleanPrompt(prompt, normalisation);
  const unknown = new Set<string>();
  for (const character of text) {
    if (vocabulary.indexOf(character) === unknownIndex) unknown.add(character);
  }
  return { indices: vocabulary.encode(text), unknownCharacters: [...unknown] };
}
