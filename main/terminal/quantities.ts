// Numbers, times and sizes in words, for both languages. Knows no sentence.

import type { CharacterCount, CoveragePoint, LanguageGuess } from '../../app/contract/corpus.ts';

/** Minutes and seconds as on a clock: 2:13, or 1:02:13 from an hour on. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A whole number in groups of three digits. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Between how many characters a model hesitates; beyond a thousand the number says no more than that. */
export function choices(perplexity: number, words: { about: string; moreThan: string }): string {
  if (perplexity >= 1000) return `${words.moreThan}1,000`;
  return words.about + (perplexity < 100 ? perplexity.toFixed(1) : whole(perplexity));
}

/** A loss: four digits tell apart what is worth telling apart. */
export function loss(value: number): string {
  return value.toFixed(4);
}

/** A share in per cent, with one digit after the point. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** A share that may be far below a percent, to two digits. */
export function smallPercent(share: number): string {
  return `${Number((100 * share).toPrecision(2))}%`;
}

/** A size of a file. */
export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let scaled = value;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return `${unit === 0 ? scaled : scaled.toFixed(1)} ${units[unit] ?? ''}`;
}

/** A number of epochs as people say it: 2, 2.4, and 0.03 where the first has hardly begun. */
export function epochs(value: number): string {
  const places = value < 1 ? 100 : 10;
  return String(Math.round(value * places) / places);
}

/** A character as it can be told from others: invisible ones by their number. */
export function characterName(character: string): string {
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return `“${character}”`;
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${number}`;
}

/** A loss in bits: nats / ln 2. */
export function bits(nats: number): string {
  return (nats / Math.LN2).toFixed(3);
}

/** A loss that is only expected: more digits would be promised. */
export function lossInShort(value: number): string {
  return value.toFixed(2);
}

/** The same in bits. */
export function bitsInShort(nats: number): string {
  return (nats / Math.LN2).toFixed(2);
}

/** From a lower to a higher value; one value where both read the same. */
export function range(low: number, high: number, say: (value: number) => string): string {
  const [from, to] = [say(low), say(high)];
  return from === to ? from : `${from}–${to}`;
}

/** A moment's day where the person is, as in 2025-01-31. */
export function day(moment: string): string {
  const date = new Date(moment);
  const [month, dayOfMonth] = [date.getMonth() + 1, date.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${date.getFullYear()}-${month}-${dayOfMonth}`;
}

/** Characters that are listed of those that are most frequent. */
const listedCharacters = 24;

/** The most frequent characters, the invisible ones by signs of their own. */
export function characterList(frequent: readonly CharacterCount[]): string {
  return frequent
    .slice(0, listedCharacters)
    .map(({ character }) => (character === ' ' ? '␣' : character === '\n' ? '⏎' : character))
    .join(' ');
}

/** Shares of a text that are told with the characters that cover them. */
const toldShares = [0.9, 0.99, 0.999, 1];

/** How many of the most frequent characters cover which share of a text. */
export function coverageMarks(
  points: readonly CoveragePoint[],
): { characters: number; share: string }[] {
  const marks = toldShares.flatMap((told) => {
    const point = points.find(({ share }) => share >= told);
    return point
      ? [{ characters: point.characters, share: `${Number((100 * told).toFixed(1))}%` }]
      : [];
  });
  // A short text goes from one share to a higher one with a single character.
  return marks.filter(({ characters }, at) => characters !== marks[at + 1]?.characters);
}

/** A language with less than this share is a quotation or a mistake; one with more than its counterpart is alone. */
const quotedShare = 0.05;

/** The languages of a text by their names, with their shares where there are several. */
export function languagesInWords(
  guesses: readonly LanguageGuess[],
  names: Intl.DisplayNames,
): string[] {
  const spoken = guesses.filter(({ share }) => share >= quotedShare);
  return spoken.map(({ language, share }) => {
    const name = names.of(language) ?? language;
    return share > 1 - quotedShare ? name : `${name} ${Math.round(100 * share)}%`;
  });
}
