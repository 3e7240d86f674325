// Passages of a text that comes in pieces, evenly spread over all of it whatever its length turns out to be: every
// so many characters one is taken, and where there are too many every second is dropped and they are taken half as often.
// A text that is short enough is held whole. Knows nothing of what the passages are for.

export interface PassageSizes {
  /** UTF-16 units of each passage. */
  length: number;
  /** Passages that are held: even, and twice as many as there are at least of a long text. */
  atMost: number;
}

/** Takes text by `add`; what it holds never exceeds `length * atMost` units. */
export class SpreadPassages {
  readonly #length: number;
  readonly #atMost: number;
  #passages: string[] = [];
  /** The passage that is being taken; null between two. */
  #current: string | null = null;
  /** Units from the start of one passage to that of the next. */
  #stride: number;
  #position = 0;

  constructor({ length, atMost }: PassageSizes) {
    this.#length = length;
    this.#atMost = atMost;
    this.#stride = length;
  }

  /** True as long as nothing was left out. */
  get isWhole(): boolean {
    return this.#stride === this.#length;
  }

  /** The passages so far, in the order of the text. */
  get passages(): string[] {
    return this.#current ? [...this.#passages, this.#current] : [...this.#passages];
  }

  /** Goes on with the text; costs nothing between two passages. */
  add(text: string): void {
    let at = 0;
    while (at < text.length) {
      const within = this.#position % this.#stride;
      const isInside = within < this.#length;
      const units = Math.min((isInside ? this.#length : this.#stride) - within, text.length - at);
      if (isInside) this.#current = (this.#current ?? '') + text.slice(at, at + units);
      at += units;
      this.#position += units;
      if (isInside && within + units === this.#length) this.#keep();
    }
  }

  #keep(): void {
    // A copy of its own: a slice would hold on to the whole text that it was cut from.
    this.#passages.push(Buffer.from(this.#current ?? '', 'utf16le').toString('utf16le'));
    this.#current = null;
    if (this.#passages.length < this.#atMost) return;
    this.#passages = this.#passages.filter((_, at) => at % 2 === 0);
    this.#stride *= 2;
  }
}
