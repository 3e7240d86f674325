// Text that a person typed, as the model will read it. Knows nothing of how a model writes on.

import { unknownIndex, type Vocabulary } from '../corpus/vocabulary.ts';

/** A prompt in vocabulary indices. */
export interface EncodedPrompt {
  indices: Int32Array;
  /** Distinct characters that the model has never seen, in order of appearance; they count as `<unk>`. */
  unknownCharacters: string[];
}

/** Encodes a prompt in the same canonical form as the texts that models are trained on. */
export function encodePrompt(vocabulary: Vocabulary, prompt: string): EncodedPrompt {
  const text = prompt.replace(/\r\n?/g, '\n').normalize('NFC');
  const unknown = new Set<string>();
  for (const character of text) {
    if (vocabulary.indexOf(character) === unknownIndex) unknown.add(character);
  }
  return { indices: vocabulary.encode(text), unknownCharacters: [...unknown] };
}
