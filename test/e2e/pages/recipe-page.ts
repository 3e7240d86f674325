// The form of a new model.
import type { Page } from 'playwright';

export class RecipePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async fill(label: string, value: number | string): Promise<void> {
    await this.#page.getByLabel(label, { exact: true }).fill(String(value));
  }

  /** To the form with every setting, all of it unfolded. */
  async setEverything(): Promise<void> {
    await this.#page.getByRole('radio', { name: 'Every setting by myself' }).check({ force: true });
    for (const group of ['Network', 'Steps and schedule', 'Reading']) {
      await this.#page.getByText(group, { exact: true }).click();
    }
  }

  /** Leaves one layer, of so many cells. */
  async useOneLayer(cells: number): Promise<void> {
    await this.#page.getByRole('button', { name: 'Remove layer 2' }).click();
    await this.fill('Cells in layer 1', cells);
  }

  async trainForEpochs(epochs: number): Promise<void> {
    await this.fill('Number of epochs', epochs);
  }

  async start(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Start training' }).click();
  }
}
