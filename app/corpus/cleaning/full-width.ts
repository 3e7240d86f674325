// Full-width Latin letters, digits, punctuation and signs become plain ones, and so does the ideographic space.
// Kana, Hangul and punctuation that has no plain twin (。「」) stay.

import type { CleaningStage } from './stage.ts';

const fullWidth = /[\u3000\uff01-\uff5e\uffe0-\uffe6]/g;

/** Letters, digits and ASCII's punctuation lie this far above their plain twins. */
const distance = 0xff01 - 0x21;

const others: Record<string, string> = {
  '\u3000': ' ',
  '\uffe0': '¢',
  '\uffe1': '£',
  '\uffe2': '¬',
  '\uffe3': '¯',
  '\uffe4': '¦',
  '\uffe5': '¥',
  '\uffe6': '₩',
};

export class FullWidthConverter implements CleaningStage {
  changes = 0;

  push(text: string): string {
    return text.replace(fullWidth, (character) => {
      this.changes++;
      return others[character] ?? String.fromCharCode(character.charCodeAt(0) - distance);
    });
  }

  finish(): string {
    return '';
  }
}
