// Leaves out the characters of a set, or all others; line ends are never among the others.

import { characterClass } from './character-set.ts';
import type { CleaningStage } from './stage.ts';

export class CharacterFilter implements CleaningStage {
  changes = 0;
  readonly #unwanted: RegExp;

  /** A filter that takes the characters of the notation out. */
  static removing(notation: string): CharacterFilter {
    return new CharacterFilter(new RegExp(`[${characterClass(notation)}]+`, 'gu'));
  }

  /** A filter that lets only the characters of the notation, and line ends, through. */
  static keeping(notation: string): CharacterFilter {
    return new CharacterFilter(new RegExp(`[^\\r\\n${characterClass(notation)}]+`, 'gu'));
  }

  private constructor(unwanted: RegExp) {
    this.#unwanted = unwanted;
  }

  push(text: string): string {
    return text.replace(this.#unwanted, (run) => {
      this.changes += [...run].length;
      return '';
    });
  }

  finish(): string {
    return '';
  }
}
