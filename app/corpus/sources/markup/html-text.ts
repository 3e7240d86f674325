// The readable text of HTML: which elements stand apart, which are left out. Where HTML leaves a choice: list items
// carry no markers, readings beside Japanese words (ruby) and pictures' descriptions are left out, and what a style
// sheet or script would hide or show is not known.

import { MarkupTokens, type MarkupHandler } from './markup-tokens.ts';
import type { TextReducer } from '../plain/text.ts';
import type { TextFlow } from './text-flow.ts';

/** Elements that browsers set apart by an empty line. */
const spaced = new Set(
  'p h1 h2 h3 h4 h5 h6 blockquote dl figure hr ol pre table ul xmp listing'.split(' '),
);
/** Elements that begin and end a line. */
const lined = new Set(
  (
    'address article aside body caption center dd details dialog dir div dt fieldset figcaption footer form ' +
    'header hgroup html legend li main menu optgroup option search section summary'
  ).split(' '),
);
const preformatted = new Set(['pre', 'xmp', 'listing']);
const lists = new Set(['ul', 'ol']);
const cells = new Set(['td', 'th']);
/** Elements whose text nobody reads: of the head, of programs, of forms and drawings, of the page's own menus. */
const skipped = new Set(
  (
    'annotation annotation-xml audio button canvas datalist iframe nav noembed noframes noscript ' +
    'object rp rt rtc script select style svg template textarea title video'
  ).split(' '),
);
/** Elements that need not be closed, and the tags that close them. */
const closedBy: Record<string, ReadonlySet<string>> = {
  rt: new Set(['rb', 'rp', 'rt', 'rtc', '/ruby']),
  rp: new Set(['rb', 'rp', 'rt', 'rtc', '/ruby']),
  rtc: new Set(['rb', '/ruby']),
};

/** What e-books and web pages mark as numbers of notes, ways back from them, and numbers of printed pages. */
const skippedRoles = new Set(
  'noteref backlink pagebreak doc-noteref doc-backlink doc-pagebreak'.split(' '),
);
/** Elements that have no end; what stands after their tag is not inside them. */
const endless = new Set(['br', 'hr', 'img', 'input', 'link', 'meta']);
/** A role, and what it is called in e-books, `epub:type`. */
const attributes: ReadonlySet<string> = new Set(['role', 'type']);

/** Makes text of one HTML or XHTML document as it comes. */
export class HtmlText implements TextReducer {
  readonly #flow: TextFlow;
  readonly #tokens: MarkupTokens;
  #isFirst = true;
  #heldReturn = '';

  /** `source` is what people call the file. Documents of one book share a flow. */
  constructor(source: string, options: { syntax: 'html' | 'xhtml'; flow: TextFlow }) {
    this.#flow = options.flow;
    this.#tokens = new MarkupTokens(new HtmlElements(options.flow), {
      source,
      syntax: options.syntax,
      attributes,
    });
  }

  push(text: string): string {
    if (text === '') return '';
    // A byte order mark belongs to the file, not to the text in it.
    const start = this.#isFirst && text.startsWith('\uFEFF') ? 1 : 0;
    this.#isFirst = false;
    this.#tokens.push(this.#withLineFeeds(text.slice(start)));
    return this.#flow.take();
  }

  finish(): string {
    if (this.#heldReturn !== '') this.#tokens.push('\n');
    this.#tokens.finish();
    this.#flow.blockBreak(2);
    return this.#flow.take();
  }

  /** Line ends as HTML reads them; a pair may be split between two pieces. */
  #withLineFeeds(text: string): string {
    const whole = this.#heldReturn + text;
    this.#heldReturn = whole.endsWith('\r') ? '\r' : '';
    return whole.slice(0, whole.length - this.#heldReturn.length).replaceAll(/\r\n?/g, '\n');
  }
}

function hasSkippedRole(found: ReadonlyMap<string, string>): boolean {
  if (found.size === 0) return false;
  const roles = `${found.get('role') ?? ''} ${found.get('type') ?? ''}`.toLowerCase();
  return roles.split(/\s+/).some((role) => skippedRoles.has(role));
}

class HtmlElements implements MarkupHandler {
  readonly #flow: TextFlow;
  /** The element that is being left out, and how often it stands inside itself. */
  #skipped = '';
  #skippedDepth = 0;
  #preformattedDepth = 0;
  #isAfterPre = false;
  #listDepth = 0;
  /** Cells so far in the current row of each open table. */
  #cellCounts: number[] = [];

  constructor(flow: TextFlow) {
    this.#flow = flow;
  }

  text(text: string): void {
    if (this.#skipped !== '') return;
    if (this.#preformattedDepth === 0) {
      this.#flow.text(text);
      return;
    }
    // HTML drops one line end right after the tag.
    this.#flow.verbatim(this.#isAfterPre && text.startsWith('\n') ? text.slice(1) : text);
    this.#isAfterPre = false;
  }

  open(name: string, found: ReadonlyMap<string, string>): void {
    if (this.#skips(name, name)) return;
    if (skipped.has(name) || (!endless.has(name) && hasSkippedRole(found))) {
      this.#skipped = name;
      this.#skippedDepth = 1;
    } else if (name === 'br') {
      this.#flow.lineBreak();
    } else if (name === 'tr') {
      this.#endRow();
      this.#flow.startRow();
    } else if (cells.has(name)) {
      const count = this.#cellCounts.pop() ?? 0;
      this.#cellCounts.push(count + 1);
      this.#flow.startCell(count === 0);
    } else {
      this.#block(name);
      if (lists.has(name)) this.#listDepth++;
      if (name === 'table') this.#cellCounts.push(0);
      if (preformatted.has(name)) this.#preformattedDepth++;
      this.#isAfterPre = preformatted.has(name);
    }
  }

  close(name: string): void {
    if (this.#skips(name, `/${name}`)) return;
    if (name === 'tr') this.#endRow();
    if (lists.has(name)) this.#listDepth = Math.max(0, this.#listDepth - 1);
    if (name === 'table') {
      this.#endRow();
      this.#cellCounts.pop();
    }
    if (preformatted.has(name)) this.#preformattedDepth = Math.max(0, this.#preformattedDepth - 1);
    this.#block(name);
  }

  /** Ends the innermost table's row, which its tag need not do. */
  #endRow(): void {
    const table = this.#cellCounts.length - 1;
    if ((this.#cellCounts[table] ?? 0) === 0) return;
    this.#cellCounts[table] = 0;
    this.#flow.endRow();
  }

  #block(name: string): void {
    if (spaced.has(name)) {
      // A list inside a list keeps its items together.
      this.#flow.blockBreak(lists.has(name) && this.#listDepth > 0 ? 1 : 2);
    } else if (lined.has(name)) this.#flow.blockBreak(1);
  }

  /** Whether a tag belongs to what is being left out; `tag` is its name, after a slash where it closes. */
  #skips(name: string, tag: string): boolean {
    if (this.#skipped === '') return false;
    if (closedBy[this.#skipped]?.has(tag) === true) {
      this.#skipped = '';
      return false;
    }
    if (name === this.#skipped) this.#skippedDepth += tag === name ? 1 : -1;
    if (this.#skippedDepth === 0) this.#skipped = '';
    return true;
  }
}
