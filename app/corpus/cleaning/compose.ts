// NFC or NFKC over a stream: composes what belongs together even where a piece ends between a letter and its marks.
// Text is held back from the last code point before which a cut changes nothing (Unicode Annex 15, section 9).

import type { CleaningStage } from './stage.ts';

/** How characters are composed; NFKC also replaces what is another way to write the same. */
export type Form = 'NFC' | 'NFKC';

/** Units composed at a time: ordering a stack of marks takes time by the square of its height. */
const sliceUnits = 4096;

/** Units held back at most; beyond it the text is one endless stack of marks, and is cut there. */
const maximumHeld = 1024;

/** Stretches remembered at most, of which a language with all its accents has a few hundred. */
const maximumRemembered = 4096;

/** Code points below this one never join with what stands before them. */
const firstThatMayJoin = 0x300;

/** Code points below these stay as they are when they stand alone. */
const firstThatMayChange: Record<Form, number> = { NFC: 0x300, NFKC: 0xa0 };

const mark = /^\p{M}$/u;
let trailingLetters: Set<number> | null = null;

/** What has been found so far, by code point: 0 not asked yet, 1 a boundary, 2 none. */
const known: Record<Form, Uint8Array> = {
  NFC: new Uint8Array(0x11_0000),
  NFKC: new Uint8Array(0x11_0000),
};

/** Whether text may be cut before this code point without changing what the form makes of it. */
export function isNormalisationBoundary(codePoint: number, form: Form = 'NFC'): boolean {
  if (codePoint < firstThatMayJoin) return true;
  const found = known[form];
  if (found[codePoint] === 0) {
    const isBoundary = maySeparate(codePoint) && (form === 'NFC' || keepsApart(codePoint));
    found[codePoint] = isBoundary ? 1 : 2;
  }
  return found[codePoint] === 1;
}

/** Whether what NFKC puts in a character's place begins with a boundary too: half-width kana marks do not. */
function keepsApart(codePoint: number): boolean {
  const [first = ''] = String.fromCodePoint(codePoint).normalize('NFKD');
  return isNormalisationBoundary(first.codePointAt(0) ?? 0);
}

function maySeparate(codePoint: number): boolean {
  // Half a character at a slice's end: what it will be is not known yet.
  if (codePoint >= 0xd800 && codePoint <= 0xdbff) return false;
  if (codePoint >= 0x3400 && codePoint <= 0x9fff) return true; // CJK ideographs
  if (codePoint >= 0xac00 && codePoint <= 0xd7a3) return true; // Hangul syllables
  trailingLetters ??= findTrailingLetters();
  return !trailingLetters.has(codePoint) && !mark.test(String.fromCodePoint(codePoint));
}

/**
 * Letters that are not marks and yet join with the letter before them: the vowels and finals of Hangul,
 * and what later versions of Unicode add, found by asking this machine's own tables.
 */
function findTrailingLetters(): Set<number> {
  const letters = new Set<number>();
  for (let codePoint = 0x1161; codePoint <= 0x1175; codePoint++) letters.add(codePoint);
  for (let codePoint = 0x11a8; codePoint <= 0x11c2; codePoint++) letters.add(codePoint);
  const scan = (from: number, to: number) => {
    for (let codePoint = from; codePoint <= to; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      const decomposed = character.normalize('NFD');
      if (decomposed === character) continue;
      const [, ...trailing] = decomposed;
      for (const letter of trailing) {
        if (!mark.test(letter)) letters.add(letter.codePointAt(0) ?? 0);
      }
    }
  };
  // Outside these, nothing has a canonical decomposition but the Hangul syllables above.
  scan(firstThatMayJoin, 0x33ff);
  scan(0xa000, 0xabff);
  scan(0xf900, 0xffff);
  scan(0x10000, 0x1ffff);
  return letters;
}

/** Composes a text that comes in pieces. */
export class StreamNormaliser implements CleaningStage {
  /** Sequences that composing changed. */
  changes = 0;
  readonly #form: Form;
  #held = '';
  /** Stretches met so far and whether they change: a language has few. */
  readonly #known = new Map<string, boolean>();

  constructor(form: Form = 'NFC') {
    this.#form = form;
  }

  /** What is certain once this piece is known. */
  push(piece: string): string {
    let composed = '';
    for (let at = 0; at < piece.length; at += sliceUnits) {
      composed += this.#pushSlice(piece.slice(at, at + sliceUnits));
    }
    return composed;
  }

  #pushSlice(piece: string): string {
    const text = this.#held + piece;
    const cut = lastBoundary(text, this.#form);
    this.#held = text.slice(cut);
    if (this.#held.length <= maximumHeld) return this.#compose(text.slice(0, cut));
    this.#held = '';
    return this.#compose(text);
  }

  /** What was held back. */
  finish(): string {
    const rest = this.#compose(this.#held);
    this.#held = '';
    return rest;
  }

  #compose(text: string): string {
    const composed = text.normalize(this.#form);
    if (composed !== text) this.#countChanged(text);
    return composed;
  }

  /** Counts the stretches from boundary to boundary that change; few texts ever come here. */
  #countChanged(text: string): void {
    let start = 0;
    for (let at = 0; at <= text.length;) {
      const codePoint = text.codePointAt(at);
      if (at > start && isCut(codePoint, this.#form)) {
        const isPlain = at === start + 1 && text.charCodeAt(start) < firstThatMayChange[this.#form];
        if (!isPlain && this.#isChanged(text.slice(start, at))) this.changes++;
        start = at;
      }
      at += codePoint !== undefined && codePoint > 0xffff ? 2 : 1;
    }
  }

  #isChanged(stretch: string): boolean {
    let isChanged = this.#known.get(stretch);
    if (isChanged === undefined) {
      isChanged = stretch.normalize(this.#form) !== stretch;
      if (this.#known.size < maximumRemembered) this.#known.set(stretch, isChanged);
    }
    return isChanged;
  }
}

function isCut(codePoint: number | undefined, form: Form): boolean {
  return codePoint === undefined || isNormalisationBoundary(codePoint, form);
}

/** Where the last code point begins that nothing before it can join; 0 when there is none. */
function lastBoundary(text: string, form: Form): number {
  for (let at = text.length - 1; at >= 0; at--) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xdc00 && unit <= 0xdfff && at > 0) continue;
    if (isNormalisationBoundary(text.codePointAt(at) ?? 0, form)) return at;
  }
  return 0;
}
