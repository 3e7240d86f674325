// The text of one page of a PDF, which knows pieces of text at places and nothing of paragraphs: pieces to lines, lines
// to paragraphs by gaps, indents and how far lines reach. Each paragraph becomes a line. Knows nothing of pdf.js.

import { joinLines } from '../plain/join-lines.ts';

/** A piece as pdf.js gives it: `transform` is a matrix [a, b, c, d, x, y] in points, y upwards. */
export interface PdfTextItem {
  str: string;
  transform: readonly unknown[];
  width: number;
  hasEOL: boolean;
}

interface PageLine {
  text: string;
  left: number;
  right: number;
  baseline: number;
  /** Of its letters, in points. */
  size: number;
}

/** Lines that stand in one column below each other, in letters of one size. */
type Block = PageLine[];

/** Line distances that vary less than this belong to one paragraph. */
const sameDistance = 1.25;
/** Sizes that differ by less than this share are one size. */
const sameSize = 0.1;
/** First lines of paragraphs are indented by at least this much of a letter's size. */
const leastIndent = 0.8;
/** Word processors draw a list's mark in Symbol or Wingdings, whose codes mean nothing without those fonts. */
const listMarks = /^[\uf0a7\uf0b7\uf0d8\uf0fc]/;

/** Paragraphs, each ended by a line feed; empty where the page has no text. */
export function pageText(items: readonly PdfTextItem[]): string {
  let text = '';
  for (const block of blocksOf(linesOf(items))) {
    for (const paragraph of paragraphsOf(block)) text += `${paragraph}\n`;
  }
  return text;
}

function linesOf(items: readonly PdfTextItem[]): PageLine[] {
  const lines: PageLine[] = [];
  let line: PageLine | null = null;
  const end = () => {
    const text =
      line?.text
        .replace(/[ \t]+/g, ' ')
        .trim()
        .replace(listMarks, '•') ?? '';
    if (line !== null && text !== '') lines.push({ ...line, text });
    line = null;
  };
  for (const { str, transform, width, hasEOL } of items) {
    if (str.trim() !== '') {
      const [, , c, d, x, y] = transform.map(Number);
      const left = x ?? 0;
      const size = Math.hypot(c ?? 0, d ?? 0);
      line ??= { text: '', left, right: left, baseline: y ?? 0, size };
      line.right = Math.max(line.right, left + width);
      line.size = Math.max(line.size, size);
    }
    // A title in larger letters and the text below it may come without an end between them.
    if (line !== null) line.text += str;
    if (hasEOL) end();
  }
  end();
  return lines;
}

function blocksOf(lines: readonly PageLine[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    const last = block?.at(-1);
    if (block !== undefined && last !== undefined && isBelow(last, line)) block.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

function isBelow(above: PageLine, line: PageLine): boolean {
  const size = Math.max(above.size, line.size);
  const gap = above.baseline - line.baseline;
  return (
    Math.abs(above.size - line.size) <= sameSize * size &&
    gap > 0 &&
    gap <= 4 * size &&
    line.left < above.right &&
    above.left < line.right
  );
}

function paragraphsOf(block: Block): string[] {
  const left = Math.min(...block.map((line) => line.left));
  const right = Math.max(...block.map((line) => line.right));
  const isIndented = (line: PageLine) => line.left - left >= leastIndent * line.size;
  // Where most lines are, the indented ones are the others: first lines, or all but the first of an item.
  const indentBegins = block.filter(isIndented).length * 2 <= block.length;
  const gaps = block.slice(1).map((line, at) => (block[at]?.baseline ?? 0) - line.baseline);
  const usualGap = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0;
  const paragraphs: string[] = [];
  for (const [at, line] of block.entries()) {
    const above = block[at - 1];
    const goesOn =
      above !== undefined &&
      (gaps[at - 1] ?? 0) <= usualGap * sameDistance &&
      !hadRoom(above, line, right) &&
      (isIndented(line) === isIndented(above) || isIndented(line) !== indentBegins);
    if (goesOn) paragraphs.push(joinBroken(paragraphs.pop() ?? '', line.text));
    else paragraphs.push(line.text);
  }
  return paragraphs;
}

/** The next line's first word would have stood on this one, had the paragraph gone on. */
function hadRoom(above: PageLine, line: PageLine, right: number): boolean {
  const word = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|^\S+/u.exec(line.text)?.[0] ?? '';
  const perCharacter = (line.right - line.left) / line.text.length;
  // Two characters more: one for the blank, one for margins that are not quite even.
  return above.right + (word.length + 2) * perCharacter < right;
}

/** A hyphen at a line's end before a small letter was put there to break the word. */
function joinBroken(first: string, second: string): string {
  if (/\p{L}[-\u00ad\u2010]$/u.test(first) && /^\p{Ll}/u.test(second)) {
    return first.slice(0, -1) + second;
  }
  return joinLines(first, second);
}
