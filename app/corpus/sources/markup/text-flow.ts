// Words and breaks to text as a browser would show it: blanks collapse, blocks stand on lines of their own, cells of
// a row are set apart by tabs. Knows no tags. Streams; holds nothing but the breaks before the next word.

/** What HTML takes for blanks; the no-break space is a character like any other. */
const blanks = /([ \t\n\f\r]+)/;
/** Text with blanks inside that are more than single spaces. */
const untidy = /[\t\n\f\r]| {2}/;
/** Between two such characters a line's end in the source is no blank (CSS Text 3, section 4.1.3). */
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]$/u;

export class TextFlow {
  #ready: string[] = [];
  /** The last words that were written; empty at the start, where breaks are dropped. */
  #last = '';
  #blank: '' | ' ' | '\n' = '';
  /** Line ends that blocks ask for between them: the most that any asks for. */
  #blockBreaks = 0;
  /** Line ends that stand in the text. A block's end after one asks for no second. */
  #lineBreaks = 0;
  #tabs = 0;
  #isCellEmpty = false;
  #isRowEmpty = true;

  /** Adds text of which blanks collapse. */
  text(text: string): void {
    if (untidy.test(text)) {
      text.split(blanks).forEach((part, index) => {
        if (index % 2 === 1) this.#addBlank(part);
        else if (part !== '') this.#write(part);
      });
      return;
    }
    const from = text.startsWith(' ') ? 1 : 0;
    const to = text.length > from && text.endsWith(' ') ? text.length - 1 : text.length;
    if (from === 1) this.#addBlank(' ');
    if (to > from) this.#write(text.slice(from, to));
    if (to < text.length) this.#addBlank(' ');
  }

  /** Adds text as it stands; its lines end in LF. */
  verbatim(text: string): void {
    const from = /^\n*/.exec(text)?.[0].length ?? 0;
    this.#lineBreaks += from;
    if (from === text.length) return;
    let to = text.length;
    while (text.charCodeAt(to - 1) === 10) to--;
    this.#write(text.slice(from, to));
    this.#lineBreaks += text.length - to;
  }

  lineBreak(): void {
    if (!this.#isCellEmpty) this.#lineBreaks++;
    this.#blank = '';
  }

  /** Asks for so many line ends, two being an empty line, between what stands before and what comes. */
  blockBreak(lineEnds: number): void {
    if (!this.#isCellEmpty) this.#blockBreaks = Math.max(this.#blockBreaks, lineEnds);
    this.#blank = '';
  }

  startRow(): void {
    this.blockBreak(1);
    this.#isRowEmpty = true;
  }

  startCell(isFirst: boolean): void {
    if (isFirst) this.blockBreak(1);
    else this.#dropBreaks(0);
    if (!isFirst) this.#tabs++;
    this.#isCellEmpty = true;
    this.#blank = '';
  }

  endRow(): void {
    this.#isCellEmpty = false;
    this.#tabs = 0;
    this.#dropBreaks(1);
    this.blockBreak(1);
  }

  /** Hands out what has been written, in order. */
  take(): string {
    const text = this.#ready.join('');
    this.#ready = [];
    return text;
  }

  /** Breaks that end a cell stand for nothing: a tab or the row's end takes their place. */
  #dropBreaks(lineEnds: number): void {
    if (this.#isRowEmpty) return;
    this.#blockBreaks = lineEnds;
    this.#lineBreaks = 0;
  }

  #addBlank(run: string): void {
    if (run.includes('\n') || run.includes('\r')) this.#blank = '\n';
    else if (this.#blank === '') this.#blank = ' ';
  }

  #write(words: string): void {
    if (this.#last !== '') {
      const lineEnds = Math.max(this.#blockBreaks, this.#lineBreaks);
      if (lineEnds > 0) this.#ready.push('\n'.repeat(lineEnds));
      if (this.#tabs > 0) this.#ready.push('\t'.repeat(this.#tabs));
      if (lineEnds + this.#tabs === 0 && this.#needsBlank(words)) this.#ready.push(' ');
    }
    this.#ready.push(words);
    this.#last = words;
    this.#blank = '';
    this.#blockBreaks = this.#lineBreaks = this.#tabs = 0;
    this.#isCellEmpty = this.#isRowEmpty = false;
  }

  #needsBlank(words: string): boolean {
    if (this.#blank !== '\n') return this.#blank === ' ';
    return !(endsWide(this.#last) && startsWide(words));
  }
}

function endsWide(text: string): boolean {
  return wide.test(text.slice(-1)) || wide.test(text.slice(-2));
}

function startsWide(text: string): boolean {
  return wide.test(text.slice(0, 1)) || wide.test(text.slice(0, 2));
}
