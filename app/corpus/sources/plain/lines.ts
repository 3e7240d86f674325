// Splits text that comes in pieces into lines at LF, CRLF and CR. Knows nothing of what is in them.

/** Lines without their ends. A line longer than allowed comes in parts, each but the last marked as such. */
export class LineSplitter {
  readonly #maximum: number;
  #rest = '';
  #endedWithReturn = false;

  /** `maximum`: UTF-16 units of a line that are held back at most. */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** The lines that have ended since, and parts of one that is too long to wait for. */
  push(text: string): Line[] {
    const skipped = this.#endedWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') this.#endedWithReturn = text.endsWith('\r');
    const parts = skipped.split(/\r\n|\n|\r/);
    const lines: Line[] = [];
    parts[0] = this.#rest + (parts[0] ?? '');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) lines.push({ text: part, isWhole: true });
    while (this.#rest.length > this.#maximum) {
      const end = this.#maximum - Number(isHighSurrogate(this.#rest, this.#maximum - 1));
      lines.push({ text: this.#rest.slice(0, end), isWhole: false });
      this.#rest = this.#rest.slice(end);
    }
    return lines;
  }

  /** The last line where it had no end; null where there is none. */
  finish(): Line | null {
    return this.#rest === '' ? null : { text: this.#rest, isWhole: true };
  }
}

export interface Line {
  text: string;
  /** False where the line goes on in the next one. */
  isWhole: boolean;
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff;
}
