// A text that wants a look, from end to end in a real browser over the real engine: a folder with a file in GBK and
// things that are no texts is shown before it is kept, cleaned, kept, and shown with all that is known of it.
import { beforeEach, expect, test } from 'vitest';
import { findForTests } from '../../build/setup/found.mjs';
import { openBrowserFace } from './browser-face.ts';
import { cleanAnew, keepFolder, makeFolder } from './folder-thread.ts';
import { CharloomPage } from './pages/charloom-page.ts';

const { browser } = await findForTests();
const executablePath = 'path' in browser ? browser.path : '';

beforeEach((context) => {
  if ('reason' in browser) context.skip(browser.reason);
});

test('shows what a folder is made of before it is kept, in the right encoding, and cleans it', async () => {
  const face = await openBrowserFace(executablePath, { name: 'workshop' });
  const { page } = face;
  const charloom = new CharloomPage(page);
  await charloom.isReady();
  await face.pick([makeFolder()], () => page.getByRole('button', { name: 'Open folder…' }).click());

  await keepFolder(page);
  await page.getByRole('region', { name: 'Counting' }).getByText(/nats$/).first().waitFor();
  await page.getByText(/^\d+ characters cover 100%/).waitFor();
  expect(face.foreign).toEqual([]);
  expect(face.violations).toEqual([]);
});

test('cleans anew what another session kept, from its kept text', async () => {
  const face = await openBrowserFace(executablePath, { name: 'workshop-anew' });
  const { page } = face;
  await new CharloomPage(page).isReady();
  await face.pick([makeFolder()], () => page.getByRole('button', { name: 'Open folder…' }).click());
  await keepFolder(page);
  await page.reload();
  await new CharloomPage(page).texts.isShown('Letters');
  await cleanAnew(page);
});

test('takes a folder that is dropped on the window', async () => {
  const face = await openBrowserFace(executablePath, { name: 'workshop-drop' });
  const { page, context } = face;
  await new CharloomPage(page).isReady();
  const session = await context.newCDPSession(page);
  const data = { items: [], files: [makeFolder()], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  }
  await keepFolder(page);
});
