// A made-up text in which the kind of a closing bracket is known only to whoever remembers an opening one far before
// it: lines of equal length, in each an outer pair and, now and then, inner pairs of any kinds between. A sign stands
// before each closing bracket, so that nothing but its kind is left to be known. Seeded: always the same.

import type { Random } from '../../app/model/random.ts';

/** Characters of a line, its end included. */
export const lineLength = 96;
/** Characters from an outer opening bracket to its closing one: what counts as far, and the most a line holds. */
export const farDistance = 60;
const longestDistance = 92;
/** In the training text distances begin here: a network learns to remember from the near to the far. */
export const nearDistance = 4;
const innerDistance = { least: 2, most: 24 };
/** How often an inner pair opens where there is room for one. */
const innerShare = 0.03;

const kinds = ['()', '[]', '{}', '<>'] as const;
const filler = '.';
/** Announces a closing bracket, and does not say which. */
const sign = '/';

export interface BracketLine {
  text: string;
  /** Where the outer pair closes. */
  closing: number;
}

/** Draws lines whose outer pairs are at least so far apart. */
export function drawLines(random: Random, count: number, leastDistance: number): BracketLine[] {
  return Array.from({ length: count }, () => drawLine(random, leastDistance));
}

function drawLine(random: Random, leastDistance: number): BracketLine {
  const characters = Array<string>(lineLength).fill(filler);
  characters[lineLength - 1] = '\n';
  const distance = between(random, leastDistance, longestDistance);
  const opening = between(random, 0, lineLength - 2 - distance);
  const closing = opening + distance;
  drawPair(characters, opening, closing, random);
  // The last place before the closing bracket is the sign's.
  for (let at = opening + 1; at + innerDistance.most < closing - 1; at++) {
    if (random.uniform() >= innerShare) continue;
    const end = at + between(random, innerDistance.least, innerDistance.most);
    drawPair(characters, at, end, random);
    at = end;
  }
  return { text: characters.join(''), closing };
}

function drawPair(characters: string[], opening: number, closing: number, random: Random): void {
  const kind = kinds[random.next() % kinds.length] ?? kinds[0];
  characters[opening] = kind.charAt(0);
  characters[closing - 1] = sign;
  characters[closing] = kind.charAt(1);
}

function between(random: Random, least: number, most: number): number {
  return least + (random.next() % (most - least + 1));
}
