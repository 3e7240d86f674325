// Files that the face's own side has opened to the engine, under words that say nothing of their paths.

import { randomUUID } from 'node:crypto';
import { EngineError } from '../contract/errors.ts';

interface Grant {
  path: string;
  mode: 'read' | 'write';
  name: string;
  /** Whether the file will not be where it is for long. */
  isTemporary: boolean;
}

/** The open grants of one engine. */
export class Grants {
  readonly #grants = new Map<string, Grant>();

  /** Opens a file; `word` is given again after a restart so that words already handed out stay good. */
  open(grant: Grant, word: string = randomUUID()): string {
    this.#grants.set(word, grant);
    return word;
  }

  close(word: string): void {
    this.#grants.delete(word);
  }

  /** The file behind a word; refuses unknown words and a place to write where one to read is needed. */
  resolve(word: string, mode: Grant['mode']): Grant {
    const grant = this.#grants.get(word);
    if (grant?.mode === mode) return grant;
    throw new EngineError(
      'file-not-granted',
      `This file is not open for ${mode === 'read' ? 'reading' : 'writing'}. Choose it again.`,
      { details: { mode } },
    );
  }
}
