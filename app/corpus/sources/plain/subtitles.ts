// Subtitles in SubRip and WebVTT: what is said, without numbers, times, settings, notes, styles and tags.
// A cue's lines become one; a sentence that goes on in the next cue is joined, else each cue is a line.
// Follows the W3C's WebVTT, section 4, and what SubRip writes.

import { decodeReferences } from '../markup/character-references.ts';
import { joinLines } from './join-lines.ts';
import { LineSplitter } from './lines.ts';
import { readReduced, type TextReducer } from './text.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';

/** Characters of a line, and of a cue: longer ones are no speech and come in parts. */
const maximumLine = 16_384;

const time = /^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}/;
const tags =
  /<\/?(?:i|b|u|s|c|v|rt|ruby|lang|font|em|strong|span)(?:[.\s][^<>]{0,500})?>|<[\d:.]{5,20}>|\{\\[^{}]{0,200}\}/gi;
const lineBreakTag = /<br\s*\/?>|\\N/gi;
/** How words beside Chinese and Japanese ones are read. */
const readings = /<rt(?:[.\s][^<>]{0,500})?>[^<>]{0,500}<\/rt>/gi;

/** Reads subtitles as one document. */
export function readSubtitles(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  return readReduced(file, context, new SubtitleReducer());
}

/** Takes the text out of cues as they come. */
export class SubtitleReducer implements TextReducer {
  readonly #splitter = new LineSplitter(maximumLine);
  #isWebVtt: boolean | null = null;
  /** The cue that is being read; null between cues. */
  #cue: string[] | null = null;
  /** Lines after a cue: in SubRip what follows an empty line inside of it, before the next cue's number. */
  #between: string[] = [];
  #heldCharacters = 0;
  /** The last line that was said, kept back because the next cue may go on with it. */
  #said = '';
  #lastLine = '';

  push(text: string): string {
    let out = '';
    for (const line of this.#splitter.push(text)) out += this.#take(line.text);
    return out;
  }

  finish(): string {
    const last = this.#splitter.finish();
    const out = last === null ? '' : this.#take(last.text);
    const rest = out + this.#endCue(false) + this.#said;
    return this.#said === '' ? rest : `${rest}\n`;
  }

  #take(line: string): string {
    if (this.#isWebVtt === null) {
      if (line.trim() === '') return '';
      this.#isWebVtt = /^\ufeff?WEBVTT(?:\s|$)/.test(line);
    }
    if (time.test(line)) {
      const out = this.#endCue(true);
      this.#cue = [];
      return out;
    }
    if (this.#cue === null) return '';
    if (this.#between.length > 0 || line.trim() === '') {
      // What WebVTT has between cues is never said.
      if (this.#isWebVtt) return this.#endCue(false);
      this.#between.push(line);
    } else this.#cue.push(line);
    this.#heldCharacters += line.length + 1;
    return this.#heldCharacters > maximumLine ? this.#spill() : '';
  }

  /** Says what a cue that never ends has so far. */
  #spill(): string {
    const out = this.#endCue(false);
    this.#cue = [];
    return out;
  }

  /** Where another cue's time follows, the line before it is that cue's number or name. */
  #endCue(isNextNamed: boolean): string {
    const lines = [...(this.#cue ?? []), ...this.#between];
    const hasName =
      isNextNamed && (this.#between.length > 0 || /^\s*\d+\s*$/.test(lines.at(-1) ?? ''));
    this.#cue = null;
    this.#between = [];
    this.#heldCharacters = 0;
    return this.#say((hasName ? lines.slice(0, -1) : lines).flatMap(readable));
  }

  #say(lines: string[]): string {
    // Captions that roll up repeat the line that stood before.
    const isRepeated = lines.length > 0 && lines[0] === this.#lastLine;
    const fresh = isRepeated ? lines.slice(1) : lines;
    this.#lastLine = lines.at(-1) ?? this.#lastLine;
    let out = '';
    for (const spoken of joinSpoken(fresh)) {
      if (this.#said === '') this.#said = spoken;
      else if (goesOn(this.#said, spoken)) this.#said = joinLines(this.#said, spoken);
      else {
        out += `${this.#said}\n`;
        this.#said = spoken;
      }
    }
    if (this.#said.length <= maximumLine) return out;
    const long = this.#said;
    this.#said = '';
    return `${out}${long}\n`;
  }
}

function readable(line: string): string[] {
  return line
    .replace(lineBreakTag, '\n')
    .replace(readings, '')
    .replace(tags, '')
    .split('\n')
    .map((each) =>
      decodeReferences(each)
        .replace(/[ \t]+/g, ' ')
        .trim(),
    )
    .filter((each) => each !== '');
}

/** The lines of a cue as one, but each speaker's of a dialogue by itself. */
function joinSpoken(lines: readonly string[]): string[] {
  const spoken: string[] = [];
  for (const line of lines) {
    const last = spoken.at(-1);
    if (last === undefined || /^[-\u2010-\u2015]/.test(line)) spoken.push(line);
    else spoken[spoken.length - 1] = joinLines(last, line);
  }
  return spoken;
}

/** A sentence goes on where it has not ended and the next words begin with a small letter. */
function goesOn(first: string, second: string): boolean {
  return /[\p{L}\p{N},]$/u.test(first) && /^\p{Ll}/u.test(second);
}
