// npm's packages, exactly as the lock file names them. npm writes node_modules/.package-lock.json last, so
// comparing the two lock files says whether all is there, whoever ran npm.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSpace } from '../disk.mjs';
import { run } from '../run.mjs';
import { SetupError } from '../setup-error.mjs';

/** @import { Context, Step } from '../context.mjs' */
/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/** Measured: about 0.7 GB unpacked, beside npm's own cache. */
const NEEDED_BYTES = 1.2e9;

/** @type {Step} */
export const packages = {
  title: 'Packages',

  async isDone({ repository, modules }) {
    const [locked, installed] = await Promise.all([
      readLock(join(repository, 'package-lock.json')),
      readLock(join(modules, '.package-lock.json')),
    ]);
    return locked !== undefined && installed !== undefined && isComplete(locked, installed);
  },

  async perform(context, report) {
    await requireSpace(context.repository, NEEDED_BYTES, "npm's packages");
    report.say('npm ci --ignore-scripts');
    const outcome = await run(
      'npm',
      // Development packages too, whatever NODE_ENV says: the bundler is one of them.
      [
        ...['ci', '--ignore-scripts', '--include=dev', '--prefer-offline'],
        ...['--no-audit', '--no-fund', '--loglevel=error'],
      ],
      {
        cwd: context.repository,
        env: context.env,
        timeoutMs: 30 * 60_000,
        watch: [context.modules],
        onGrowth: (sizeBytes) => report.grew(sizeBytes),
      },
    );
    if (!outcome.isSuccess) throw new SetupError(failureSentence(outcome.reason));
    const installed = await readLock(join(context.modules, '.package-lock.json'));
    return `${Object.keys(installed ?? {}).length} from npm`;
  },
};

/**
 * Whether every package of the lock file is installed in its version; optional ones may be missing, since
 * npm leaves out those for other platforms.
 * @param {Record<string, LockedPackage>} locked
 * @param {Record<string, LockedPackage>} installed
 */
export function isComplete(locked, installed) {
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** @param {string} reason */
function failureSentence(reason) {
  return /there is no program/.test(reason)
    ? 'npm was not found: it comes with Node from nodejs.org; on Debian and Ubuntu the package is npm.'
    : `npm could not install the packages (${reason}). Check the network and npm's registry and proxy ` +
        'settings, then run the same command again.';
}

/**
 * @param {string} path
 * @returns {Promise<Record<string, LockedPackage> | undefined>}
 */
async function readLock(path) {
  try {
    const parsed = /** @type {{ packages?: Record<string, LockedPackage> }} */ (
      JSON.parse(await readFile(path, 'utf8'))
    );
    return parsed.packages;
  } catch {
    return undefined;
  }
}
