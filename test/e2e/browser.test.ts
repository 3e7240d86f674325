// Browser mode from end to end in a real browser: the whole thread, the first minute, a tab that is closed.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findForTests } from '../../build/setup/found.mjs';
import { endServer, openBrowserFace } from './browser-face.ts';
import { CharloomPage } from './pages/charloom-page.ts';
import { goThroughTheThread } from './thread.ts';

const { browser } = await findForTests();
const executablePath = 'path' in browser ? browser.path : '';

beforeEach((context) => {
  if ('reason' in browser) context.skip(browser.reason);
});

test('goes through the whole thread in a browser tab', async () => {
  const face = await openBrowserFace(executablePath, { name: 'browser-thread' });
  await goThroughTheThread(face);
  expect(face.foreign).toEqual([]);
  expect(face.violations).toEqual([]);
});

test.each([
  { locale: 'en-US', button: 'Write with the sample model', page: 'What it wrote' },
  { locale: 'zh-CN', button: '用示例模型写作', page: '它写的内容' },
])(
  'writes a first line within a minute and three clicks ($locale)',
  async ({ locale, button, page: article }) => {
    const startedMs = performance.now();
    const { page } = await openBrowserFace(executablePath, { name: `first-${locale}`, locale });
    await page.getByRole('button', { name: button }).click();
    const sheet = page.getByRole('article', { name: article }).locator('[dir="auto"]');
    await expect
      .poll(async () => (await sheet.innerText()).length, { timeout: 60_000 })
      .toBeGreaterThan(40);
    expect(performance.now() - startedMs).toBeLessThan(60_000);
  },
);

test('goes on training when its tab is closed, and shows the run to the next one', async () => {
  const face = await openBrowserFace(executablePath, { name: 'browser-closed-tab' });
  const charloom = new CharloomPage(face.page);
  await charloom.isReady();
  await face.page.getByRole('button', { name: 'Train on the sample text' }).click();
  const before = await charloom.run.curve();
  await face.page.close();
  const next = await face.context.newPage();
  await next.goto(new URL('/', face.url).href);
  const again = new CharloomPage(next);
  const after = await again.run.curveMoves(before);
  expect(after).not.toBe(before);

  // Ctrl-C in mid-run: a clean end that keeps the checkpoint, and no process left.
  expect(await endServer(face.server)).toBe(0);
  const [model = ''] = readdirSync(join(face.home, 'models'));
  const summary = JSON.parse(
    readFileSync(join(face.home, 'models', model, 'model.json'), 'utf8'),
  ) as { name: string };
  expect(summary.name).not.toBe('');
  expect(readdirSync(join(face.home, 'models', model, 'checkpoints'))).toContain('CURRENT');
});

test('goes on from the checkpoint when the engine is killed, under the same page', async () => {
  const face = await openBrowserFace(executablePath, { name: 'browser-killed-engine' });
  const charloom = new CharloomPage(face.page);
  const { run } = charloom;
  await charloom.isReady();
  await face.page.getByRole('button', { name: 'Train on the sample text' }).click();
  await run.curve();
  // Pausing writes a checkpoint.
  await run.pause();
  await run.isPaused();
  const paused = await run.step();
  await run.resume();
  await expect.poll(() => run.step(), { timeout: 30_000 }).toBeGreaterThan(paused);

  const reached = await run.step();
  const log = readFileSync(join(face.home, 'logs', 'engine.log'), 'utf8');
  process.kill(Number(/runs as process (\d+)/.exec(log)?.[1]), 'SIGKILL');
  await face.page.getByText(/^The engine had stopped and was started again/).waitFor();
  // Beyond what the page had heard before: the host asked for it to be continued, nobody clicked.
  await expect.poll(() => run.step(), { timeout: 90_000 }).toBeGreaterThan(reached + 1);
});
