// Which browsers of Chrome's family are installed on this machine. Knows nothing of tests or windows.
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

/** @typedef {{ name: string, path: string }} Browser */

/**
 * Every place where one may be, the likeliest first.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {Browser[]}
 */
export function browserPlaces(platform, env) {
  if (platform === 'darwin') {
    return [
      { name: 'Chrome', path: 'Google Chrome.app/Contents/MacOS/Google Chrome' },
      { name: 'Edge', path: 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge' },
      { name: 'Chromium', path: 'Chromium.app/Contents/MacOS/Chromium' },
    ].flatMap(({ name, path }) => [
      { name, path: join('/Applications', path) },
      { name, path: join(env.HOME ?? '', 'Applications', path) },
    ]);
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => [
        { name: 'Chrome', path: join(root, 'Google', 'Chrome', 'Application', 'chrome.exe') },
        { name: 'Edge', path: join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe') },
        { name: 'Chromium', path: join(root, 'Chromium', 'Application', 'chrome.exe') },
      ]);
  }
  const commands = [
    ['Chrome', 'google-chrome-stable'],
    ['Chrome', 'google-chrome'],
    ['Edge', 'microsoft-edge-stable'],
    ['Edge', 'microsoft-edge'],
    ['Chromium', 'chromium'],
    ['Chromium', 'chromium-browser'],
  ];
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return commands.flatMap(([name = '', command = '']) =>
    folders.map((folder) => ({ name, path: join(folder, command) })),
  );
}

/**
 * The first installed browser that starts, if there is one.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Browser | undefined>}
 */
export async function findBrowser(platform, env) {
  for (const browser of browserPlaces(platform, env)) {
    if ((await isExecutable(browser.path)) && (await starts(browser.path, platform)))
      return browser;
  }
  return undefined;
}

/**
 * Whether a browser's program runs at all: a file may be a stub, or lack its libraries.
 * @param {string} path
 * @param {NodeJS.Platform} platform
 */
export async function starts(path, platform) {
  // On Windows the option is ignored and a window opens, so that being there has to do.
  if (platform === 'win32') return true;
  const { isSuccess } = await run(path, ['--version'], { env: process.env, timeoutMs: 20_000 });
  return isSuccess;
}

/** @param {string} path */
function isExecutable(path) {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
