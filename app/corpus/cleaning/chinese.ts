// Writes Chinese in one script, by the longest phrase that stands at each place: 乾隆 stays, 乾淨 becomes 干净.
// Regional wording (软件, 軟體) stays as it is.

import { type ChineseDictionary, type ChineseScript, loadedChinese } from './chinese-dictionary.ts';
import type { CleaningStage } from './stage.ts';

export class ChineseConverter implements CleaningStage {
  /** Phrases and characters that were written another way. */
  changes = 0;
  readonly #dictionary: ChineseDictionary;
  /** What a phrase may begin in; shorter than the longest of them. */
  #held = '';

  /** The script's dictionary must have been loaded. */
  constructor(script: ChineseScript) {
    this.#dictionary = loadedChinese(script);
  }

  push(piece: string): string {
    const text = this.#held + piece;
    return this.#convert(text, text.length - this.#dictionary.longest);
  }

  finish(): string {
    return this.#convert(this.#held, this.#held.length);
  }

  /** Converts what begins at or before a place and holds the rest. */
  #convert(text: string, lastStart: number): string {
    const dictionary = this.#dictionary;
    let converted = '';
    let start = 0;
    let at = 0;
    while (at <= lastStart && at < text.length) {
      const entry = dictionary.find(text, at);
      if (entry === null) {
        at += isHighSurrogate(text.charCodeAt(at)) ? 2 : 1;
        continue;
      }
      if (!text.startsWith(entry.value, at) || entry.value.length !== entry.end - at) {
        converted += text.slice(start, at) + entry.value;
        start = entry.end;
        this.changes++;
      }
      at = entry.end;
    }
    this.#held = text.slice(at);
    return converted + text.slice(start, at);
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
