// What an Electron window needs on Linux, for the tests: its libraries, and a virtual display where there
// is no real one. Elsewhere there is nothing to do.
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { installDebianPackages } from '../debian.mjs';
import { run } from '../run.mjs';
import { readStamp, stampMatches, writeStamp } from '../stamp.mjs';
import { electronForTest } from './electron-for-tests.mjs';

/** @import { Context, Step } from '../context.mjs' */

/** The libraries that Electron links and a bare Debian lacks. */
const LIBRARY_PACKAGES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libxss1', 'libgbm1', 'libxtst6'];

/** @type {Step} */
export const display = {
  title: 'Display',

  async isDone(context) {
    const electron = await electronForTest(context);
    if (context.platform !== 'linux' || 'reason' in electron) return true;
    const stamp = await readStamp(statePath(context));
    if (!stampMatches(stamp, { electron: electron.path })) return false;
    return hasDisplay(context.env) || (await findXvfb(context.env)) !== undefined;
  },

  async perform(context, report) {
    const electron = await electronForTest(context);
    if ('reason' in electron) return 'not needed';
    report.say('looking for what an Electron window needs');
    const libraries = await missingLibraries(electron.path, context.env);
    const needsXvfb = !hasDisplay(context.env) && (await findXvfb(context.env)) === undefined;
    const names = [
      ...(needsXvfb ? ['xvfb'] : []),
      ...(libraries.length > 0 ? LIBRARY_PACKAGES : []),
    ];
    if (names.length > 0) {
      const reason = await installDebianPackages(
        context,
        report,
        names,
        'the tests in an Electron window',
      );
      if (reason !== '') return { lacking: reason };
    }
    await writeStamp(statePath(context), { electron: electron.path });
    return hasDisplay(context.env)
      ? 'the one of this session'
      : 'a virtual one (Xvfb), for the tests';
  },
};

/**
 * Why an Electron window cannot be shown in the tests, or an empty text.
 * @param {Context} context
 */
export async function displayFailure(context) {
  if (await display.isDone(context)) return '';
  return hasDisplay(context.env)
    ? `Electron's libraries are missing (on Debian: ${LIBRARY_PACKAGES.join(' ')})`
    : `there is no display, and xvfb or Electron's libraries are missing (on Debian: xvfb ${LIBRARY_PACKAGES.join(' ')})`;
}

/**
 * Whether this session has a display that windows can be shown on.
 * @param {NodeJS.ProcessEnv} env
 */
export function hasDisplay(env) {
  return Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/**
 * Where the virtual display's program is, if it is installed.
 * @param {NodeJS.ProcessEnv} env
 */
export async function findXvfb(env) {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'Xvfb');
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/**
 * The shared libraries that a program links and this machine lacks.
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
export async function missingLibraries(program, env) {
  const { output } = await run('ldd', [program], { env, timeoutMs: 20_000 });
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/** @param {Context} context */
function statePath({ state }) {
  return join(state, 'display.json');
}
