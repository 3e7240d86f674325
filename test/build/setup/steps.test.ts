import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installDebianPackages } from '../../../build/setup/debian.mjs';
import { createReport } from '../../../build/setup/report.mjs';
import { briefly } from '../../../build/setup/run.mjs';
import { isComplete, packages } from '../../../build/setup/steps/packages.mjs';
import { electron } from '../../../build/setup/steps/electron.mjs';
import { FakeClone } from './fake-clone.ts';

let clone: FakeClone;
beforeEach(async () => {
  clone = await FakeClone.create();
});
afterEach(() => clone.remove());

const isUnix = process.platform !== 'win32';

describe('packages', () => {
  const locked = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/b': { version: '2.0.0', integrity: 'y', optional: true },
  };

  test('are complete without those for other platforms', () => {
    const a = { version: '1.0.0', integrity: 'x' };
    expect(isComplete(locked, { 'node_modules/a': a })).toBe(true);
    expect(isComplete(locked, {})).toBe(false);
    expect(isComplete(locked, { 'node_modules/a': { ...a, version: '1.0.1' } })).toBe(false);
    expect(isComplete(locked, { 'node_modules/a': { ...a, integrity: 'z' } })).toBe(false);
  });

  test.skipIf(!isUnix)('are installed without scripts, and then are in place', async () => {
    const context = clone.context();
    await mkdir(context.modules, { recursive: true });
    await writeFile(
      join(context.repository, 'package-lock.json'),
      JSON.stringify({ packages: locked }),
    );
    await clone.addProgram(
      'npm',
      `echo '${JSON.stringify({ packages: locked })}' > node_modules/.package-lock.json`,
    );
    expect(await packages.isDone(context)).toBe(false);
    await packages.perform(context, clone.report);
    expect(await packages.isDone(context)).toBe(true);
    expect((await clone.calls())[0]).toContain('npm ci --ignore-scripts --include=dev');
  });

  test.skipIf(!isUnix)('say what to do where npm fails', async () => {
    const context = clone.context();
    await mkdir(context.repository, { recursive: true });
    await clone.addProgram('npm', 'echo "npm error code ECONNREFUSED" >&2; exit 1');
    await expect(packages.perform(context, clone.report)).rejects.toThrow(
      "npm could not install the packages (ECONNREFUSED). Check the network and npm's registry and proxy " +
        'settings, then run the same command again.',
    );
  });

  test.skipIf(!isUnix)('say where npm comes from when it is missing', async () => {
    const context = clone.context();
    await mkdir(context.repository, { recursive: true });
    await expect(packages.perform(context, clone.report)).rejects.toThrow('npm was not found');
  });
});

describe.skipIf(!isUnix)('Electron', () => {
  test('may be lacking: set-up goes on, and does not ask again for a day', async () => {
    const context = clone.context();
    const folder = join(context.modules, 'electron');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"version":"45.4.1"}');
    await writeFile(
      join(folder, 'install.js'),
      "console.error('TypeError: fetch failed'); process.exit(1);",
    );
    expect(await electron.isDone(context)).toBe(false);
    expect(await electron.perform(context, clone.report)).toEqual({
      lacking: 'not to be had (its server cannot be reached); Charloom opens in a browser instead',
    });
    expect(await electron.isDone(context)).toBe(true);
    expect(await electron.isDone(clone.context({ retry: true }))).toBe(false);
    const env = { ELECTRON_MIRROR: 'https://mirror.example/' };
    expect(await electron.isDone(clone.context({ env }))).toBe(false);
  });

  test('is in place when its installer has written its last file', async () => {
    const context = clone.context();
    const folder = join(context.modules, 'electron');
    await mkdir(join(folder, 'dist'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"version":"45.4.1"}');
    await writeFile(join(folder, 'dist', 'electron'), '');
    await writeFile(join(folder, 'dist', 'version'), '45.4.1');
    expect(await electron.isDone(context)).toBe(false);
    await writeFile(join(folder, 'path.txt'), 'electron');
    expect(await electron.isDone(context)).toBe(true);
  });
});

describe.skipIf(process.platform !== 'linux')('system packages', () => {
  test('are refused under --no-system, and apt-get is not called', async () => {
    await clone.addProgram('apt-get');
    const context = { ...clone.context({ allowSystem: false }), isRoot: true };
    const reason = await installDebianPackages(context, clone.report, ['chromium'], 'a browser');
    expect(reason).toMatch(
      /^a browser (needs the Debian packages chromium, and --no-system|must be installed by hand)/,
    );
    expect(await clone.calls()).toEqual([]);
  });

  test('are left to root', async () => {
    await clone.addProgram('apt-get');
    const context = { ...clone.context(), isRoot: false };
    const reason = await installDebianPackages(context, clone.report, ['xvfb'], 'a window');
    expect(reason).toMatch(/apt-get install xvfb|by hand/);
    expect(await clone.calls()).toEqual([]);
  });
});

describe('the report', () => {
  const written = async (work: (report: ReturnType<typeof createReport>) => Promise<void>) => {
    const lines: string[] = [];
    let clock = 0;
    const report = createReport({
      output: { write: (text) => lines.push(text) },
      now: () => (clock += 500),
    });
    await work(report);
    return lines.join('');
  };

  test('says nothing where nothing is to do', async () => {
    expect(
      await written(async (report) => {
        report.end();
      }),
    ).toBe('');
  });

  test('says for each step what it does, what came of it, and how long it took', async () => {
    expect(
      await written(async (report) => {
        await report.step('Packages', async (step) => {
          step.say('npm ci');
          return '3 from npm';
        });
        await report.step('Electron', async () => ({ lacking: 'not to be had' }));
        report.end();
      }),
    ).toMatch(
      /^… Packages {5}npm ci\n✓ Packages {5}3 from npm · \d\.\d s\n! Electron {5}not to be had · \d\.\d s\nReady in \d\.\d s\.\n\n$/,
    );
  });
});

test.each([
  [
    'node:events\nError: getaddrinfo ENOTFOUND storage.example\n    at x',
    'storage.example cannot be reached',
  ],
  ['npm error code E404\nnpm error 404 Not Found', 'E404: 404 Not Found'],
  [
    'fine so far\n\u001b[31mTypeError: fetch failed\u001b[0m\n    at node',
    'its server cannot be reached',
  ],
  ['one\ntwo', 'two'],
  ['', ''],
])('says briefly what %j means', (output, brief) => {
  expect(briefly(output)).toBe(brief);
});
