// How far an import is, in bytes of its sources, so that the share that is done is the share of the time: each byte
// is hashed, looked at and read, and its ids are written, and these take different times.

/** Shares of the time that each takes where a text is large, as measured on a gigabyte of plain UTF-8. */
const shares = { hashed: 0.045, lookedAt: 0.09, read: 0.475, encoded: 0.39 };

export type ImportPhase = 'hashed' | 'lookedAt' | 'read';

const phases: readonly ImportPhase[] = ['hashed', 'lookedAt', 'read'];

export class ImportProgress {
  readonly #totalBytes: number;
  readonly #tell: (doneBytes: number, totalBytes: number) => void;
  /** Bytes of the sources that are read to their ends. */
  #before = 0;
  #sizeBytes = 0;

  constructor(totalBytes: number, tell: (doneBytes: number, totalBytes: number) => void) {
    this.#totalBytes = totalBytes;
    this.#tell = tell;
  }

  /** The next source, and its size. */
  begin(sizeBytes: number): void {
    this.#before += this.#sizeBytes;
    this.#sizeBytes = sizeBytes;
  }

  /** Of the source, so many bytes are through a phase; those before it are over. */
  tell(phase: ImportPhase, bytes: number): void {
    const done = Math.min(bytes, this.#sizeBytes);
    let weighed = this.#before * (1 - shares.encoded);
    for (const each of phases) {
      if (each === phase) {
        this.#report(weighed + done * shares[each]);
        return;
      }
      weighed += this.#sizeBytes * shares[each];
    }
  }

  /** The ids of a share of the whole text are written. */
  tellEncoded(share: number): void {
    this.#report(this.#totalBytes * (1 - shares.encoded * (1 - share)));
  }

  #report(bytes: number): void {
    this.#tell(Math.min(Math.floor(bytes), this.#totalBytes), this.#totalBytes);
  }
}
