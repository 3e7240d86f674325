// The whole thread in a window over the fake engine: by mouse, by keyboard, and when things go wrong.

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { EngineError } from '../../app/contract/errors.ts';
import type { FakeEngine } from './fake-engine.ts';
import { english } from './fake-text.ts';
import { useWindow } from './window.ts';

const openWindow = useWindow();

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true });
const pageText = (page: Page) =>
  page.getByRole('article', { name: 'What it wrote' }).locator('[dir="auto"]');

/** Drops files on the window as a person would, and looks in between. */
async function drop(
  page: Page,
  files: { name: string; text: string }[],
  look: () => Promise<void>,
) {
  const transfer = await page.evaluateHandle((each) => {
    const data = new DataTransfer();
    for (const { name, text } of each) data.items.add(new File([text], name));
    return data;
  }, files);
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
  await look();
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

/** Waits until the text asked for has begun, on both sides of the wire. */
async function waitForWriting(page: Page, engine: FakeEngine): Promise<void> {
  await button(page, 'Stop').waitFor();
  await expect.poll(() => engine.isWriting).toBe(true);
}

test('writes its first line one click after the first start', async () => {
  const { page, engine } = await openWindow({ library: 'fresh' });
  await button(page, 'Write with the sample model').click();
  await waitForWriting(page, engine);
  engine.tick();
  await pageText(page).getByText('The sea').waitFor();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Write');
});

/** Chooses the way of every setting in the form of a new model. */
async function setEverything(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Every setting by myself' }).check({ force: true });
}

test('shows what would come of a training before it starts, and starts that', async () => {
  const { page, engine } = await openWindow();
  await button(page, 'Train on this').click();
  const plan = page.getByRole('region', { name: 'What will come of it' });
  await plan.getByText('LSTM 2×256').waitFor();
  await page.getByRole('radio', { name: '3 min', exact: true }).check({ force: true });
  await plan.getByText('LSTM 2×128').waitFor();
  await plan.getByText(/^A small network\. Takes 3 min: started now, it is done at/).waitFor();
  await button(page, 'Start training').click();
  await button(page, 'Pause').waitFor();
  expect(engine.models[0]?.configuration.layers).toEqual([128, 128]);
});

test('trains by a preset, and counts it no more once it is changed', async () => {
  const { page, engine } = await openWindow();
  await button(page, 'Train on this').click();
  await setEverything(page);
  await page.getByLabel('Set-up', { exact: true }).selectOption('keras-stack');
  await page.getByText('Judging and stopping').click();
  await page.getByLabel('Test share').fill('0.2');
  await page.getByText(/^Changed since/).waitFor();
  await page.getByLabel('Test share').fill('0.1');
  await expect.poll(() => page.getByText(/^Changed since/).count()).toBe(0);
  await button(page, 'Start training').click();
  await button(page, 'Pause').waitFor();
  expect(engine.runs[0]?.status.recipe.preset).toBe('keras-stack');
});

test('trains on the sample text one click after the first start', async () => {
  const { page, pass } = await openWindow({ library: 'fresh' });
  await button(page, 'Train on the sample text').click();
  await page.getByText('Best model in 3 minutes').waitFor();
  pass(90);
  await expect.poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50');
  expect(await page.title()).toMatch(/^50\s?% – Charloom$/);
});

test('takes a file in, trains on it, watches it learn, and writes with it', async () => {
  const { page, engine, pass } = await openWindow({ library: 'fresh' });
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Open your own text…').click();
  const buffer = Buffer.from(english);
  await (await chooser).setFiles([{ name: 'harbour.txt', mimeType: 'text/plain', buffer }]);
  await page.getByRole('heading', { level: 1, name: 'harbour' }).waitFor();
  await page.getByRole('region', { name: 'Alphabet', exact: true }).getByText('space').waitFor();

  await button(page, 'Train on this').click();
  await setEverything(page);
  await page.getByRole('spinbutton', { name: 'Number of epochs' }).fill('2000');
  await button(page, 'Start training').click();
  await button(page, 'Pause').waitFor();
  pass(40);
  const chart = page.getByRole('img', { name: /^Loss over/ });
  const before = await chart.getAttribute('aria-label');
  pass(20);
  await expect.poll(() => chart.getAttribute('aria-label')).not.toBe(before);
  await page.getByText('now', { exact: true }).waitFor();

  await button(page, 'Pause').click();
  await page.getByText(/^Paused at/).waitFor();
  await button(page, 'Resume').click();
  await button(page, 'Write with it').click();
  await page.getByLabel('Prompt', { exact: true }).fill('The harbour');
  await button(page, 'Start writing').click();
  await waitForWriting(page, engine);
  engine.tick();
  engine.tick();
  await page.getByText('500 characters · 9,400 chars/s').waitFor();
  expect(await pageText(page).innerText()).toMatch(/^The harbour/);

  await page.getByRole('navigation').getByRole('button', { name: 'Train' }).click();
  await button(page, 'Stop and keep').click();
  await page.getByText('Stopped. The best weights so far are kept.', { exact: true }).waitFor();
});

test('can be gone through by the keyboard alone', async () => {
  const { page, engine } = await openWindow();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    'Skip to the content',
  );
  await page.keyboard.press('Control+2');
  await page.getByRole('heading', { level: 1, name: 'A new model' }).waitFor();
  await page.getByLabel('Name of the model').focus();
  await page.keyboard.type('By hand');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'By hand' }).waitFor();
  engine.tick(20);
  await expect.poll(() => button(page, 'Write with it').isEnabled()).toBe(true);

  await page.keyboard.press('Control+3');
  await page.getByLabel('Prompt', { exact: true }).focus();
  await page.keyboard.type('I have ');
  await page.keyboard.press('Control+Enter');
  await waitForWriting(page, engine);
  engine.tick();
  await page.keyboard.press('Escape');
  await page.getByText(/^400 characters/).waitFor();
  await page.keyboard.press('Control+1');
  await page.getByRole('heading', { level: 1, name: 'Letters 2009–2024' }).waitFor();
});

test('begins every screen at its title, for eyes and for readers', async () => {
  const { page } = await openWindow();
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.locator('main').evaluate((element) => element.scrollTo(0, 300));
  await button(page, 'Train on this').click();
  const title = page.getByRole('heading', { level: 1, name: 'A new model' });
  await expect.poll(() => title.evaluate((each) => each === document.activeElement)).toBe(true);
  expect(await page.locator('main').evaluate((element) => element.scrollTop)).toBe(0);
});

test('leaves Enter to an input method that is composing', async () => {
  const { page, engine } = await openWindow();
  await page.keyboard.press('Control+3');
  const prompt = page.getByLabel('Prompt', { exact: true });
  const composing = { key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true };
  await prompt.dispatchEvent('keydown', composing);
  await prompt.dispatchEvent('keydown', { ...composing, isComposing: false });
  await waitForWriting(page, engine);
  engine.tick();
  engine.tick();
  await page.getByText(/^500 characters/).waitFor();
});

test('shows what the engine refuses beside the control that caused it', async () => {
  const { page, engine } = await openWindow();
  await button(page, 'Train on this').click();
  await setEverything(page);
  engine.failures.set(
    'training.start',
    new EngineError('invalid-request', 'No.', {
      details: { field: 'recipe.sequenceLength', expected: 'at most 4096' },
    }),
  );
  await button(page, 'Start training').click();
  const field = page.getByLabel('Sequence length', { exact: true });
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  const note = await field.getAttribute('aria-describedby');
  expect(await page.locator(`[id="${note}"]`).innerText()).toBe(
    'This value is not allowed: at most 4096.',
  );
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('does not send what is out of bounds, and says so where it stands', async () => {
  const { page, engine } = await openWindow();
  await button(page, 'Train on this').click();
  await setEverything(page);
  await page.getByText('Reading', { exact: true }).click();
  await page.getByLabel('Batch size', { exact: true }).fill('5000');
  await page.getByText('A whole number from 1 to 4,096, please.').waitFor();
  await button(page, 'Start training').click();
  await page.getByLabel('Batch size', { exact: true }).fill('16');
  await expect.poll(() => page.getByText('A whole number from').count()).toBe(0);
  expect(engine.runs).toEqual([]);
});

test('switches the language live and keeps what was filled in', async () => {
  const { page } = await openWindow();
  await button(page, 'Train on this').click();
  await setEverything(page);
  await page.getByText('Reading', { exact: true }).click();
  await page.getByLabel('Batch size', { exact: true }).fill('48');
  await page.getByLabel('Language').selectOption('zh-CN');
  await page.getByRole('heading', { level: 1, name: '新模型' }).waitFor();
  expect(await page.getByLabel('批大小', { exact: true }).inputValue()).toBe('48');
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await page.reload();
  await page.getByRole('button', { name: '用它训练' }).waitFor();
});

test('takes files that are dropped anywhere, models among them', async () => {
  const { page } = await openWindow();
  await drop(page, [{ name: 'dropped.txt', text: english }], () =>
    page.getByText('Drop to add').waitFor(),
  );
  await page.getByRole('heading', { level: 1, name: 'dropped' }).waitFor();
  await drop(page, [{ name: 'm.safetensors', text: '{"name":"From a friend"}' }], async () => {});
  await page.getByRole('heading', { level: 1, name: 'From a friend' }).waitFor();
});

test('shows how far a text is read, and calls it off', async () => {
  const { page, engine } = await openWindow();
  let open = () => undefined as void;
  engine.importGate = new Promise((resolve) => (open = resolve));
  await button(page, 'Paste text…').click();
  await page.getByLabel('The text').fill(english);
  await page.getByLabel('Its name').fill('Diary');
  await button(page, 'Add').click();
  const progress = page.getByRole('progressbar', { name: 'Reading Diary' });
  await expect.poll(() => progress.getAttribute('aria-valuenow')).toBe('50');
  await button(page, 'Cancel reading Diary').click();
  open();
  await progress.waitFor({ state: 'detached' });
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('says why a text cannot be taken, and where', async () => {
  const { page } = await openWindow();
  await button(page, 'Paste text…').click();
  await page.getByLabel('The text').fill('Too short.');
  await button(page, 'Add').click();
  await page.getByRole('alert').getByText('at least 500 are needed').waitFor();
  expect(await page.getByLabel('The text').inputValue()).toBe('Too short.');
  await page.getByLabel('The text').fill(english);
  await button(page, 'Add').click();
  await page.getByRole('heading', { level: 1, name: 'Pasted text' }).waitFor();
});

test('saves a model as a file, opens it again, and asks before one is deleted', async () => {
  const { page } = await openWindow();
  await page.getByRole('button', { name: /^Letters, second/ }).click();
  const download = page.waitForEvent('download');
  await button(page, 'Save as…').click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('Letters, second try.safetensors');
  await page.getByText('Saved “Letters, second try.safetensors” (3.5 MB).').waitFor();

  await button(page, 'Delete…').click();
  await page.getByRole('dialog', { name: 'Delete “Letters, second try”?' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: /^Letters, second/ }).count()).toBe(1);
  await button(page, 'Delete…').click();
  await button(page, 'Delete model').click();
  await page.getByRole('button', { name: /^Letters, second/ }).waitFor({ state: 'detached' });

  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Open model…').click();
  await (await chooser).setFiles(await saved.path());
  await page.getByRole('button', { name: /^Letters, second.*from a file/ }).waitFor();
});

test('renames a model in a dialog that stays with the reason where it is refused', async () => {
  const { page, engine } = await openWindow();
  await page.getByRole('button', { name: /^Letters, second/ }).click();
  await button(page, 'Rename…').click();
  await page.getByLabel('Its name').fill('   ');
  await page.keyboard.press('Enter');
  await page.getByText('A name of 1 to 120 characters, please.').waitFor();
  engine.failures.set('model.rename', new EngineError('disk-full', 'The disk is full.'));
  await page.getByLabel('Its name').fill('Third try');
  await page.keyboard.press('Enter');
  await page.getByText('The disk is full.').waitFor();
  engine.failures.clear();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Third try' }).waitFor();
});

test('continues a model whose training broke off', async () => {
  const { page } = await openWindow();
  await page.getByRole('button', { name: /^Diary/ }).click();
  await page.getByText('Training stopped unexpectedly at step 5,400.').waitFor();
  await button(page, 'Continue training').click();
  await button(page, 'Stop and keep').waitFor();
});

test('copies the page and saves it as a text', async () => {
  const { page, engine } = await openWindow();
  await page.keyboard.press('Control+3');
  await button(page, 'Start writing').click();
  await waitForWriting(page, engine);
  engine.tick();
  engine.tick();
  await page.getByText(/^500 characters/).waitFor();
  await button(page, 'Copy').click();
  await button(page, 'Copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const download = page.waitForEvent('download');
  await button(page, 'Save as text…').click();
  expect(await readFile(await (await download).path(), 'utf8')).toBe(copied);
  expect(copied).toHaveLength(500);
});

test('waits out a break of the connection with a word, and is whole again after it', async () => {
  const { page, engine, server } = await openWindow();
  await button(page, 'Train on this').click();
  server.isRefusing = true;
  server.dropSockets();
  await page.getByText('The connection to the engine is interrupted.').waitFor();
  engine.models = engine.models.slice(1);
  server.isRefusing = false;
  await page
    .getByText('The connection to the engine is interrupted.')
    .waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Letters, second/ }).waitFor({ state: 'detached' });
});

test('says across the top what went wrong without being asked', async () => {
  const { page, engine } = await openWindow();
  engine.failures.set('model.list', new EngineError('library-too-new', 'It is too new.'));
  engine.emit('library.changed', { what: 'models' });
  await page.getByRole('alert').getByText('It is too new.').waitFor();
  await button(page, 'Dismiss').click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
});

test('tells a screen reader of training seldom, and of its end', async () => {
  const { page, pass } = await openWindow();
  await button(page, 'Train on this').click();
  await page.getByRole('radio', { name: 'Other…' }).check({ force: true });
  await page.getByRole('spinbutton', { name: 'Number of minutes' }).fill('1');
  await button(page, 'Start training').click();
  await button(page, 'Pause').waitFor();
  pass(20);
  const log = page.getByRole('log');
  await expect.poll(() => log.innerText()).toMatch(/^Letters 2009–2024: \d+\s?%/);
  pass(41);
  await expect.poll(() => log.innerText()).toMatch(/Done\. The best weights are kept\.$/);
});

test('moves nothing where motion is not wanted', async () => {
  const { page } = await openWindow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .map((element) => getComputedStyle(element))
      .filter(({ transitionDuration, animationName }) => {
        return transitionDuration !== '0s' || animationName !== 'none';
      })
      .map(({ transitionDuration, animationName }) => `${transitionDuration} ${animationName}`),
  );
  expect(moving).toEqual([]);
});
