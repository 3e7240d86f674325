// Runs of blanks and tabs become one blank; those at a line's end none. A single blank of any kind stays what it
// is: French sets a narrow one before a question mark, Chinese an ideographic one at a paragraph's start.

import type { CleaningStage } from './stage.ts';

const blank = ' \\t\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000';
const lineEnd = '[\\r\\n]';
/** Every run that may change; a run is taken whole before what follows it is looked at, so that none is read twice. */
const runs = new RegExp(`[${blank}]{2,}|\\t|[${blank}](?=${lineEnd})`, 'g');
const leading = new RegExp(`^[${blank}]+`);
const trailing = new RegExp(`[${blank}]`);

export interface BlankOptions {
  /** Whether blanks at a line's end go; in a prompt they may be what the person wants the model to go on from. */
  trims: boolean;
}

export class BlankReducer implements CleaningStage {
  changes = 0;
  readonly #trims: boolean;
  /** A run at the end of what has come so far: what it would become, and whether that changes it. */
  #run: { becomes: string; isChanged: boolean } | null = null;

  constructor({ trims }: BlankOptions) {
    this.#trims = trims;
  }

  push(piece: string): string {
    let text = piece;
    let before = '';
    if (this.#run !== null) {
      text = this.#extendRun(piece);
      if (text === '') return '';
      before = this.#endRun(text.charAt(0));
    }
    const end = endOfText(text);
    const reduced = this.#reduce(text.slice(0, end));
    if (end < text.length) this.#run = beginRun(text.slice(end));
    return before + reduced;
  }

  finish(): string {
    return this.#run === null ? '' : this.#endRun('\n');
  }

  /** Takes what belongs to the open run from the front of a piece and returns the rest. */
  #extendRun(piece: string): string {
    const [more] = leading.exec(piece) ?? [];
    if (more === undefined || this.#run === null) return piece;
    const { becomes } = this.#run;
    this.#run = { becomes: /[ \t]/.test(more) ? ' ' : becomes, isChanged: true };
    return piece.slice(more.length);
  }

  #endRun(next: string): string {
    if (this.#run === null) return '';
    const { becomes, isChanged } = this.#run;
    this.#run = null;
    const isDropped = this.#trims && (next === '\n' || next === '\r');
    if (isChanged || isDropped) this.changes++;
    return isDropped ? '' : becomes;
  }

  #reduce(text: string): string {
    return text.replace(runs, (run: string, at: number) => {
      this.#run = beginRun(run);
      return this.#endRun(text.charAt(at + run.length));
    });
  }
}

function beginRun(run: string): { becomes: string; isChanged: boolean } {
  const becomes = /[ \t]/.test(run) ? ' ' : run.charAt(0);
  return { becomes, isChanged: run !== becomes };
}

/** Where the blanks at the very end begin. */
function endOfText(text: string): number {
  let at = text.length;
  while (at > 0 && trailing.test(text.charAt(at - 1))) at--;
  return at;
}
