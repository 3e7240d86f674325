// A text that never ends the same way twice in a row, and its file of ids, for tests that count.

import type { CharacterCount } from '../../../app/contract/corpus.ts';
import { specialEntries } from '../../../app/corpus/vocabulary/vocabulary.ts';
import { writeIdFile } from '../id-files.ts';

const subjects = ['the old man', 'a grey cat', 'my brother', 'the wind', 'one small boat'];
const verbs = ['sings to', 'runs from', 'waits for', 'dreams of'];
const objects = ['the sea', 'a warm bed', 'every star'];

/** So many lines of which no two that follow each other are the same. */
export function rhyme(lines: number): string {
  return Array.from({ length: lines }, (_, line) => {
    const words = [subjects[(line * 3) % 5], verbs[(line * line) % 4], objects[(line >> 1) % 3]];
    return `${words.join(' ')}\n`;
  }).join('');
}

/** What a corpus of one document keeps on disk. */
export async function idsOf(
  text: string,
): Promise<{ idsPath: string; alphabet: CharacterCount[]; documentEnds: null }> {
  const characters = Array.from(text);
  const counts = new Map<string, number>();
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  const alphabet = [...counts].map(([character, count]) => ({ character, count }));
  alphabet.sort((first, second) => second.count - first.count);
  const ids = new Map(alphabet.map(({ character }, at) => [character, at + specialEntries.length]));
  const idsPath = await writeIdFile(characters.map((character) => ids.get(character) ?? 0));
  return { idsPath, alphabet, documentEnds: null };
}
