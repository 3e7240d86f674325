// Lower case by Unicode's rules, no language preferred. Two things reach over a cut: a sigma is written another
// way at a word's end, and a small letter may compose with a mark that its capital left alone.

import { StreamNormaliser, type Form } from './compose.ts';
import type { CleaningStage } from './stage.ts';

/** Marks and the like held back behind a sigma at most, until it is known whether its word goes on. */
const maximumHeld = 1024;

const cased = /^\p{Cased}$/u;
const ignorable = /^\p{Case_Ignorable}$/u;
const changing = /\p{Changes_When_Lowercased}/gu;

export class LowerCaser implements CleaningStage {
  changes = 0;
  readonly #normaliser: StreamNormaliser | null;
  #held = '';
  /** Whether the last letter lies behind with nothing but ignorable characters since. */
  #isInWord = false;

  /** `form` is what the text is in, and stays in. */
  constructor(form: Form | 'none') {
    this.#normaliser = form === 'none' ? null : new StreamNormaliser(form);
  }

  push(piece: string): string {
    const text = this.#held + piece;
    const cut = sigmaAtEnd(text);
    const isEndless = text.length - cut > maximumHeld;
    const end = isEndless ? text.length : cut;
    this.#held = text.slice(end);
    return this.#compose(this.#lower(text.slice(0, end), this.#held !== ''));
  }

  finish(): string {
    const rest = this.#lower(this.#held, false);
    this.#held = '';
    this.#isInWord = false;
    return this.#compose(rest) + (this.#normaliser?.finish() ?? '');
  }

  #compose(text: string): string {
    return this.#normaliser?.push(text) ?? text;
  }

  /** A letter on either side stands for the text that is not there, where its word goes on there. */
  #lower(text: string, goesOn: boolean): string {
    if (text === '') return text;
    const before = this.#isInWord ? 'a' : '';
    const lower = (before + text + (goesOn ? 'a' : '')).toLowerCase();
    const changed = lower.slice(before.length, goesOn ? -1 : undefined);
    if (changed !== text) this.changes += countChanged(text, changed);
    this.#isInWord = this.#endsInWord(text);
    return changed;
  }

  #endsInWord(text: string): boolean {
    for (let at = text.length; at > 0;) {
      const character = lastCharacter(text, at);
      if (!ignorable.test(character)) return cased.test(character);
      at -= character.length;
    }
    return this.#isInWord;
  }
}

/** Letters that are other ones now; only where one became two does it take a search. */
function countChanged(text: string, changed: string): number {
  if (text.length !== changed.length) return [...text.matchAll(changing)].length;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) !== changed.charCodeAt(at)) count++;
  }
  return count;
}

/** Where a sigma stands after which nothing has shown yet whether its word goes on; the length if there is none. */
function sigmaAtEnd(text: string): number {
  const sigma = text.lastIndexOf('Σ');
  if (sigma === -1) return text.length;
  for (let at = text.length; at > sigma + 1;) {
    const character = lastCharacter(text, at);
    if (!ignorable.test(character)) return text.length;
    at -= character.length;
  }
  return sigma;
}

function lastCharacter(text: string, end: number): string {
  const unit = text.charCodeAt(end - 1);
  const isPair = unit >= 0xdc00 && unit <= 0xdfff && end > 1;
  return text.slice(end - (isPair ? 2 : 1), end);
}
