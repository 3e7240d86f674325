// The window as a person sees it: places at the left, models under them. Found by role and name alone.
import type { Locator, Page } from 'playwright';
import { RecipePage } from './recipe-page.ts';
import { RunPage } from './run-page.ts';
import { TextsPage } from './texts-page.ts';
import { WritePage } from './write-page.ts';

/** Everything in one window, in English. */
export class CharloomPage {
  readonly page: Page;
  readonly texts: TextsPage;
  readonly recipe: RecipePage;
  readonly run: RunPage;
  readonly write: WritePage;

  constructor(page: Page) {
    this.page = page;
    this.texts = new TextsPage(page);
    this.recipe = new RecipePage(page);
    this.run = new RunPage(page);
    this.write = new WritePage(page);
  }

  /** Waits until the engine has answered and the first screen stands. */
  async isReady(): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).waitFor({ timeout: 60_000 });
  }

  async go(place: 'Texts' | 'Train' | 'Write'): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: place }).click();
  }

  /** The models at the left whose row has this text. */
  models(text: string | RegExp): Locator {
    return this.page
      .getByRole('region', { name: 'Models' })
      .getByRole('listitem')
      .getByRole('button', { name: text });
  }

  async openModelFile(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open model…' }).click();
  }

  async saveModelAs(): Promise<void> {
    await this.modelBar.getByRole('button', { name: 'Save as…' }).click();
  }

  async deleteModel(): Promise<void> {
    await this.modelBar.getByRole('button', { name: 'Delete…' }).click();
    await this.page.getByRole('button', { name: 'Delete model' }).click();
  }

  get modelBar(): Locator {
    return this.page.getByRole('group', { name: 'This model' });
  }
}
