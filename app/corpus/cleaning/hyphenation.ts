// Joins words that a hyphen breaks at a line's end; the line then ends after the word. Soft hyphens go everywhere.
// A hyphen is taken for a break only between small letters, not in a word that has another hyphen or was met with
// this one before ("well-known"), and not before "and": compounds keep theirs.

import type { LineEditor } from './line-stream.ts';

/** Units of the first half of a word at most; longer ones are no words. */
const longestHalf = 64;

/** Compounds remembered at most; a long novel has some thousands. */
const maximumCompounds = 65_536;

const soft = '\u00ad';
/** Hyphens that only a break puts there: the soft one, and the sign that scanned books have in its place. */
const breakingHyphens = [soft, '\u00ac'];
const hyphens = ['-', '\u2010', ...breakingHyphens];

const letter = /^[\p{L}\p{M}]$/u;
const smallLetter = /^[\p{Ll}\p{M}]$/u;
/** What may stand before the first half of a broken word. */
const opening = /^[\s\p{Ps}\p{Pi}"'„—–]$/u;
const continuation = /^[ \t]*(\p{L}\S{0,63})(?=\s|$)([ \t]*)/u;
const compound = /\p{L}+[-\u2010]\p{L}+/gu;
const lineEnd = /\r?\n$/;

/** Words before which a hyphen stands for what is left out: "pre- and post-war", „Vor- und Nachteile“. */
const suspending = new Set([
  ...['and', 'or', 'to', 'nor', 'und', 'oder', 'bis', 'sowie', 'bzw', 'en', 'of', 'och', 'eller'],
  ...['og', 'et', 'ou', 'y', 'o', 'e', 'i', 'oraz', 'lub', 'и', 'или'],
]);

/** The first half of a word at a line's end. */
interface Broken {
  half: string;
  hyphen: string;
  /** Blanks behind the hyphen, and the line's end. */
  end: string;
}

export class HyphenJoiner implements LineEditor {
  changes = 0;
  #broken: Broken | null = null;
  /** Words seen with a hyphen inside a line. */
  readonly #compounds = new Set<string>();

  line(text: string): string {
    let line = this.#removeSoft(text);
    this.#noteCompounds(line);
    let before = '';
    if (this.#broken !== null) [before, line] = this.#join(this.#broken, line);
    this.#broken = findBreak(line);
    if (this.#broken === null) return before + line;
    const { half, hyphen, end } = this.#broken;
    return before + line.slice(0, line.length - half.length - hyphen.length - end.length);
  }

  part(text: string): string {
    return this.#giveBack() + this.#removeSoft(text);
  }

  end(): string {
    return this.#giveBack();
  }

  /** What is certain now, and the line that is still to be looked at. */
  #join(broken: Broken, line: string): [string, string] {
    const [start, word, blanks] = continuation.exec(line) ?? [];
    if (start === undefined || word === undefined || !isContinued(broken, word)) {
      return [this.#giveBack(), line];
    }
    const rest = line.slice(start.length);
    const isWholeLine = rest === '' || /^\r?\n$/.test(rest);
    // At a line's end, "ple-" would look like a break of its own.
    if (!isWholeLine && hyphens.includes(word.slice(-1))) return [this.#giveBack(), line];
    this.changes++;
    const joined = broken.half + this.#hyphenBetween(broken, word) + word;
    return isWholeLine ? ['', joined + blanks + rest] : [joined + broken.end, rest];
  }

  #hyphenBetween({ half, hyphen }: Broken, word: string): string {
    if (breakingHyphens.includes(hyphen)) return '';
    const [letters = ''] = /^\p{L}+/u.exec(word) ?? [];
    return this.#compounds.has(`${half}-${letters}`.toLowerCase()) ? hyphen : '';
  }

  #giveBack(): string {
    if (this.#broken === null) return '';
    const { half, hyphen, end } = this.#broken;
    this.#broken = null;
    if (hyphen === soft) this.changes++;
    return half + (hyphen === soft ? '' : hyphen) + end;
  }

  /** Takes soft hyphens out of a line, but for one that breaks a word at its end. */
  #removeSoft(text: string): string {
    if (!text.includes(soft)) return text;
    const end = text.trimEnd();
    const breaks = lineEnd.test(text) && end.endsWith(soft) && letter.test(end.at(-2) ?? '');
    const body = breaks ? end.slice(0, -1) : text;
    return (
      body.replaceAll(soft, () => {
        this.changes++;
        return '';
      }) + text.slice(body.length)
    );
  }

  #noteCompounds(line: string): void {
    if (!line.includes('-') && !line.includes('\u2010')) return;
    for (const [found] of line.matchAll(compound)) {
      if (this.#compounds.size >= maximumCompounds) return;
      this.#compounds.add(found.toLowerCase().replace('\u2010', '-'));
    }
  }
}

/** Whether a word can be the second half; after a hyphen that may be a compound's, only a small letter is. */
function isContinued({ hyphen }: Broken, word: string): boolean {
  if (breakingHyphens.includes(hyphen)) return true;
  const [letters = ''] = /^[\p{L}\p{M}]+/u.exec(word) ?? [];
  return /^\p{Ll}/u.test(word) && !suspending.has(letters);
}

/** The first half of a word that a line ends with, where it ends with a hyphen. */
function findBreak(line: string): Broken | null {
  const [end = ''] = /[ \t]*\r?\n$/.exec(line.slice(-longestHalf)) ?? [];
  const at = line.length - end.length - 1;
  const hyphen = line.charAt(at);
  if (end === '' || !hyphens.includes(hyphen)) return null;
  const start = wordStart(line, at);
  const half = line.slice(start, at);
  if (half === '' || half.length > longestHalf) return null;
  if (breakingHyphens.includes(hyphen)) return { half, hyphen, end };
  const isWord = half.length > 1 && smallLetter.test(line.charAt(at - 1));
  const opens = start === 0 || opening.test(line.charAt(start - 1));
  return isWord && opens ? { half, hyphen, end } : null;
}

/** Where the letters begin that end before a place; looks no further than a word can reach. */
function wordStart(line: string, end: number): number {
  let at = end;
  while (at > 0 && end - at <= longestHalf && letter.test(line.charAt(at - 1))) at--;
  return at;
}
