// A run under way, and the same model once it is done.
import type { Page } from 'playwright';
import { expect } from 'vitest';

export class RunPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What the chart of the loss says of itself, once it has something to show. */
  async curve(): Promise<string> {
    const chart = this.#page.getByRole('img', { name: /^Loss over/ });
    await chart.waitFor({ timeout: 60_000 });
    return (await chart.getAttribute('aria-label')) ?? '';
  }

  /** Waits until the chart says something else. */
  async curveMoves(from: string): Promise<string> {
    await expect.poll(() => this.curve(), { timeout: 60_000, interval: 200 }).not.toBe(from);
    return this.curve();
  }

  async pause(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Pause' }).click();
  }

  async resume(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Resume' }).click();
  }

  /** The step that the run says it has reached. */
  async step(): Promise<number> {
    const words = await this.#page.getByText(/^Step [\d,]+ of/).textContent();
    return Number(/^Step ([\d,]+)/.exec(words?.trim() ?? '')?.[1]?.replaceAll(',', ''));
  }

  async isPaused(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Resume' }).waitFor();
  }

  async isDone(): Promise<void> {
    await this.#page
      .getByText('Done. The best weights are kept.', { exact: true })
      .waitFor({ timeout: 120_000 });
  }

  async writeWithIt(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Write with it' }).click();
  }
}
