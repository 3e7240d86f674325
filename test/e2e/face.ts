// One face of Charloom under test: its page, and how a person answers its file dialogs.
import type { Page } from 'playwright';

export interface Face {
  readonly page: Page;
  /** Does what opens a file dialog, and picks these files in it. */
  pick(paths: string[], action: () => Promise<void>): Promise<void>;
  /** Does what asks for a place to save, and has the file there when it returns. */
  saveTo(path: string, action: () => Promise<void>): Promise<void>;
}
