// Guesses in which languages a text is written: by its script, and where languages share one, by the share of the
// words in it that every text of a language is full of. Says nothing where that share is low, as in source code,
// tables, lists of names: a guess would mislead. Judges passages one by one, so that a mixed text shows as one.

import type { LanguageGuess } from '../../contract/corpus.ts';
import { cyrillicWords, latinWords } from './language-words.ts';
import { SpreadPassages } from './spread-passages.ts';

/** Long enough to judge by words, short enough that one is seldom in two languages. */
const passageSizes = { length: 1500, atMost: 64 };

/** Letters that a text must have before anything is said of it. */
const lettersAtLeast = 20;

/** Share of words that has to be of the most frequent ones; prose has a quarter to a half of them. */
const frequentShareAtLeast = 0.12;

/** Share of the passages below which a language is taken for a slip. */
const shareAtLeast = 0.05;

/** Of kana beside Chinese characters, the share from which a text is Japanese. */
const kanaShareAtLeast = 0.05;

/** Scripts that one language of those told apart is written in, and those that share one. */
const scripts = {
  latin: /\p{Script=Latin}/gu,
  cyrillic: /\p{Script=Cyrillic}/gu,
  han: /\p{Script=Han}/gu,
  kana: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  ko: /\p{Script=Hangul}/gu,
  el: /\p{Script=Greek}/gu,
  he: /\p{Script=Hebrew}/gu,
  ar: /\p{Script=Arabic}/gu,
  hi: /\p{Script=Devanagari}/gu,
  th: /\p{Script=Thai}/gu,
  ka: /\p{Script=Georgian}/gu,
  hy: /\p{Script=Armenian}/gu,
  bn: /\p{Script=Bengali}/gu,
  ta: /\p{Script=Tamil}/gu,
} as const;
type Script = keyof typeof scripts;

/** The frequent words of languages that share a script. */
const setsOf = (languages: Record<string, string>): [string, Set<string>][] =>
  Object.entries(languages).map(([language, words]) => [language, new Set(words.split(' '))]);
const latin = setsOf(latinWords);
const cyrillic = setsOf(cyrillicWords);

/** Letters by script. */
type Letters = Record<Script, number>;

/** Collects passages to judge by. */
export class LanguageGuesser {
  readonly #sample = new SpreadPassages(passageSizes);

  add(text: string): void {
    this.#sample.add(text);
  }

  /** The likeliest language first; empty where nothing can be said. */
  finish(): LanguageGuess[] {
    const letters = new Map<string, number>();
    let all = 0;
    for (const passage of this.#sample.passages) {
      const judged = judge(passage);
      all += judged.letters;
      if (judged.language === null) continue;
      letters.set(judged.language, (letters.get(judged.language) ?? 0) + judged.letters);
    }
    return [...letters]
      .map(([language, count]) => ({ language, share: count / all }))
      .filter(({ share }) => share >= shareAtLeast)
      .sort((one, other) => other.share - one.share);
  }
}

/** The language of one passage, and how many letters stand behind that. */
function judge(passage: string): { language: string | null; letters: number } {
  const counts = countLetters(passage);
  const letters = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (letters < lettersAtLeast) return { language: null, letters };
  // A Chinese character says as much as two or three letters.
  const weights: Partial<Letters> = { han: 2.5 };
  const [script] = (Object.keys(counts) as Script[])
    .map((name) => ({ name, weight: counts[name] * (weights[name] ?? 1) }))
    .sort((one, other) => other.weight - one.weight);
  return { language: script ? languageOf(script.name, counts, passage) : null, letters };
}

function languageOf(script: Script, { han, kana }: Letters, passage: string): string | null {
  if (script === 'latin') return likeliest(latin, passage);
  if (script === 'cyrillic') return likeliest(cyrillic, passage);
  if (script === 'han' || script === 'kana') {
    return kana / (kana + han) >= kanaShareAtLeast ? 'ja' : 'zh';
  }
  if (script === 'ar') return /[پچژگ]/.test(passage) ? 'fa' : 'ar';
  return script;
}

/** The language whose frequent words stand most often in a passage. */
function likeliest(languages: readonly [string, Set<string>][], passage: string): string | null {
  const words = passage.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best: string | null = null;
  let most = frequentShareAtLeast * words.length;
  for (const [language, frequent] of languages) {
    const found = words.filter((word) => frequent.has(word)).length;
    if (found > most) [best, most] = [language, found];
  }
  return best;
}

function countLetters(passage: string): Letters {
  const counted = Object.entries(scripts).map(([script, letter]) => [
    script,
    passage.match(letter)?.length ?? 0,
  ]);
  return Object.fromEntries(counted) as Letters;
}
