// A set of characters as a person writes it: characters themselves and ranges such as 0-9; a backslash before
// - or \ means the character. Knows nothing of what becomes of the characters.

import { EngineError } from '../../contract/errors.ts';

/** One character or range of a set, first and last included. */
interface Range {
  first: number;
  last: number;
}

/** Characters of a notation at most: far more than anybody types, and a bound for a file that is not ours. */
export const maximumNotation = 10_000;

/** Reads a notation into what stands between the brackets of a regular expression with the flag `u`. */
export function characterClass(notation: string): string {
  return parseRanges(notation)
    .map(({ first, last }) => `${escape(first)}-${escape(last)}`)
    .join('');
}

const escape = (codePoint: number) => `\\u{${codePoint.toString(16)}}`;

/** Throws `invalid-request`, with the place of the mistake, where a notation is none. */
function parseRanges(notation: string): Range[] {
  if (notation.length > maximumNotation) {
    throw invalidNotation(notation.slice(0, 40), `it is longer than ${maximumNotation} characters`);
  }
  const symbols = readSymbols(notation);
  const ranges: Range[] = [];
  for (let at = 0; at < symbols.length; at++) {
    const symbol = symbols[at];
    if (symbol === undefined) break;
    if (symbol.isDash) {
      throw invalidNotation(notation, `"-" at place ${at + 1} has no character on both sides`);
    }
    const end = symbols[at + 1]?.isDash ? symbols[at + 2] : symbol;
    if (end === undefined || (end !== symbol && end.isDash)) {
      throw invalidNotation(notation, `the range from "${symbol.character}" has no end`);
    }
    const first = symbol.character.codePointAt(0) ?? 0;
    const last = end.character.codePointAt(0) ?? 0;
    if (first > last) {
      throw invalidNotation(
        notation,
        `the range ${symbol.character}-${end.character} runs backwards`,
      );
    }
    ranges.push({ first, last });
    if (end !== symbol) at += 2;
  }
  return ranges;
}

interface Symbol {
  character: string;
  /** A hyphen that makes a range, not one that means itself. */
  isDash: boolean;
}

function readSymbols(notation: string): Symbol[] {
  const characters = [...notation];
  const symbols: Symbol[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character !== '\\') {
      symbols.push({ character, isDash: character === '-' });
      continue;
    }
    const escaped = characters[++at];
    if (escaped !== '-' && escaped !== '\\') {
      throw invalidNotation(notation, 'a backslash stands before something else than - or \\');
    }
    symbols.push({ character: escaped, isDash: false });
  }
  return symbols;
}

function invalidNotation(notation: string, problem: string): EngineError {
  return new EngineError(
    'invalid-request',
    `"${notation}" is not a list of characters: ${problem}. Write characters themselves or ranges such as ` +
      '0-9, and \\- and \\\\ for a hyphen and a backslash.',
    { details: { notation, problem } },
  );
}
