// Leaves out lines that stood before, in whatever document: running heads, signatures, quoted letters.
// Short lines repeat in every text ("Yes.", a speaker's name) and always stay.

import type { LineEditor } from './line-stream.ts';
import { SeenTexts, TextHash } from './text-hashes.ts';

/** Columns, blanks at both ends not counted, below which a line may repeat; an ideograph takes two. */
export const minimumColumns = 24;

/** From here on scripts are set twice as wide as Latin. */
const firstWide = 0x2e80;

export class RepeatedLineRemover implements LineEditor {
  changes = 0;
  readonly #seen: SeenTexts;

  constructor(seen = new SeenTexts()) {
    this.#seen = seen;
  }

  line(text: string): string {
    if (text.length <= minimumColumns / 2) return text;
    const content = text.trim();
    if (!isLong(content)) return text;
    const hash = new TextHash();
    hash.add(content);
    if (!this.#seen.see(hash)) return text;
    this.changes++;
    return '';
  }

  part(text: string): string {
    return text;
  }

  end(): string {
    return '';
  }
}

function isLong(content: string): boolean {
  if (content.length >= minimumColumns) return true;
  let columns = content.length;
  for (let at = 0; at < content.length; at++) {
    if (content.charCodeAt(at) >= firstWide) columns++;
  }
  return columns >= minimumColumns;
}
