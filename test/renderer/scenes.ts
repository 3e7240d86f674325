// The screens of the window, each with the way there by role and name, in either language.

import type { OpenWindow } from './window.ts';
import { en, type MessageKey } from '../../renderer/messages/en.ts';
import { zhCN } from '../../renderer/messages/zh-CN.ts';

export type Say = (key: MessageKey) => string;

/** The sentence of a key in a locale, as a test looks for it. */
export function sayIn(locale: 'en-US' | 'zh-CN'): Say {
  return (key) => {
    const message = locale === 'zh-CN' ? zhCN[key] : en[key];
    return typeof message === 'string' ? message : message.other;
  };
}

export interface Scene {
  library?: 'fresh' | 'furnished';
  /** A dialog is open: the rest of the window cannot be reached. */
  isModal?: boolean;
  /** Goes there from the first screen. */
  go: (opened: OpenWindow, say: Say) => Promise<void>;
}

async function startRun({ page, pass }: OpenWindow, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('texts.trainOn') }).click();
  await page.getByRole('radio', { name: say('recipe.duration.minutes') }).check({ force: true });
  await page.getByRole('button', { name: say('recipe.start') }).click();
  await page.getByRole('button', { name: say('train.pause') }).waitFor();
  pass(370);
  await page.getByRole('img').waitFor();
}

/** Every screen by its name. */
export const scenes: Record<string, Scene> = {
  welcome: { library: 'fresh', go: async () => undefined },
  texts: {
    go: async ({ page }, say) => {
      await page.getByRole('region', { name: say('texts.alphabet'), exact: true }).waitFor();
    },
  },
  recipe: {
    go: async ({ page }, say) => {
      await page.getByRole('button', { name: say('texts.trainOn') }).click();
      await page.getByText(say('recipe.more')).click();
      await page.getByLabel(say('recipe.batchSize'), { exact: true }).fill('0');
    },
  },
  run: {
    go: async (opened, say) => {
      await startRun(opened, say);
      await opened.page.getByRole('button', { name: say('train.loss.asTable') }).click();
    },
  },
  queue: {
    go: async (opened, say) => {
      await startRun(opened, say);
      const { page } = opened;
      await page.getByRole('button', { name: say('models.new') }).click();
      await page.getByRole('button', { name: say('recipe.queue') }).click();
      await page.getByText(say('train.queued.text')).waitFor();
    },
  },
  model: {
    go: async ({ page }, say) => {
      await page.getByRole('button', { name: /^Letters, second/ }).click();
      await page.getByRole('region', { name: say('train.further'), exact: true }).waitFor();
    },
  },
  write: {
    go: async ({ page, engine }, say) => {
      await page.getByRole('button', { name: /^书信/ }).first().click();
      await page.getByRole('button', { name: say('train.write') }).click();
      await page.getByLabel(say('write.prompt'), { exact: true }).fill('你问我Ω');
      await page.getByRole('button', { name: say('write.go') }).click();
      await page.getByRole('button', { name: say('write.stop') }).waitFor();
      engine.tick();
      await page.getByText('院子里的桂花落了一地').first().waitFor();
    },
  },
  confirm: {
    isModal: true,
    go: async ({ page }, say) => {
      await page.getByRole('button', { name: say('texts.remove'), exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  paste: {
    isModal: true,
    go: async ({ page }, say) => {
      await page.getByRole('button', { name: say('texts.paste') }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
};
