// The two streams of a terminal program: results and JSON lines on stdout, everything else on stderr,
// and one progress line at the bottom that steps aside for whatever is written. Knows no command.

import pc from 'picocolors';
import { displayWidth, fitWidth } from './text-width.ts';

/** What is needed of process.stdout and process.stderr. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export type Colours = ReturnType<typeof pc.createColors>;

export interface ConsoleOptions {
  stdout: OutputStream;
  stderr: OutputStream;
  isJson: boolean;
  environment: NodeJS.ProcessEnv;
}

/** Where a terminal does not say how wide it is, or says 0. */
const usualColumns = 80;

export class Console {
  readonly isJson: boolean;
  /** For what goes to stdout. */
  readonly colours: Colours;
  /** For what goes to stderr. */
  readonly noteColours: Colours;
  /** Whether a person sees stdout as it comes. */
  readonly isLive: boolean;
  readonly #stdout: OutputStream;
  readonly #stderr: OutputStream;
  readonly #hasBar: boolean;
  #bar = '';

  constructor({ stdout, stderr, isJson, environment }: ConsoleOptions) {
    this.isJson = isJson;
    this.#stdout = stdout;
    this.#stderr = stderr;
    const isPlain = Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb';
    this.isLive = stdout.isTTY === true && !isJson;
    this.colours = pc.createColors(this.isLive && !isPlain);
    this.noteColours = pc.createColors(stderr.isTTY === true && !isPlain);
    // A bar between JSON lines on the same screen would make both unreadable.
    this.#hasBar =
      stderr.isTTY === true && environment['TERM'] !== 'dumb' && !(isJson && stdout.isTTY === true);
  }

  /** Columns of the screen that notes and the bar stand on. */
  get columns(): number {
    const { columns = 0 } = this.#stderr;
    return columns > 0 ? columns : usualColumns;
  }

  /** One JSON object as a line on stdout; only with --json. */
  emit(type: string, fields: object): void {
    if (this.isJson)
      this.#aside(() => this.#stdout.write(`${JSON.stringify({ type, ...fields })}\n`));
  }

  /** A line of the result on stdout; not with --json. */
  print(line = ''): void {
    if (!this.isJson) this.#aside(() => this.#stdout.write(`${line}\n`));
  }

  /** A piece of text on stdout, just as it is; not with --json. */
  write(text: string): void {
    if (!this.isJson) this.#aside(() => this.#stdout.write(text));
  }

  /** A line for a person, on stderr. */
  note(line: string): void {
    this.#aside(() => this.#stderr.write(`${line}\n`));
  }

  /** Shows what `compose` makes of the columns at hand as the last line; replaces the one before it. */
  showBar(compose: (columns: number) => string): void {
    if (!this.#hasBar) return;
    // The last column stays free: some terminals would wrap.
    const columns = this.columns - 1;
    const line = fitWidth(compose(columns), columns);
    if (line === this.#bar) return;
    this.#clearBar();
    this.#bar = line;
    this.#stderr.write(line);
  }

  /** Takes the progress line away. */
  hideBar(): void {
    this.#clearBar();
    this.#bar = '';
  }

  #aside(write: () => unknown): void {
    const bar = this.#bar;
    this.#clearBar();
    write();
    if (bar !== '') this.#stderr.write(bar);
  }

  #clearBar(): void {
    if (this.#bar !== '') this.#stderr.write('\r\u001b[K');
  }
}

/** A bar with fewer columns says nothing, one with more says no more. */
const barColumnLimits = { min: 8, max: 40 };

/** Words with a bar before them, where there is room for one. */
export function withBar(words: string, fraction: number, columns: number): string {
  const { min, max } = barColumnLimits;
  const barColumns = Math.min(max, columns - displayWidth(words) - 2);
  return barColumns < min ? words : `${drawBar(fraction, barColumns)}  ${words}`;
}

/** A bar of so many columns, filled in eighths. */
export function drawBar(fraction: number, columns: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, fraction)) * columns * 8);
  const full = Math.floor(eighths / 8);
  const part = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? '';
  const bar = '█'.repeat(full) + part;
  return bar + '░'.repeat(columns - displayWidth(bar));
}
