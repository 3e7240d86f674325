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

  /** Leaves one layer, of so many cells. */
  async useOneLayer(cells: number): Promise<void> {
    await this.#page.getByRole('button', { name: 'Remove layer 2' }).click();
    await this.fill('Cells in layer 1', cells);
  }

  async showMore(): Promise<void> {
    await this.#page.getByText('More settings').click();
  }

  /** The number of epochs stands beside a radio button of the same name. */
  async trainForEpochs(epochs: number): Promise<void> {
    await this.#page.getByRole('spinbutton', { name: 'Epochs' }).fill(String(epochs));
  }

  async start(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Start training' }).click();
  }
}
