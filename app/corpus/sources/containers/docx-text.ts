// The text of WordprocessingML, as a document looks with all changes accepted: what is marked as deleted or moved
// away is left out, as are tables of contents, readings beside words, and second versions of drawings. A paragraph
// is a line, as in Word's own plain text; cells are set apart by tabs. Knows nothing of styles, files or links.

import { MarkupTokens, type MarkupHandler } from '../markup/markup-tokens.ts';
import type { TextReducer } from '../plain/text.ts';

const skipped = new Set(['del', 'moveFrom', 'Fallback', 'rt']);
/** Kinds of notes that are lines and words of the page's make-up. */
const makeUp = new Set(['separator', 'continuationSeparator', 'continuationNotice']);
const attributes: ReadonlySet<string> = new Set(['type', 'val']);

interface Row {
  cells: number;
  /** Of the current cell: whether a line of it is done, so that the next begins anew. */
  hasLine: boolean;
}

export interface DocxTextOptions {
  /** What people call the file. */
  source: string;
  /** Notes begin with their number's place, and a blank after it. */
  isNotes: boolean;
}

/** Makes text of one part of a document as it comes. */
export class DocxText implements TextReducer, MarkupHandler {
  readonly #tokens: MarkupTokens;
  readonly #isNotes: boolean;
  #ready: string[] = [];
  #isLineEmpty = true;
  #isInText = false;
  #skipped = '';
  #skippedDepth = 0;
  /** Inside a paragraph's properties, where <w:tab/> is a stop and <w:del/> a deleted end of line. */
  #propertiesDepth = 0;
  #isEndDeleted = false;
  #isInRowProperties = false;
  #isContents = false;
  /** Paragraphs that are open: a text box stands inside another. */
  #paragraphDepth = 0;
  #rows: Row[] = [];
  #hasBody = false;

  constructor({ source, isNotes }: DocxTextOptions) {
    this.#isNotes = isNotes;
    this.#tokens = new MarkupTokens(this, { source, syntax: 'xml', attributes });
  }

  /** Whether anything of a document has been seen. */
  get hasBody(): boolean {
    return this.#hasBody;
  }

  push(markup: string): string {
    this.#tokens.push(markup);
    return this.#take();
  }

  finish(): string {
    this.#tokens.finish();
    return this.#take();
  }

  text(text: string): void {
    if (!this.#isInText) return;
    this.#write(this.#isNotes && this.#isLineEmpty ? text.trimStart() : text);
  }

  open(name: string, found: ReadonlyMap<string, string>): void {
    if (this.#skipped !== '') {
      if (name === this.#skipped) this.#skippedDepth++;
    } else if (this.#propertiesDepth > 0) {
      if (name === 'pPr') this.#propertiesDepth++;
      if (name === 'del' || name === 'moveFrom') this.#isEndDeleted = true;
    } else if (name === 'del' && this.#isInRowProperties) {
      // A deleted row goes with its cells, whatever is in them.
      this.#isInRowProperties = false;
      this.#rows.pop();
      this.#skipped = 'tr';
      this.#skippedDepth = 1;
    } else if (this.#isLeftOut(name, found)) {
      this.#skipped = name;
      this.#skippedDepth = 1;
    } else this.#openShown(name, found);
  }

  close(name: string): void {
    if (this.#skipped !== '') {
      if (name === this.#skipped && --this.#skippedDepth === 0) this.#skipped = '';
      return;
    }
    if (name === 't') this.#isInText = false;
    else if (name === 'trPr') this.#isInRowProperties = false;
    else if (name === 'pPr') this.#propertiesDepth = Math.max(0, this.#propertiesDepth - 1);
    else if (name === 'p') this.#closeParagraph();
    else if (name === 'tr' && this.#rows.pop() !== undefined) this.#endLine();
  }

  #isLeftOut(name: string, found: ReadonlyMap<string, string>): boolean {
    if (name === 'docPartGallery') this.#isContents = found.get('val') === 'Table of Contents';
    if (name === 'sdtContent' && this.#isContents) {
      this.#isContents = false;
      return true;
    }
    if (name === 'footnote' || name === 'endnote') return makeUp.has(found.get('type') ?? '');
    return skipped.has(name);
  }

  #openShown(name: string, found: ReadonlyMap<string, string>): void {
    switch (name) {
      case 't':
        this.#isInText = true;
        break;
      case 'pPr':
        this.#propertiesDepth = 1;
        break;
      case 'p':
        this.#openParagraph();
        break;
      case 'tab':
      case 'ptab':
        if (!(this.#isNotes && this.#isLineEmpty)) this.#write('\t');
        break;
      case 'br':
        this.#break(found.get('type') ?? 'textWrapping');
        break;
      case 'cr':
        this.#newLine();
        break;
      case 'noBreakHyphen':
        this.#write('-');
        break;
      case 'tr':
        this.#startLine();
        this.#rows.push({ cells: 0, hasLine: false });
        break;
      case 'trPr':
        this.#isInRowProperties = true;
        break;
      case 'tc':
        this.#openCell();
        break;
      case 'body':
      case 'footnotes':
      case 'endnotes':
        this.#hasBody = true;
        break;
    }
  }

  #openParagraph(): void {
    this.#paragraphDepth++;
    this.#isEndDeleted = false;
    if (this.#rows.length > 0) this.#startLine();
    // A text box begins on a line of its own.
    else if (this.#paragraphDepth > 1 && !this.#isLineEmpty) this.#newLine();
  }

  #closeParagraph(): void {
    this.#paragraphDepth = Math.max(0, this.#paragraphDepth - 1);
    if (!this.#isEndDeleted) this.#endLine();
    this.#isEndDeleted = false;
  }

  #openCell(): void {
    const row = this.#rows.at(-1);
    if (row === undefined) return;
    if (row.cells > 0) this.#write('\t');
    row.cells++;
    row.hasLine = false;
  }

  /** A page's or a column's end breaks a line, but makes no empty one. */
  #break(type: string): void {
    if (type === 'textWrapping' || !this.#isLineEmpty) this.#newLine();
  }

  /** Inside a cell a line ends only where another follows. */
  #startLine(): void {
    const row = this.#rows.at(-1);
    if (row?.hasLine !== true) return;
    this.#newLine();
    row.hasLine = false;
  }

  #endLine(): void {
    const row = this.#rows.at(-1);
    if (row === undefined) this.#newLine();
    else row.hasLine = true;
  }

  #newLine(): void {
    this.#ready.push('\n');
    this.#isLineEmpty = true;
  }

  #write(text: string): void {
    if (text === '') return;
    this.#ready.push(text);
    this.#isLineEmpty = false;
  }

  #take(): string {
    const text = this.#ready.join('');
    this.#ready = [];
    return text;
  }
}
