// Reads JSON that comes from strangers: RFC 8259, but a key may stand in an object only once, text must be
// well-formed Unicode, nesting is bounded, and no key can reach an object's prototype. JSON.parse hides all that.

import { FormatError } from './format-error.ts';

/** A plain value, as JSON has them. */
export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Ours nests four deep. */
const maximumDepth = 16;

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;

/** Parses a whole text; throws FormatError with the position of what is wrong. */
export function parseStrictJson(text: string): JsonValue {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonValue {
    if (depth > maximumDepth) throw this.#error(`nesting deeper than ${maximumDepth}`);
    this.#take(space);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
      case 'f':
      case 'n':
        return JSON.parse(this.#require(word, 'a value')) as boolean | null;
      default:
        return this.#number();
    }
  }

  end(): void {
    this.#take(space);
    if (this.#at !== this.#text.length) throw this.#error('text after the value');
  }

  #object(depth: number): JsonValue {
    const object: { [key: string]: JsonValue } = {};
    this.#at++;
    if (this.#skip('}')) return object;
    do {
      this.#take(space);
      const key = this.#string();
      if (key === '__proto__') throw this.#error('the key "__proto__"');
      if (Object.hasOwn(object, key)) throw this.#error(`the key "${key.slice(0, 80)}" twice`);
      if (!this.#skip(':')) throw this.#error('no colon after a key');
      object[key] = this.value(depth + 1);
    } while (this.#skip(','));
    if (!this.#skip('}')) throw this.#error('an object without its end');
    return object;
  }

  #array(depth: number): JsonValue {
    const array: JsonValue[] = [];
    this.#at++;
    if (this.#skip(']')) return array;
    do array.push(this.value(depth + 1));
    while (this.#skip(','));
    if (!this.#skip(']')) throw this.#error('a list without its end');
    return array;
  }

  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') throw this.#error('no string where one is expected');
    let end = start + 1;
    while (this.#text[end] !== '"') {
      if (end >= this.#text.length) throw this.#error('a string without its end');
      end += this.#text[end] === '\\' ? 2 : 1;
    }
    this.#at = end + 1;
    const value = this.#unescape(this.#text.slice(start, end + 1));
    if (/\p{Surrogate}/u.test(value)) throw this.#error('half a character in a string');
    return value;
  }

  #unescape(literal: string): string {
    try {
      return JSON.parse(literal) as string;
    } catch {
      throw this.#error('a string that is not valid');
    }
  }

  #number(): number {
    const value = Number(this.#require(number, 'a value'));
    if (!Number.isFinite(value)) throw this.#error('a number out of range');
    return value;
  }

  /** Skips space and one sign, if it is there. */
  #skip(sign: string): boolean {
    this.#take(space);
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #require(pattern: RegExp, what: string): string {
    const found = this.#take(pattern);
    if (found === '') throw this.#error(`no ${what.replace(/^an? /, '')} where one is expected`);
    return found;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #error(problem: string): FormatError {
    return new FormatError(`it has ${problem} at character ${this.#at} of its JSON`);
  }
}
