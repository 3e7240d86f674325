// Another Node than the one that runs this: npm holds each version as a package for each platform. Kept in
// the user's cache folder, for tests alone.
import { access, chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSpace } from '../../build/setup/disk.mjs';
import { run } from '../../build/setup/run.mjs';
import { underLock } from '../../build/setup/set-up.mjs';
import { SetupError } from '../../build/setup/setup-error.mjs';

/** @import { Context } from '../../build/setup/context.mjs' */
/** @import { Report } from '../../build/setup/report.mjs' */

/** What Electron 45 brings. */
export const electronNodeVersion = '24.21.0';
/** Measured: 200 MB unpacked, beside npm's own cache. */
const NEEDED_BYTES = 0.4e9;

/**
 * The path of that Node, fetched where it is not there yet.
 * @param {Context} context
 * @param {Report} report
 */
export async function fetchNode(context, report) {
  const { cache, platform, arch } = context;
  const kept = join(cache, 'test-only', `node-${electronNodeVersion}-${platform}-${arch}`);
  const program = join(kept, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  if (await isThere(program)) return program;
  await underLock(context, report, async () => {
    if (await isThere(program)) return;
    await requireSpace(cache, NEEDED_BYTES, `Node ${electronNodeVersion}`);
    const name = packageName(platform, arch);
    const arriving = join(context.work, 'node');
    await rm(arriving, { recursive: true, force: true });
    await mkdir(arriving, { recursive: true });
    const outcome = await run(
      'npm',
      [
        ...['install', '--prefix', arriving, '--ignore-scripts', '--no-save', '--no-package-lock'],
        ...['--no-audit', '--no-fund', '--loglevel=error', `${name}@${electronNodeVersion}`],
      ],
      { cwd: arriving, env: context.env, timeoutMs: 10 * 60_000, watch: [arriving] },
    );
    if (!outcome.isSuccess) {
      throw new SetupError(
        `Node ${electronNodeVersion} could not be fetched from npm as ${name} (${outcome.reason}). ` +
          "Check npm's registry and proxy settings, then run the same command again.",
      );
    }
    await mkdir(join(kept, '..'), { recursive: true });
    await rm(kept, { recursive: true, force: true });
    await rename(join(arriving, 'node_modules', name), kept);
    await chmod(program, 0o755);
    await rm(arriving, { recursive: true, force: true });
  });
  return program;
}

/**
 * As the npm package `node` names the packages that it picks from.
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 */
function packageName(platform, arch) {
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** @param {string} path */
function isThere(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
