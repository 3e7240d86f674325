// The documents of a corpus by length and name: one JSON line each in a file of its own, since there may be millions.

import type { KeptDocument } from './text-input.ts';
import { beginningOf } from './whole-characters.ts';

/** Written at a time. */
const blockLength = 65_536;

/** Names are for people; a longer one is cut. */
const longestName = 200;

/** Takes documents as they end, and keeps a file of them where a source has several: else the sources say it all. */
export class DocumentList {
  /** Characters of each document. */
  readonly lengths: number[] = [];
  readonly #keep: (bytes: Uint8Array) => Promise<void>;
  #isNeeded = false;
  #waiting = '';

  constructor(keep: (bytes: Uint8Array) => Promise<void>) {
    this.#keep = keep;
  }

  /** Adds a document that has any characters. */
  async add({ name, characters }: KeptDocument, isFirstOfSource: boolean): Promise<void> {
    this.lengths.push(characters);
    this.#isNeeded ||= !isFirstOfSource;
    this.#waiting += `[${characters},${JSON.stringify(beginningOf(name, longestName))}]\n`;
    if (this.#waiting.length >= blockLength) await this.#handOn();
  }

  async finish(): Promise<void> {
    if (this.#waiting !== '') await this.#handOn();
  }

  async #handOn(): Promise<void> {
    if (!this.#isNeeded) return;
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = '';
    await this.#keep(bytes);
  }
}

/** Positions in the ids just after each document; null for a single one. */
export function documentEndsOf(lengths: readonly number[]): number[] | null {
  if (lengths.length < 2) return null;
  let position = 0;
  return lengths.map((length) => (position += length + 1));
}

/** The documents of a file; null where it is damaged. */
export function parseDocumentList(content: string): KeptDocument[] | null {
  const documents: KeptDocument[] = [];
  for (let start = 0; start < content.length;) {
    const lineEnd = content.indexOf('\n', start);
    if (lineEnd < 0) return null;
    const document = parseLine(content.slice(start, lineEnd));
    if (document === null) return null;
    documents.push(document);
    start = lineEnd + 1;
  }
  return documents;
}

function parseLine(line: string): KeptDocument | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!Array.isArray(value)) return null;
  const [characters, name] = value as unknown[];
  const isLength = typeof characters === 'number' && Number.isSafeInteger(characters);
  return isLength && characters > 0 && typeof name === 'string' ? { characters, name } : null;
}
