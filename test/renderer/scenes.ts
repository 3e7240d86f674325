// The screens of the window, each with the way there by role and name, in either language.

import type { Page } from 'playwright';
import type { OpenWindow } from './window.ts';
import { en, type MessageKey } from '../../renderer/messages/en.ts';
import { english } from './fake-text.ts';
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

async function startRun({ page, pass, engine }: OpenWindow, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('texts.trainOn') }).click();
  await page.getByRole('radio', { name: say('recipe.timed.own') }).check({ force: true });
  await page.getByLabel(say('recipe.minutes'), { exact: true }).fill('10');
  await page.getByRole('button', { name: say('recipe.start') }).click();
  await page.getByRole('button', { name: say('train.pause') }).waitFor();
  pass(370);
  engine.runs[0]?.notice({ code: 'learning-rate-lowered', message: '' });
  const details = { step: 1200, toStep: 1000, learningRate: 0.0025 };
  engine.runs[0]?.notice({ code: 'rolled-back', message: '', details });
  await page.getByRole('img').first().waitFor();
}

const groups = [
  'recipe.group.network',
  'recipe.group.stepping',
  'recipe.group.reading',
  'recipe.group.vocabulary',
  'recipe.group.judging',
  'recipe.group.machine',
] as const;

/** To the form with every setting. */
async function chooseAll(page: Page, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('texts.trainOn') }).click();
  await page.getByRole('radio', { name: say('recipe.way.chosen') }).check({ force: true });
}

/** Every screen by its name. */
export const scenes: Record<string, Scene> = {
  welcome: { library: 'fresh', go: async () => undefined },
  texts: {
    go: async ({ page }, say) => {
      await page.getByRole('region', { name: say('texts.alphabet'), exact: true }).waitFor();
    },
  },
  workshop: {
    go: async ({ page, engine }, say) => {
      engine.corpora[0]!.sources[0]!.format = 'epub';
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: say('texts.open') }).click();
      const text = `${english}\r\n`.repeat(3);
      const files = ['gbk.txt', 'broken.txt', 'table.csv', 'picture.txt', 'diary.txt', 'notes.md'];
      await (
        await chooser
      ).setFiles(
        files.map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })),
      );
      await page.getByRole('heading', { level: 1, name: say('workshop.title') }).waitFor();
      await page.getByRole('button', { name: say('clean.lowerCase') }).click();
      await page.getByText('you said that a house', { exact: true }).waitFor();
    },
  },
  merge: {
    isModal: true,
    go: async ({ page }, say) => {
      await page.getByRole('button', { name: say('texts.merge'), exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'a library with what cannot be read': {
    go: async ({ page, engine }) => {
      const error = { code: 'corpus-changed' as const, message: 'It is damaged.', details: {} };
      for (const what of ['corpora', 'models'] as const) {
        const ids = [`${what}-1`, 'a-very-long-name-of-a-folder-as-names-may-be-0123456789'];
        engine.unreadable[what] = ids.map((id) => ({ id, folder: id, error }));
        engine.emit('library.changed', { what });
        await page.getByText(`could not be read: ${what}-1 and a-very-long`).waitFor();
      }
    },
  },
  'a text whose files have changed': {
    go: async ({ page, engine }, say) => {
      engine.sourceStates.set('xin', 'changed');
      await page.getByRole('button', { name: /^书信 50/ }).click();
      await page
        .getByRole('button', { name: say('texts.reread') })
        .first()
        .waitFor();
      await page.getByLabel(say('vocabulary.coverage'), { exact: true }).fill('90');
      await page.getByText(/^\D*\d+ .*(fall out|不在词表)/).click();
      await page.getByRole('button', { name: say('vocabulary.train') }).waitFor();
    },
  },
  recipe: {
    go: async ({ page }, say) => {
      await page.getByRole('button', { name: say('texts.trainOn') }).click();
      await page.getByLabel(say('recipe.corpus'), { exact: true }).selectOption('xin');
      await page.getByRole('button', { name: /2×128/ }).click();
      await page.getByRole('button', { name: say('recipe.fitted.undo') }).waitFor();
    },
  },
  settings: {
    go: async ({ page }, say) => {
      await chooseAll(page, say);
      for (const group of groups) await page.getByText(say(group), { exact: true }).click();
      await page.getByRole('button', { name: say('recipe.head.add') }).click();
      await page.getByLabel(say('recipe.batchSize'), { exact: true }).fill('0');
    },
  },
  presets: {
    go: async ({ page }, say) => {
      await chooseAll(page, say);
      await page.getByText(say('preset.table'), { exact: true }).click();
      await page.getByRole('button', { name: 'keras-128-64' }).click();
      await page.getByRole('button', { name: say('preset.table.timeAll') }).click();
      await page.getByRole('button', { name: say('preset.table.timeAll') }).waitFor();
    },
  },
  run: { go: startRun },
  'run in figures': {
    go: async (opened, say) => {
      await startRun(opened, say);
      const tables = opened.page.getByRole('button', { name: say('train.loss.asTable') });
      await tables.first().click();
      await tables.first().click();
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
      await page.getByRole('button', { name: say('train.fineTune.open') }).click();
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
