// Electron, by its own installer. Where it cannot be had, set-up still succeeds: Charloom then opens in a
// browser. The installer honours ELECTRON_MIRROR and keeps what it downloads in its own cache.
import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSpace } from '../disk.mjs';
import { run } from '../run.mjs';
import { mirrorsIn, recentFailure, rememberFailure } from '../unreachable.mjs';

/** @import { Context, Step } from '../context.mjs' */

/** The settings by which people point this route at a mirror. */
const mirrorSettings = ['ELECTRON_MIRROR', 'electron_mirror', 'npm_config_electron_mirror'];
const ROUTE = 'electron installer';
/** The archive, its copy in the installer's cache, and the unpacked folder. */
const NEEDED_BYTES = 0.8e9;

/** @type {Step} */
export const electron = {
  title: 'Electron',

  async isDone(context) {
    if ((await installedElectron(context)) !== undefined) return true;
    return (await electronFailure(context)) !== undefined;
  },

  async perform(context, report) {
    await requireSpace(context.repository, NEEDED_BYTES, 'Electron');
    const temporary = join(context.work, 'electron');
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    const folder = packageFolder(context);
    report.say('Electron by its own installer');
    const outcome = await run(process.execPath, [join(folder, 'install.js')], {
      cwd: folder,
      // What arrives lies in the temporary folder first, so that is where progress can be seen.
      env: { ...context.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      timeoutMs: 20 * 60_000,
      watch: [temporary, join(folder, 'dist')],
      stallMs: 45_000,
      onGrowth: (sizeBytes) => report.grew(sizeBytes),
    });
    await rm(temporary, { recursive: true, force: true });
    const installed = await installedElectron(context);
    if (installed) return `Electron ${installed.version}`;

    const reason = outcome.reason || 'its installer left nothing';
    const mirrors = mirrorsIn(mirrorSettings, context.env);
    await rememberFailure(context.cache, ROUTE, { reason, mirrors, at: Date.now() });
    return { lacking: `not to be had (${reason}); Charloom opens in a browser instead` };
  },
};

/**
 * The installed Electron, complete and in the version that package.json names; or undefined.
 * @param {Context} context
 * @returns {Promise<{ path: string, version: string } | undefined>}
 */
export async function installedElectron(context) {
  const folder = packageFolder(context);
  try {
    // The installer writes path.txt last.
    const program = await readFile(join(folder, 'path.txt'), 'utf8');
    const version = (await readFile(join(folder, 'dist', 'version'), 'utf8'))
      .replace(/^v/, '')
      .trim();
    const manifest = await readFile(join(folder, 'package.json'), 'utf8');
    const path = join(folder, 'dist', program);
    await access(path);
    const wanted = /** @type {{ version: string }} */ (JSON.parse(manifest)).version;
    return version === wanted ? { path, version } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Why Electron could not be had within the last day; undefined when its installer should be run.
 * @param {Context} context
 */
export async function electronFailure(context) {
  if (context.retry) return undefined;
  const mirrors = mirrorsIn(mirrorSettings, context.env);
  return recentFailure(context.cache, ROUTE, { mirrors, now: Date.now() });
}

/** @param {Context} context */
function packageFolder({ modules }) {
  return join(modules, 'electron');
}
