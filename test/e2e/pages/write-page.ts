// The place of writing.
import type { Page } from 'playwright';

export interface Manner {
  prompt: string;
  length: number;
  seed: number;
}

export class WritePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Writes a page, the first one or the shown one anew, and returns all that stands on it. */
  async write({ prompt, length, seed }: Manner): Promise<string> {
    await this.#page.getByLabel('Prompt', { exact: true }).fill(prompt);
    await this.#page.getByLabel('Length, exact value').fill(String(length));
    await this.#page.getByLabel('Seed', { exact: true }).fill(String(seed));
    await this.#page.getByRole('button', { name: /^(Start writing|Regenerate)/ }).click();
    await this.#page.getByText(`${length} characters`).waitFor({ timeout: 60_000 });
    return this.text();
  }

  /** What stands on the page now. */
  async text(): Promise<string> {
    const paragraphs = this.#page
      .getByRole('article', { name: 'What it wrote' })
      .locator('[dir="auto"] > p');
    return (await paragraphs.allTextContents()).join('\n');
  }
}
