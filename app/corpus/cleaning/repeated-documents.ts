// Leaves out documents whose text stood before. What is to be left out must not have gone on already, so a document
// is held until its end; one that is longer than the bound goes on as it comes, and stays.

import type { CleaningStage } from './stage.ts';
import { SeenTexts, TextHash } from './text-hashes.ts';

/** Units held at most, 32 MB: the longest novels have 6 million. */
export const longestHeld = 16_777_216;

export class RepeatedDocumentRemover implements CleaningStage {
  changes = 0;
  readonly #seen: SeenTexts;
  readonly #longestHeld: number;
  #hash = new TextHash();
  #held: string[] = [];
  #heldUnits = 0;
  #isTooLong = false;

  constructor(options: { seen?: SeenTexts; longestHeld?: number } = {}) {
    this.#seen = options.seen ?? new SeenTexts();
    this.#longestHeld = options.longestHeld ?? longestHeld;
  }

  push(text: string): string {
    if (this.#isTooLong) return text;
    this.#hash.add(text);
    this.#held.push(text);
    this.#heldUnits += text.length;
    if (this.#heldUnits <= this.#longestHeld) return '';
    this.#isTooLong = true;
    return this.#release();
  }

  finish(): string {
    const isEmpty = this.#heldUnits === 0;
    const isRepeated = !this.#isTooLong && !isEmpty && this.#seen.see(this.#hash);
    if (isRepeated) this.changes++;
    const text = this.#release();
    this.#hash = new TextHash();
    this.#isTooLong = false;
    return isRepeated ? '' : text;
  }

  #release(): string {
    const text = this.#held.join('');
    this.#held = [];
    this.#heldUnits = 0;
    return text;
  }
}
