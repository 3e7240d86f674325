// Leaves out control and zero-width characters: C0 and C1, terminal colours, marks of direction, zero-width blanks,
// soft hyphens. Those among them that end a line or a page become LF.
// What belongs to the writing stays: joiners inside words of scripts that shape by them and inside emoji, tags
// behind a flag, and variation selectors.

import type { CleaningStage } from './stage.ts';

const joiners = '\\u200c\\u200d';
const tags = '\\u{e0001}-\\u{e007f}';
const lineEnders = '\\v\\f\\u0085\\u2028\\u2029';
const invisible =
  '\\0-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u00ad\\u034f\\u061c\\u200b\\u200e\\u200f' +
  '\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb';

/** A terminal's sequence for colours and the like: ESC [ parameters letter; parameters are a few digits. */
const longestSequence = 32;
const terminalSequence = `\\x1b\\[[0-9;?]{0,${longestSequence - 3}}[@-~]`;

const candidates = new RegExp(
  `${terminalSequence}|[${invisible}${lineEnders}${joiners}${tags}]`,
  'gu',
);
const unfinishedSequence = new RegExp(`\\x1b(?:\\[[0-9;?]{0,${longestSequence - 3}})?$`);

/** Scripts whose letters take another shape beside a joiner. */
const joiningScripts = [
  ...['Arabic', 'Syriac', 'Mandaic', 'Nko', 'Adlam', 'Hanifi_Rohingya', 'Mongolian', 'Phags_Pa'],
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada'],
  ...['Malayalam', 'Sinhala', 'Khmer', 'Myanmar', 'Tibetan', 'Balinese', 'Javanese', 'Tai_Tham'],
];
const shaped = new RegExp(`^[${joiningScripts.map((name) => `\\p{scx=${name}}`).join('')}]$`, 'u');
const mark = /^\p{M}$/u;
const emojiPart = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u;
const emojiStart = /^\p{Extended_Pictographic}$/u;
const tag = /^[\u{e0020}-\u{e007f}]$/u;
const flag = '\u{1f3f4}';

export class ControlRemover implements CleaningStage {
  changes = 0;
  #held = '';
  /** The last character that was kept. */
  #last = '';

  push(piece: string): string {
    const text = this.#held + piece;
    const cut = undecidedFrom(text);
    this.#held = text.slice(cut);
    return this.#remove(text, cut);
  }

  finish(): string {
    const rest = this.#remove(this.#held, this.#held.length);
    this.#held = '';
    this.#last = '';
    return rest;
  }

  /** Cleans the text up to `end`; what stands behind it decides nothing. */
  #remove(text: string, end: number): string {
    let kept = '';
    let start = 0;
    const keepUpTo = (at: number) => {
      if (at > start) this.#last = characterBefore(text, at);
      kept += text.slice(start, at);
    };
    candidates.lastIndex = 0;
    for (const match of text.slice(0, end).matchAll(candidates)) {
      const [found] = match;
      keepUpTo(match.index);
      start = match.index + found.length;
      const next = String.fromCodePoint(text.codePointAt(start) ?? 0);
      const replacement = this.#replace(found, next);
      if (replacement !== found) this.changes++;
      if (replacement !== '') this.#last = replacement;
      kept += replacement;
    }
    keepUpTo(end);
    return start === 0 && end === text.length ? text : kept;
  }

  #replace(found: string, next: string): string {
    if (/^[\v\f\u0085\u2028\u2029]$/.test(found)) return '\n';
    if (found === '\u200c' || found === '\u200d')
      return this.#needsJoiner(found, next) ? found : '';
    if (tag.test(found) && (this.#last === flag || tag.test(this.#last))) return found;
    return '';
  }

  /** Persian and its like join or part letters; Indic scripts also shape a letter at a word's end by one. */
  #needsJoiner(joiner: string, next: string): boolean {
    if (shaped.test(this.#last)) return shaped.test(next) || mark.test(this.#last);
    return joiner === '\u200d' && emojiPart.test(this.#last) && emojiStart.test(next);
  }
}

/** Where a joiner at the end waits for what it joins, or a terminal's sequence for its end. */
function undecidedFrom(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  if (last === 0x200c || last === 0x200d) return text.length - 1;
  const unfinished = unfinishedSequence.exec(text.slice(-longestSequence));
  return unfinished === null ? text.length : text.length - unfinished[0].length;
}

function characterBefore(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  const isPair = unit >= 0xdc00 && unit <= 0xdfff && at > 1;
  return text.slice(at - (isPair ? 2 : 1), at);
}
