// Names for characters that cannot be seen, so that a tile or a sentence can show them.

import type { Language } from './language.svelte.ts';

const named = {
  ' ': 'character.space',
  '\n': 'character.newline',
  '\t': 'character.tab',
  '\u3000': 'character.wideSpace',
} as const;

/** Whether a character shows ink of its own. */
export function isVisible(character: string): boolean {
  return !/^[\p{Z}\p{C}\p{M}]+$/u.test(character);
}

/** What to call a character: itself where it can be seen, else its name or its code point. */
export function characterName(character: string, language: Language): string {
  if (isVisible(character)) return character;
  if (Object.hasOwn(named, character)) return language.t(named[character as keyof typeof named]);
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return language.t('character.code', { code: `U+${code}` });
}
