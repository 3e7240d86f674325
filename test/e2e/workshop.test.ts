// A text that wants a look, from end to end in a real browser over the real engine: a folder with a file in GBK and
// things that are no texts is shown before it is kept, cleaned, kept, and shown with all that is known of it.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findForTests } from '../../build/setup/found.mjs';
import { openBrowserFace } from './browser-face.ts';
import { makeText } from './machine.ts';
import { CharloomPage } from './pages/charloom-page.ts';
import { WorkshopPage } from './pages/workshop-page.ts';

const { browser } = await findForTests();
const executablePath = 'path' in browser ? browser.path : '';

beforeEach((context) => {
  if ('reason' in browser) context.skip(browser.reason);
});

/** "你的信我在楼梯上读了两遍，想留着的信我都在那里读。" and a line's end, as GBK has them. */
const letter = Buffer.from(
  'c4e3b5c4d0c5ced2d4dac2a5ccddc9cfb6c1c1cbc1bdb1e9a3accfebc1f4d7c5b5c4d0c5ced2b6bcd4dac4c7c0efb6c1a1a30a',
  'hex',
);

function makeFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'charloom-workshop-')), 'Letters');
  mkdirSync(join(folder, 'old'), { recursive: true });
  writeFileSync(join(folder, 'river.txt'), `${makeText(300).replaceAll('\n', '  \n')}\n`);
  writeFileSync(join(folder, 'old', 'stairs.txt'), Buffer.concat(Array(40).fill(letter)));
  writeFileSync(join(folder, 'photo.jpg'), 'x');
  return folder;
}

test('shows what a folder is made of before it is kept, in the right encoding, and cleans it', async () => {
  const face = await openBrowserFace(executablePath, { name: 'workshop' });
  const { page } = face;
  const charloom = new CharloomPage(page);
  const workshop = new WorkshopPage(page);
  await charloom.isReady();
  await face.pick([makeFolder()], () => page.getByRole('button', { name: 'Open folder…' }).click());

  await workshop.isOpen();
  await workshop.source('old/stairs.txt').waitFor();
  expect(await workshop.encodingOf('old/stairs.txt').inputValue()).toBe('gb18030');
  await workshop.source('old/stairs.txt').getByText('的信我在楼梯上读了两遍').first().waitFor();
  await page.getByText('1 file is passed over').waitFor();

  await workshop.outcome('would change 299 places').waitFor();
  await workshop.clean('Single blanks');
  await workshop.outcome('changes 299 places').waitFor();
  await workshop.keep();

  await charloom.texts.isShown('Letters');
  await page.getByRole('region', { name: 'Cleaned' }).getByText('299 places').waitFor();
  await page.getByRole('region', { name: 'Counting' }).getByText(/nats$/).first().waitFor();
  await page.getByText(/^\d+ characters cover 100%/).waitFor();
  expect(face.foreign).toEqual([]);
  expect(face.violations).toEqual([]);
});
