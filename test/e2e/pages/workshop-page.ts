// A text in the making: how each source is read, how all of it is cleaned, and keeping it.
import type { Locator, Page } from 'playwright';

export class WorkshopPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits until the workshop has opened and looked at everything. */
  async isOpen(): Promise<void> {
    await this.#page.getByRole('heading', { level: 1, name: 'A new text' }).waitFor();
    await this.#page.getByRole('region', { name: 'Cleaning' }).waitFor();
  }

  /** What is shown of a source that wants a look. */
  source(name: string): Locator {
    return this.#page.getByRole('region', { name, exact: true });
  }

  encodingOf(name: string): Locator {
    return this.#page.getByLabel(`Encoding of “${name}”`, { exact: true });
  }

  /** Switches a step of cleaning on. */
  async clean(step: string): Promise<void> {
    await this.#page.getByRole('checkbox', { name: step, exact: true }).check();
  }

  /** What a step of cleaning changes, in words. */
  outcome(words: string): Locator {
    return this.#page.getByText(words, { exact: true });
  }

  async keep(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Keep this text' }).click();
  }
}
