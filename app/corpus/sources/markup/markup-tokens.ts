// Tags and text of HTML or XML as they stream by, on htmlparser2's tokenizer. Builds no tree and keeps no stack, so
// that neither depth nor size costs memory; comments, declarations and unwanted attributes are let go.

import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { hostileError } from '../containers/container-errors.ts';

/** `xhtml` is XML as e-books have it: with HTML's entities, and with errors that only HTML forgives. */
export type MarkupSyntax = 'html' | 'xhtml' | 'xml';

export interface MarkupHandler {
  /** Names come without prefix; HTML's in lower case. An empty element is opened and closed. */
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
  text(text: string): void;
}

export interface MarkupOptions {
  /** What people call the file. */
  source: string;
  syntax: MarkupSyntax;
  /** Names of attributes to collect, without prefix. */
  attributes: ReadonlySet<string>;
}

/** Longer than any name or honest CDATA section; the text of what is still open is kept that far back. */
const maximumTokenLength = 2 ** 20;
/** Longer than any path or identifier. */
const maximumValueLength = 65_536;

export class MarkupTokens {
  readonly #source: string;
  readonly #tokenizer: Tokenizer;
  readonly #chunks: { start: number; text: string }[] = [];
  #end = 0;

  constructor(handler: MarkupHandler, options: MarkupOptions) {
    const isHtml = options.syntax === 'html';
    this.#source = options.source;
    this.#tokenizer = new Tokenizer(
      { xmlMode: options.syntax === 'xml', recognizeSelfClosing: !isHtml },
      makeCallbacks(handler, options, (start, end) => this.#slice(start, end)),
    );
  }

  push(text: string): void {
    if (text === '') return;
    this.#chunks.push({ start: this.#end, text });
    this.#end += text.length;
    this.#tokenizer.write(text);
    for (let oldest = this.#chunks[1]; oldest !== undefined; oldest = this.#chunks[1]) {
      if (this.#end - oldest.start < maximumTokenLength) break;
      this.#chunks.shift();
    }
  }

  finish(): void {
    this.#tokenizer.end();
  }

  #slice(start: number, end: number): string {
    const last = this.#chunks.at(-1);
    if (last !== undefined && start >= last.start) {
      return last.text.slice(start - last.start, end - last.start);
    }
    const first = this.#chunks[0];
    if (first === undefined || start < first.start) {
      throw hostileError(
        this.#source,
        'one tag, entity or section of it has more than a million characters',
      );
    }
    let slice = '';
    for (const chunk of this.#chunks) {
      const from = Math.max(0, start - chunk.start);
      const to = Math.max(0, end - chunk.start);
      slice += chunk.text.slice(from, to);
    }
    return slice;
  }
}

function makeCallbacks(
  handler: MarkupHandler,
  { syntax, attributes: wanted }: MarkupOptions,
  slice: (start: number, end: number) => string,
): TokenizerCallbacks {
  const isHtml = syntax === 'html';
  let tag = '';
  let attributes = new Map<string, string>();
  let attribute: string | null = null;
  let value = '';
  // In drawings and formulas <title/> and <style/> are elements like any other.
  let foreign: string | null = null;

  const nameOf = (start: number, end: number) => {
    const name = slice(start, end);
    const local = name.slice(name.indexOf(':') + 1);
    return syntax === 'xml' ? local : local.toLowerCase();
  };
  const open = () => {
    if (foreign === null && (tag === 'svg' || tag === 'math')) foreign = tag;
    handler.open(tag, attributes);
    if (attributes.size > 0) attributes = new Map();
  };
  const close = (name: string) => {
    if (name === foreign) foreign = null;
    handler.close(name);
  };
  const addValue = (text: string) => {
    if (attribute !== null && value.length < maximumValueLength) value += text;
  };
  const nothing = () => undefined;

  return {
    onopentagname: (start, end) => (tag = nameOf(start, end)),
    onattribname: (start, end) => {
      const name = wanted.size === 0 ? '' : nameOf(start, end);
      attribute = wanted.has(name) ? name : null;
      value = '';
    },
    onattribdata: (start, end) => {
      if (attribute !== null) addValue(slice(start, end));
    },
    onattribentity: (codePoint) => addValue(String.fromCodePoint(codePoint)),
    onattribend: () => {
      if (attribute !== null && !attributes.has(attribute)) attributes.set(attribute, value);
      attribute = null;
    },
    onopentagend: open,
    onselfclosingtag: () => {
      const isEmpty = !isHtml || foreign !== null;
      open();
      if (isEmpty) close(tag);
    },
    onclosetag: (start, end) => close(nameOf(start, end)),
    ontext: (start, end) => handler.text(slice(start, end)),
    ontextentity: (codePoint) => handler.text(String.fromCodePoint(codePoint)),
    oncdata: (start, end, offset) => {
      // HTML knows such sections in drawings alone, and takes others for comments.
      if (!isHtml) handler.text(slice(start, end - offset));
    },
    oncomment: nothing,
    ondeclaration: nothing,
    onprocessinginstruction: nothing,
    onend: nothing,
    isInForeignContext: () => foreign !== null,
  };
}
