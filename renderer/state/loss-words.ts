// What a loss sounds like, in one of a few words: how well the text that a model of it writes holds together.
// Alphabets and Chinese have other scales, since a Chinese character says far more than a letter.

/** From noise to sentences. */
export type LossWord = 'sentences' | 'phrases' | 'words' | 'syllables' | 'letters';

/** With more characters than this a text is written in characters that are words: alphabets have fewer, by far. */
const alphabetSize = 600;

/** Below each loss, in nats per character, writing is at least so good; judged by eye on novels and letters. */
const scales: Record<'alphabet' | 'characters', readonly [LossWord, number][]> = {
  alphabet: [
    ['sentences', 1.3],
    ['phrases', 1.6],
    ['words', 2],
    ['syllables', 2.6],
  ],
  characters: [
    ['sentences', 3.6],
    ['phrases', 4.5],
    ['words', 5.2],
    ['syllables', 5.9],
  ],
};

/** The word for a loss. */
export function lossWord(loss: number, vocabularySize: number): LossWord {
  const scale = scales[vocabularySize > alphabetSize ? 'characters' : 'alphabet'];
  return scale.find(([, below]) => loss < below)?.[0] ?? 'letters';
}

/** A network's size in one of a few words. */
export type SizeWord = 'tiny' | 'small' | 'medium' | 'large' | 'huge';

const sizes: readonly [SizeWord, number][] = [
  ['tiny', 150_000],
  ['small', 600_000],
  ['medium', 2_500_000],
  ['large', 8_000_000],
];

/** The word for a number of parameters, as Charloom's own small, medium and large have them. */
export function sizeWord(parameters: number): SizeWord {
  return sizes.find(([, below]) => parameters < below)?.[0] ?? 'huge';
}
