// Texts on their way in: what the engine looks at or reads just now, how far it is and how long it will take.
// Knows no text and no screen.

import type { CorpusProgress } from '../../app/contract/corpus.ts';
import type { EngineLink } from './engine.svelte.ts';

/** What is done with sources that takes a while. */
export type ImportKind = 'looking' | 'reading';

/** One text on its way in. */
export interface TextImport {
  operation: string;
  kind: ImportKind;
  name: string;
  doneBytes: number;
  totalBytes: number;
  /** By the clock of the window. */
  startedMs: number;
  /** Null as long as the pace is a guess. */
  secondsLeft: number | null;
}

/** Seconds before a pace means something: the first reports tell of the start rather than of the reading. */
const guessingSeconds = 1.5;

/** The operations under way. */
export class Imports {
  list = $state<TextImport[]>([]);
  /** The file that a browser hands over to the server just now, before it can be read. */
  uploading = $state<string | null>(null);
  readonly #engine: EngineLink;
  readonly #nowMs: () => number;
  #count = 0;

  constructor(engine: EngineLink, nowMs: () => number = () => performance.now()) {
    this.#engine = engine;
    this.#nowMs = nowMs;
    engine.on('corpus.progress', (progress) => this.report(progress));
  }

  /** Takes note of how far an operation is. */
  report({ operation, doneBytes, totalBytes }: CorpusProgress): void {
    const each = this.list.find((one) => one.operation === operation);
    if (each === undefined) return;
    Object.assign(each, { doneBytes, totalBytes });
    each.secondsLeft = this.#secondsLeft(each);
  }

  /** Shows an operation for as long as it takes. */
  async run<Reply>(
    what: Pick<TextImport, 'kind' | 'name' | 'totalBytes'>,
    call: (operation: string) => Promise<Reply>,
  ): Promise<Reply> {
    this.#count += 1;
    const operation = `import-${Date.now().toString(36)}-${this.#count}`;
    const startedMs = this.#nowMs();
    this.list.push({ ...what, operation, doneBytes: 0, startedMs, secondsLeft: null });
    try {
      return await call(operation);
    } finally {
      this.list = this.list.filter((each) => each.operation !== operation);
    }
  }

  /** Calls one off; what it had begun leaves nothing behind. */
  async cancel(operation: string): Promise<void> {
    await this.#engine.call('corpus.cancelImport', { operation });
  }

  #secondsLeft({ startedMs, doneBytes, totalBytes }: TextImport): number | null {
    const seconds = (this.#nowMs() - startedMs) / 1000;
    if (seconds < guessingSeconds || doneBytes <= 0 || totalBytes <= 0) return null;
    return Math.max(0, (seconds * (totalBytes - doneBytes)) / doneBytes);
  }
}
