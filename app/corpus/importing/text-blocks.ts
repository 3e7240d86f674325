// Collects clean text of any length in UTF-8 blocks, so that a million short documents cost as little as one long
// one: counted and hashed as it passes, handed on a block at a time.

import { createHash } from 'node:crypto';
import type { CharacterTally } from './tally.ts';
import { WriteBehind } from './write-behind.ts';
import { wholeCharacters } from './whole-characters.ts';

/** Large enough to write fast, and worked through within a few milliseconds. */
const blockBytes = 1_048_576;

/** A UTF-16 unit gives at most so many bytes; a pair of them gives four. */
const bytesPerUnit = 3;

/** Room below which a block is handed on rather than filled. */
const leastRoom = 4096;

export class TextBlocks {
  /** Bytes so far. */
  sizeBytes = 0;
  readonly #tally: CharacterTally;
  readonly #keep: WriteBehind;
  readonly #hash = createHash('sha256');
  #block = Buffer.allocUnsafe(blockBytes);
  #other = Buffer.allocUnsafe(blockBytes);
  #filled = 0;
  #tallied = 0;

  constructor(tally: CharacterTally, keep: (bytes: Uint8Array) => Promise<void>) {
    this.#tally = tally;
    this.#keep = new WriteBehind(keep);
  }

  /** Adds well-formed text; waits only where a block is full. */
  async add(text: string): Promise<void> {
    for (let at = 0; at < text.length;) {
      const room = this.#block.length - this.#filled;
      if (room < leastRoom) {
        await this.#handOn();
        continue;
      }
      const end = wholeCharacters(text, at + Math.floor(room / bytesPerUnit));
      const part = at === 0 && end === text.length ? text : text.slice(at, end);
      const written = this.#block.write(part, this.#filled);
      this.#filled += written;
      this.sizeBytes += written;
      at = end;
    }
  }

  /** Brings the tally up to here. */
  count(): void {
    if (this.#tallied === this.#filled) return;
    this.#tally.add(this.#block.subarray(this.#tallied, this.#filled));
    this.#tallied = this.#filled;
  }

  /** Hands on what is left; the hash of everything, `sha256:<hex>`. */
  async finish(): Promise<string> {
    await this.#handOn();
    await this.#keep.finish();
    return `sha256:${this.#hash.digest('hex')}`;
  }

  async #handOn(): Promise<void> {
    this.count();
    const bytes = this.#block.subarray(0, this.#filled);
    this.#hash.update(bytes);
    await this.#keep.write(bytes);
    [this.#block, this.#other] = [this.#other, this.#block];
    this.#filled = 0;
    this.#tallied = 0;
  }
}
