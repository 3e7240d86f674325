// A browser for the tests: Playwright's own, else one that is installed, else Debian's. Which one it was is
// kept in this clone's state; where there is none, the reason is kept instead, for the tests to name.
import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser, starts } from '../browsers.mjs';
import { installDebianPackages } from '../debian.mjs';
import { requireSpace } from '../disk.mjs';
import { run } from '../run.mjs';
import { readStamp, stampMatches, writeStamp } from '../stamp.mjs';
import { mirrorsIn, recentFailure, rememberFailure } from '../unreachable.mjs';

/** @import { Context, Step } from '../context.mjs' */
/** @import { StepReport } from '../report.mjs' */

const mirrorSettings = ['PLAYWRIGHT_DOWNLOAD_HOST', 'PLAYWRIGHT_CHROMIUM_DOWNLOAD_HOST'];
const ROUTE = 'playwright browsers';
/** The archive and the unpacked browser. */
const NEEDED_BYTES = 1e9;

/** @type {Step} */
export const browser = {
  title: 'Browser',

  async isDone(context) {
    const found = await foundBrowser(context);
    const { playwright } = await wantedFor(context);
    const isCurrent = stampMatches(await readStamp(statePath(context)), { playwright });
    return isCurrent && 'path' in found;
  },

  async perform(context, report) {
    const stamp = await wantedFor(context);
    const found = await find(context, report);
    await writeStamp(statePath(context), { ...stamp, ...found });
    return 'path' in found ? `${found.name}, for the tests` : { lacking: `none: ${found.reason}` };
  },
};

/**
 * The browser that set-up found for the tests, or why there is none.
 * @param {Context} context
 * @returns {Promise<{ name: string, path: string } | { reason: string }>}
 */
export async function foundBrowser(context) {
  const stamp = await readStamp(statePath(context));
  const { name, path, reason } = /** @type {Record<string, string | undefined>} */ (stamp ?? {});
  if (name === undefined || path === undefined) return { reason: reason ?? 'set-up was not run' };
  return access(path).then(
    () => ({ name, path }),
    () => ({ reason: `${path} is not there any more` }),
  );
}

/**
 * @param {Context} context
 * @param {StepReport} report
 */
async function find(context, report) {
  const own = await playwrightBrowser(context, report);
  if ('path' in own) return own;
  report.say('looking for an installed browser');
  const installed = await findBrowser(context.platform, context.env);
  if (installed) return installed;
  if (context.platform !== 'linux') {
    return {
      reason: `Playwright's download failed (${own.reason}); install Chrome, Edge or Chromium`,
    };
  }
  const reason = await installDebianPackages(
    context,
    report,
    ['chromium'],
    'a browser for the tests',
  );
  const debian = reason === '' ? await findBrowser(context.platform, context.env) : undefined;
  return debian ?? { reason: `Playwright's download failed (${own.reason}); ${reason}` };
}

/**
 * @param {Context} context
 * @param {StepReport} report
 * @returns {Promise<{ name: string, path: string } | { reason: string }>}
 */
async function playwrightBrowser(context, report) {
  const entry = join(context.modules, 'playwright', 'index.mjs');
  const { chromium } = /** @type {typeof import('playwright')} */ (
    await import(pathToFileURL(entry).href)
  );
  const path = chromium.executablePath();
  const ready = { name: "Playwright's Chromium", path };
  if ((await isThere(path)) && (await starts(path, context.platform))) return ready;

  const mirrors = mirrorsIn(mirrorSettings, context.env);
  const known = await recentFailure(context.cache, ROUTE, { mirrors, now: Date.now() });
  if (known !== undefined && !context.retry) return { reason: known };

  await requireSpace(context.repository, NEEDED_BYTES, "Playwright's browser");
  report.say("Playwright's Chromium");
  const outcome = await run(
    process.execPath,
    [join(context.modules, 'playwright', 'cli.js'), 'install', 'chromium', '--no-shell'],
    {
      cwd: context.repository,
      env: context.env,
      timeoutMs: 20 * 60_000,
      watch: [browsersFolder(context)],
      stallMs: 45_000,
      onGrowth: (sizeBytes) => report.grew(sizeBytes),
    },
  );
  if (outcome.isSuccess && (await starts(path, context.platform))) return ready;
  const reason = outcome.reason || 'it lacks libraries on this machine';
  await rememberFailure(context.cache, ROUTE, { reason, mirrors, at: Date.now() });
  return { reason };
}

/**
 * Where Playwright keeps its browsers.
 * @param {Context} context
 */
function browsersFolder({ env, platform }) {
  if (env.PLAYWRIGHT_BROWSERS_PATH) return env.PLAYWRIGHT_BROWSERS_PATH;
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'ms-playwright');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ms-playwright');
}

/** @param {Context} context */
async function wantedFor({ modules }) {
  const text = await readFile(join(modules, 'playwright', 'package.json'), 'utf8').catch(
    () => '{}',
  );
  const { version = 'none' } = /** @type {{ version?: string }} */ (JSON.parse(text));
  return { playwright: version };
}

/** @param {Context} context */
function statePath({ state }) {
  return join(state, 'browser.json');
}

/** @param {string} path */
function isThere(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
