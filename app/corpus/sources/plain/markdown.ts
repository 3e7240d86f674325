// Markdown as a reader would want it in plain text. Left out: front matter, comments, the marks of headings, quotes,
// emphasis and code, rules, the addresses of links, definitions of links. Kept: code itself, list marks and numbers,
// an image's description, a footnote's text; the cells of a table's row stand with tabs between them.
// Line by line, after CommonMark and GitHub's tables; what looks like a mark and is none stays.

import { LineSplitter, type Line } from './lines.ts';
import { readableInline } from './markdown-inline.ts';
import { readReduced, type TextReducer } from './text.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';

/** Longer lines are no prose that a person marked up: they pass as they are. */
const maximumLine = 16_384;
/** Front matter that is longer than this is a text between two rules. */
const maximumFrontMatterLines = 500;

const fence = /^ {0,3}(`{3,}(?!.*`)|~{3,})/;
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const underline = /^ {0,3}(?:=+|-+)[ \t]*$/;
const linkDefinition = /^ {0,3}\[(?!\^)[^\]]{1,300}\]:[ \t]*\S+/;
const tableRule = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** Reads Markdown as one document. */
export function readMarkdown(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  return readReduced(file, context, new MarkdownReducer());
}

/** Takes the marks out of Markdown as it comes. */
export class MarkdownReducer implements TextReducer {
  readonly #splitter = new LineSplitter(maximumLine);
  #isFirst = true;
  /** Lines since the mark that may open front matter, and that mark; null elsewhere. */
  #frontMatter: { mark: string; lines: Line[] } | null = null;
  /** The mark that ends the code that is being read; null elsewhere. */
  #fence: string | null = null;
  #isInComment = false;
  #isInTable = false;
  /** Within a line that comes in parts. */
  #isInLongLine = false;
  /** The line before, which the next one may make a heading or the head of a table. */
  #held: string | null = null;

  push(text: string): string {
    let out = '';
    for (const line of this.#splitter.push(text)) out += this.#takeAny(line);
    return out;
  }

  finish(): string {
    const last = this.#splitter.finish();
    let out = last === null ? '' : this.#takeAny(last);
    out += this.#giveUpFrontMatter();
    return out + this.#release();
  }

  #takeAny(line: Line): string {
    if (!this.#isFirst && this.#frontMatter === null) return this.#take(line);
    if (this.#isFirst) {
      this.#isFirst = false;
      const mark = line.text.replace('\ufeff', '').trimEnd();
      if (mark !== '---' && mark !== '+++') return this.#take(line);
      this.#frontMatter = { mark, lines: [line] };
      return '';
    }
    return this.#takeFrontMatter(line);
  }

  #takeFrontMatter(line: Line): string {
    const { mark, lines } = this.#frontMatter ?? { mark: '', lines: [] };
    const text = line.text.trimEnd();
    if (text === mark || (mark === '---' && text === '...')) {
      this.#frontMatter = null;
      return '';
    }
    lines.push(line);
    const isProse = lines.length > maximumFrontMatterLines || !line.isWhole;
    return isProse ? this.#giveUpFrontMatter() : '';
  }

  /** What was taken for front matter and never ends is text. */
  #giveUpFrontMatter(): string {
    const lines = this.#frontMatter?.lines ?? [];
    this.#frontMatter = null;
    let out = '';
    for (const line of lines) out += this.#take(line);
    return out;
  }

  #take({ text: line, isWhole }: Line): string {
    const goesOn = this.#isInLongLine;
    this.#isInLongLine = !isWhole;
    if (!isWhole) return this.#release() + line;
    if (goesOn) return `${line}\n`;
    if (this.#fence !== null) return this.#takeCode(line);
    const opened = fence.exec(line)?.[1];
    if (opened !== undefined && !this.#isInComment) {
      this.#fence = opened;
      return this.#release();
    }
    return this.#takeText(this.#withoutComments(line));
  }

  #takeCode(line: string): string {
    const mark = this.#fence ?? '';
    const closed = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
    if (closed === undefined || closed[0] !== mark[0] || closed.length < mark.length) {
      return `${line}\n`;
    }
    this.#fence = null;
    return '';
  }

  #takeText(line: string | null): string {
    // A line of nothing but a comment leaves none.
    if (line === null) return '';
    const held = this.#held;
    if (held !== null && held.includes('|') && tableRule.test(line) && line.includes('-')) {
      this.#held = null;
      this.#isInTable = true;
      return tableRow(held);
    }
    if (this.#isInTable && line.includes('|')) return tableRow(line);
    this.#isInTable = false;
    if (held !== null && held.trim() !== '' && underline.test(line)) return this.#release();
    if (rule.test(line) || linkDefinition.test(line)) return this.#release();
    const out = this.#release();
    this.#held = line;
    return out;
  }

  #release(): string {
    const held = this.#held;
    this.#held = null;
    return held === null ? '' : `${readableLine(held)}\n`;
  }

  /** Null where nothing but comments was there. */
  #withoutComments(line: string): string | null {
    if (!this.#isInComment && !line.includes('<!--')) return line;
    let kept = '';
    let at = 0;
    while (at < line.length) {
      const mark = this.#isInComment ? '-->' : '<!--';
      const found = this.#isInComment ? line.indexOf(mark, at) : commentStart(line, at);
      if (!this.#isInComment) kept += line.slice(at, found < 0 ? line.length : found);
      if (found < 0) break;
      this.#isInComment = !this.#isInComment;
      at = found + mark.length;
    }
    return kept.trim() === '' ? null : kept;
  }
}

const codeOrComment = /(?<![`\\])(`{1,8})(?!`).{1,500}?(?<!`)\1(?!`)|(?<!\\)<!--/g;

/** Where a comment begins behind a place; inside of code its mark is none. */
function commentStart(line: string, from: number): number {
  for (const found of line.slice(from).matchAll(codeOrComment)) {
    if (found[1] === undefined) return from + found.index;
  }
  return -1;
}

/** Marks of quotes and headings go, those of lists stay: they are what a reader would write. */
function readableLine(line: string): string {
  if (/^(?: {4}|\t)/.test(line) && !/^\s*(?:[-+*]|\d{1,9}[.)])\s/.test(line)) return line;
  const text = line
    .replace(/^ {0,3}(?:> ?)+/, '')
    .replace(/^ {0,3}#{1,6}(?:[ \t]+|$)/, '')
    .replace(/^ {0,3}\[\^[^\]]{1,300}\]:[ \t]*/, '')
    .replace(/^(\s*)[*+-](?=[ \t])/, '$1-')
    .replace(/^(\s*(?:-|\d{1,9}[.)])[ \t]+)\[[ xX]\][ \t]+/, '$1');
  const isHeading = /^ {0,3}(?:> ?)*#/.test(line);
  const bare = isHeading ? text.replace(/[ \t]+#+[ \t]*$/, '') : text;
  // Two blanks or a backslash at the end are a break that the line's end is already.
  return readableInline(bare.replace(/(?:[ \t]+|\\)$/, ''));
}

function tableRow(line: string): string {
  const cells = line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/);
  return `${cells.map((cell) => readableInline(cell.replaceAll('\\|', '|').trim())).join('\t')}\n`;
}
