// The place of the texts, and the three ways to begin that stand there before there is a text.
import type { Page } from 'playwright';

export class TextsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async openOwn(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Open your own text…' }).click();
  }

  /** Waits until a text stands open under its name. */
  async isShown(name: string | RegExp): Promise<void> {
    await this.#page.getByRole('heading', { level: 1, name }).waitFor();
  }

  async trainOnIt(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Train on this' }).click();
  }
}
