// A folder that wants a look, as a person goes through it in any face: a file in GBK and things that are no texts are
// shown before it is kept, cleaned, kept, and cleaned anew.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Page } from 'playwright';
import { makeText } from './machine.ts';
import { CharloomPage } from './pages/charloom-page.ts';
import { WorkshopPage } from './pages/workshop-page.ts';

/** "你的信我在楼梯上读了两遍，想留着的信我都在那里读。" and a line's end, as GBK has them. */
const letter = Buffer.from(
  'c4e3b5c4d0c5ced2d4dac2a5ccddc9cfb6c1c1cbc1bdb1e9a3accfebc1f4d7c5b5c4d0c5ced2b6bcd4dac4c7c0efb6c1a1a30a',
  'hex',
);

/** A folder of letters on this machine. */
export function makeFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'charloom-workshop-')), 'Letters');
  mkdirSync(join(folder, 'old'), { recursive: true });
  writeFileSync(join(folder, 'river.txt'), `${makeText(300).replaceAll('\n', '  \n')}\n`);
  writeFileSync(join(folder, 'old', 'stairs.txt'), Buffer.concat(Array(40).fill(letter)));
  writeFileSync(join(folder, 'photo.jpg'), 'x');
  return folder;
}

/** Looks at the folder, cleans it and keeps it. */
export async function keepFolder(page: Page): Promise<void> {
  const workshop = new WorkshopPage(page);
  await workshop.isOpen();
  await workshop.source('old/stairs.txt').waitFor();
  expect(await workshop.encodingOf('old/stairs.txt').inputValue()).toBe('gb18030');
  await workshop.source('old/stairs.txt').getByText('的信我在楼梯上读了两遍').first().waitFor();
  await page.getByText('1 file is passed over').waitFor();

  await workshop.outcome('would change 299 places').waitFor();
  await workshop.clean('Single blanks');
  await workshop.outcome('changes 299 places').waitFor();
  await workshop.keep();

  const { texts } = new CharloomPage(page);
  await texts.isShown('Letters');
  await page.getByRole('region', { name: 'Cleaned' }).getByText('299 places').waitFor();
  await page.getByRole('cell', { name: 'old/stairs.txt', exact: true }).waitFor();
}

/** Cleans what was kept anew, in its own place. */
export async function cleanAnew(page: Page): Promise<void> {
  const workshop = new WorkshopPage(page);
  await page.getByRole('button', { name: 'Clean…' }).click();
  await page.getByRole('heading', { level: 1, name: '“Letters”, made again' }).waitFor();
  await workshop.clean('Single empty lines');
  await workshop.keep();
  await new CharloomPage(page).texts.isShown('Letters');
  const cleaned = page.getByRole('region', { name: 'Cleaned' });
  for (const step of ['Single blanks', 'Single empty lines'])
    await cleaned.getByText(step).waitFor();
}
