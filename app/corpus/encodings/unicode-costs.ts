// What a unit of UTF-16 or a sequence of UTF-8 costs in bits, in whichever of the known languages it is cheapest.

import { asciiCosts, undefinedCost } from './ascii-costs.ts';
import { characterFrequencies } from './character-frequencies.ts';

/** Sequences of UTF-8 by their length; at 0 a byte that belongs to none. */
export const utf8SequenceCosts = [24, 0, 8, 10, 14] as const;

/** First and last unit, and what an unlisted character there costs; later ranges overrule earlier ones. */
const ranges: readonly (readonly [number, number, number])[] = [
  [0x0000, 0xffff, undefinedCost],
  [0x00a0, 0x024f, 10],
  [0x0370, 0x1fff, 14],
  [0x0410, 0x042f, 10],
  [0x0430, 0x044f, 6],
  [0x2010, 0x2027, 11],
  [0x2030, 0x2fdf, 18],
  [0x3000, 0x30ff, 12],
  [0x3100, 0x33ff, 20],
  [0x3400, 0x4dbf, 22],
  [0x4e00, 0x9fff, 17],
  [0xac00, 0xd7a3, 17],
  [0xd800, 0xdfff, 12],
  [0xe000, 0xf8ff, 26],
  [0xf900, 0xfeff, 22],
  [0xff01, 0xffee, 14],
];
/** Bits for saying which language a character is of. */
const choiceOfLanguage = 2;

let built: Uint8Array | undefined;

/** Bits by unit. */
export function utf16UnitCosts(): Uint8Array {
  built ??= buildCosts();
  return built;
}

function buildCosts(): Uint8Array {
  const costs = new Uint8Array(0x1_0000);
  for (const [from, to, bits] of ranges) costs.fill(bits, from, to + 1);
  costs.set(asciiCosts);
  for (const rows of Object.values(characterFrequencies)) {
    for (const [bits, characters] of rows.entries()) {
      for (const character of characters) {
        const unit = character.charCodeAt(0);
        costs[unit] = Math.min(costs[unit] ?? undefinedCost, bits + choiceOfLanguage);
      }
    }
  }
  return costs;
}
