// What each byte costs in bits after the one before it, if a file is in an encoding of one byte a character: by how
// often letters follow each other in its languages. Built when first needed; 64 KB a language.

import { asciiCosts, undefinedCost } from './ascii-costs.ts';
import { legacyTables } from './legacy-tables.ts';
import { letterFrequencies } from './letter-frequencies.ts';

/** Encodings of one byte a character. */
export type SingleByteEncoding = 'windows-1250' | 'windows-1251' | 'windows-1252' | 'koi8-r';
type Language = keyof typeof letterFrequencies;

export const singleByteLanguages: Record<SingleByteEncoding, readonly Language[]> = {
  'windows-1250': ['pl', 'cs', 'hu', 'ro', 'de'],
  'windows-1251': ['ru', 'uk', 'bg'],
  'windows-1252': ['de', 'fr', 'es', 'pt', 'it', 'sv', 'da', 'en'],
  'koi8-r': ['ru', 'bg'],
};

/** Bits for what no list holds. */
const unlisted = {
  /** A letter of the language after one that it seldom follows. */
  knownLetter: 12,
  otherLetter: 15,
  punctuation: 12,
  sign: 12,
  symbol: 17,
};
/** Bits more for a letter and a digit side by side, which signs and fractions are but letters are not. */
const besideDigit = 6;
/** Bits more for a capital after a small letter, and for any other capital. */
const capital = { afterSmall: 9, elsewhere: 2 };
const punctuation = '«»„“”‘’‚–—…\u00A0';
/** What texts of any language have: of money, measures and paragraphs. */
const signs = '£€¥¢§°ºª½¼¾¹²³×÷±µ©®™•·†‡‰№';
/** Letters of loan words and names, which the lists were counted from too few texts to hold. */
const borrowed: Partial<Record<Language, string>> = {
  en: 'àáâãäåæçèéêëìíîïñòóôõöøùúûüœ',
  fr: 'æœÿ',
};
/** Romanian has commas below; encodings that are older than these have cedillas. */
const commasBelow: Record<string, string> = { ş: 'ș', ţ: 'ț' };

const built = new Map<SingleByteEncoding, Uint8Array[]>();

/** One table for each language that the encoding is for, by the byte before and the byte itself. */
export function singleByteCosts(encoding: SingleByteEncoding): Uint8Array[] {
  let tables = built.get(encoding);
  if (tables === undefined) {
    const characters = charactersOf(encoding);
    tables = singleByteLanguages[encoding].map((language) => buildCosts(characters, language));
    built.set(encoding, tables);
  }
  return tables;
}

/** The character of each byte, empty where it has none. */
function charactersOf(encoding: SingleByteEncoding): string[] {
  const { singles } = legacyTables(encoding);
  return Array.from({ length: 256 }, (_, byte) => {
    if (byte < 0x80) return String.fromCharCode(byte);
    const unit = singles[byte] ?? 0;
    return unit === 0 ? '' : String.fromCharCode(unit);
  });
}

function buildCosts(characters: readonly string[], language: Language): Uint8Array {
  const listed = new Map<string, number>();
  for (const [bits, pairs] of letterFrequencies[language].entries()) {
    for (let i = 0; i < pairs.length; i += 2) listed.set(pairs.slice(i, i + 2), bits);
  }
  const known = new Set([...listed.keys()].join('') + (borrowed[language] ?? ''));
  const symbols = characters.map(symbolOf);
  const isSmall = characters.map((character) => /\p{Ll}/u.test(character));
  // Asked once for each byte: pairs are a million over all languages.
  const letters = symbols.map(isLetter);
  const isKnown = symbols.map((symbol) => known.has(symbol));
  const costs = new Uint8Array(0x1_0000);
  for (const [second, character] of characters.entries()) {
    const symbol = symbols[second] ?? '';
    const alone = aloneCost(second, character, known);
    const isCapital = /\p{Lu}/u.test(character);
    for (let first = 0; first < 256; first++) {
      const index = (first << 8) | second;
      const hasPairs = (first >= 0x80 || second >= 0x80) && alone < undefinedCost;
      if (!hasPairs) costs[index] = alone;
      else {
        const before = symbols[first] ?? '';
        const isBesideDigit =
          (before === '0' && letters[second] === true) ||
          (symbol === '0' && letters[first] === true);
        const mayBeListed = isKnown[first] === true && isKnown[second] === true;
        const bits =
          (mayBeListed ? listed.get(before + symbol) : undefined) ??
          alone + (isBesideDigit ? besideDigit : 0);
        const more = isSmall[first] === true ? capital.afterSmall : capital.elsewhere;
        costs[index] = bits + (isCapital ? more : 0);
      }
    }
  }
  return costs;
}

function isLetter(symbol: string): boolean {
  return /\p{L}/u.test(symbol) && !signs.includes(symbol);
}

/** Bits for a byte after one that no list has it after. */
function aloneCost(byte: number, character: string, known: ReadonlySet<string>): number {
  if (byte < 0x80) return asciiCosts[byte] ?? 0;
  if (character === '') return undefinedCost;
  const symbol = symbolOf(character);
  if (isLetter(symbol)) {
    return known.has(symbol) ? unlisted.knownLetter : unlisted.otherLetter;
  }
  if (signs.includes(symbol)) return unlisted.sign;
  return punctuation.includes(symbol) ? unlisted.punctuation : unlisted.symbol;
}

/** The letter as the lists write it. */
function symbolOf(character: string): string {
  if (/[\s\u00A0]/.test(character)) return ' ';
  if (/[0-9]/.test(character)) return '0';
  if (/[!-/:-@[-`{-~]/.test(character)) return '.';
  const small = character.toLowerCase();
  return commasBelow[small] ?? small;
}
