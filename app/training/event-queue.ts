// A queue between callbacks that push and one loop that awaits. Nothing is lost, order is kept.

/** Unbounded: whoever pushes must do so at a bounded rate. */
export class EventQueue<Item> {
  readonly #items: Item[] = [];
  #wake: (() => void) | null = null;

  push(item: Item): void {
    this.#items.push(item);
    this.#wake?.();
    this.#wake = null;
  }

  /** The oldest item, as soon as there is one. */
  async next(): Promise<Item> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
