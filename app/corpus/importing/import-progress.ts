// How far an import is, in bytes of its sources, so that the share that is done is the share of the time: each byte
// is hashed, looked at and read, what was read is brought to the disk, and its ids are written, and these take different
// times. Knows no clock.

import type { TextTraits } from './text-traits.ts';

export type ImportPhase = 'hashed' | 'lookedAt' | 'read';

const phases: readonly ImportPhase[] = ['hashed', 'lookedAt', 'read'];

/** Shares of the time that a source's phases take. */
type Shares = Record<ImportPhase | 'settled' | 'encoded', number>;

export class ImportProgress {
  readonly #totalBytes: number;
  readonly #tell: (doneBytes: number, totalBytes: number) => void;
  /** Bytes of the sources that are read to their ends, less what of them stands for what comes after all reading. */
  #before = 0;
  /** Bytes of all sources so far that stand for ids. */
  #forIds = 0;
  #sizeBytes = 0;
  #shares = sharesOf({ isUtf8: true });

  constructor(totalBytes: number, tell: (doneBytes: number, totalBytes: number) => void) {
    this.#totalBytes = totalBytes;
    this.#tell = tell;
  }

  /** The next source: its size and what its bytes are like. */
  begin(sizeBytes: number, traits: TextTraits): void {
    this.#before += this.#sizeBytes * (1 - this.#shares.settled - this.#shares.encoded);
    this.#sizeBytes = sizeBytes;
    this.#shares = sharesOf(traits);
    this.#forIds += sizeBytes * this.#shares.encoded;
  }

  /** Of the source, so many bytes are through a phase; those before it are over. */
  tell(phase: ImportPhase, bytes: number): void {
    const done = Math.min(bytes, this.#sizeBytes);
    let weighed = this.#before;
    for (const each of phases) {
      if (each === phase) {
        this.#report(weighed + done * this.#shares[each]);
        return;
      }
      weighed += this.#sizeBytes * this.#shares[each];
    }
  }

  /** The text is on the disk, and the ids of a share of it are written. */
  tellEncoded(share: number): void {
    this.#report(this.#totalBytes - this.#forIds * (1 - share));
  }

  #report(bytes: number): void {
    this.#tell(Math.min(Math.floor(bytes), this.#totalBytes), this.#totalBytes);
  }
}

/**
 * Nanoseconds for each byte, as measured on 100 MB to 1 GB of each kind, and the shares of their sum. What is not UTF-8 is
 * weighed as every other encoding.
 */
function sharesOf({ isUtf8 }: TextTraits): Shares {
  const hashed = 1;
  const lookedAt = isUtf8 ? 1.5 : 4.5;
  const read = isUtf8 ? 8.5 : 11;
  const settled = 0.8;
  const encoded = 4.5;
  const sum = hashed + lookedAt + read + settled + encoded;
  return {
    hashed: hashed / sum,
    lookedAt: lookedAt / sum,
    read: read / sum,
    settled: settled / sum,
    encoded: encoded / sum,
  };
}
