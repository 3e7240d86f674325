// How much of a text its most frequent characters cover, as points of a curve. Pure.

import type { CharacterCount, CoveragePoint } from '../../contract/corpus.ts';

/** Points of a curve at most: more than a screen shows apart. */
const pointsAtMost = 60;

/** `alphabet` by falling count. The first point is one character, the last all of them; between them steps grow. */
export function coverageOf(alphabet: readonly CharacterCount[]): CoveragePoint[] {
  const total = alphabet.reduce((sum, { count }) => sum + count, 0);
  const wanted = ranksOf(alphabet.length);
  const points: CoveragePoint[] = [];
  let covered = 0;
  alphabet.forEach(({ count }, at) => {
    covered += count;
    if (wanted.has(at + 1)) points.push({ characters: at + 1, share: covered / total });
  });
  return points;
}

/** Numbers of characters, evenly spread on a logarithmic scale: rare characters are many and alike. */
function ranksOf(size: number): Set<number> {
  const ranks = new Set<number>();
  for (let point = 0; point < pointsAtMost; point++) {
    ranks.add(Math.round(size ** (point / (pointsAtMost - 1))));
  }
  return ranks;
}
