import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { browserPlaces } from '../../../build/setup/browsers.mjs';
import type { Context } from '../../../build/setup/context.mjs';
import { browser, foundBrowser } from '../../../build/setup/steps/browser.mjs';
import { FakeClone } from './fake-clone.ts';

let clone: FakeClone;
beforeEach(async () => {
  clone = await FakeClone.create();
});
afterEach(() => clone.remove());

/** A pretended Playwright whose browser is the program `chrome`, and whose installer cannot reach anything. */
async function addPlaywright(context: Context, chrome: string): Promise<void> {
  const folder = join(context.modules, 'playwright');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"version":"1.65.1"}');
  await writeFile(
    join(folder, 'index.mjs'),
    `export const chromium = { executablePath: () => ${JSON.stringify(chrome)} };`,
  );
  await writeFile(
    join(folder, 'cli.js'),
    "console.error('Error: getaddrinfo ENOTFOUND browsers.example'); process.exit(1);",
  );
}

// The pretended browsers are shell scripts.
describe.skipIf(process.platform === 'win32')('a browser for the tests', () => {
  test("is Playwright's own where that is there", async () => {
    const context = clone.context();
    await clone.addProgram('chrome');
    await clone.addProgram('chromium');
    const chrome = join(context.env.PATH ?? '', 'chrome');
    await addPlaywright(context, chrome);
    expect(await browser.isDone(context)).toBe(false);
    expect(await browser.perform(context, clone.report)).toBe(
      "Playwright's Chromium, for the tests",
    );
    expect(await browser.isDone(context)).toBe(true);
    expect(await foundBrowser(context)).toEqual({ name: "Playwright's Chromium", path: chrome });
  });

  test.skipIf(process.platform !== 'linux')(
    'is an installed one that starts where Playwright cannot have its own',
    async () => {
      const context = clone.context();
      await addPlaywright(context, '/nowhere/chrome');
      await clone.addProgram('google-chrome', 'echo "a stub without libraries"; exit 127');
      await clone.addProgram('chromium');
      expect(await browser.perform(context, clone.report)).toBe('Chromium, for the tests');
      const path = join(context.env.PATH ?? '', 'chromium');
      expect(await foundBrowser(context)).toEqual({ name: 'Chromium', path });

      await rm(path);
      expect(await browser.isDone(context)).toBe(false);
      expect(await foundBrowser(context)).toEqual({ reason: `${path} is not there any more` });
    },
  );

  test.skipIf(process.platform !== 'linux')(
    'is missing with a reason where system packages are refused',
    async () => {
      const context = { ...clone.context({ allowSystem: false }), isRoot: true };
      await addPlaywright(context, '/nowhere/chrome');
      await clone.addProgram('apt-get');
      await browser.perform(context, clone.report);
      expect(await foundBrowser(context)).toEqual({
        reason: expect.stringMatching(
          /^Playwright's download failed \(browsers\.example cannot be reached\); a browser for the tests (needs the Debian packages chromium, and --no-system refuses them|must be installed by hand)/,
        ) as unknown,
      });
      expect(await browser.isDone(context)).toBe(false);
      expect((await clone.calls()).filter((call) => call.startsWith('apt-get'))).toEqual([]);
    },
  );
});

test('looks for Chrome before Edge and Chromium, in the places of each platform', () => {
  const names = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv) => [
    ...new Set(browserPlaces(platform, env).map(({ name }) => name)),
  ];
  const all = ['Chrome', 'Edge', 'Chromium'];
  expect(names('linux', { PATH: '/bin' })).toEqual(all);
  expect(names('darwin', { HOME: '/Users/a' })).toEqual(all);
  expect(names('win32', { PROGRAMFILES: 'C:\\Programs' })).toEqual(all);
});
