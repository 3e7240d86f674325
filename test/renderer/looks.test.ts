// What can be measured of the looks: contrast and names by axe, and that no text is cut off or covered,
// on every screen, in both themes and both languages, in a large window and in small ones.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { findLayoutFaults, findSmallTargets } from './layout.ts';
import { sayIn, scenes } from './scenes.ts';
import { useWindow } from './window.ts';

const openWindow = useWindow();

/** The window's own size, the rest of a long screen at once, and the smallest that must still do. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 1280, height: 2600 },
  { width: 900, height: 600 },
  { width: 420, height: 800 },
];

async function findAccessFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 140)} ${node.failureSummary ?? ''}`),
  );
}

async function expectToFit(page: Page): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 0));
    expect(await findLayoutFaults(page), JSON.stringify(size)).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

test.each(Object.entries(scenes))(
  '%s can be read and operated by everyone, in light and dark, in both languages and in small windows',
  async (_, { library, isModal, go }) => {
    const opened = await openWindow({ library });
    const { page } = opened;
    await go(opened, sayIn('en-US'));
    await page.evaluate(() => document.fonts.ready);
    expect(await findAccessFaults(page)).toEqual([]);
    expect(await findSmallTargets(page)).toEqual([]);
    await expectToFit(page);

    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('[data-theme=dark]').waitFor();
    if (!isModal) {
      await page.getByLabel('Language').selectOption('zh-CN');
      await page.evaluate(() => document.fonts.ready);
      await expectToFit(page);
    }
    expect(await findAccessFaults(page)).toEqual([]);
  },
);

test('the search for faults finds text that is cut off and text that is covered', async () => {
  const { page } = await openWindow();
  await page.evaluate(() => {
    const title = document.querySelector<HTMLElement>('h1');
    title?.style.setProperty('overflow', 'hidden');
    title?.style.setProperty('width', '40px');
    title?.style.setProperty('white-space', 'nowrap');
    const lid = document.createElement('div');
    lid.style.cssText = 'position:fixed;inset:auto 0 0 0;height:400px;background:#000';
    document.body.append(lid);
  });
  const faults = await findLayoutFaults(page);
  expect(faults.some((fault) => fault.startsWith('cut off: h1'))).toBe(true);
  expect(faults.some((fault) => fault.startsWith('covered: '))).toBe(true);
});
