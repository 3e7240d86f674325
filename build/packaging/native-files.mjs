// The native parts of tfjs-node as they are shipped: the addon, and libtensorflow where the addon looks for it.
// No headers, no import libraries. Knows the three platforms' ways and nothing of packages.
import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../setup/run.mjs';

const libraryFolder = join('deps', 'lib');
const addonFolder = join('lib', 'napi-v8');
/** libtensorflow and its framework under all their names, links included, on Linux and macOS. */
const libraryName = /^libtensorflow[\w.]*\.(so|dylib)(\.[\d.]+)?$/;
const windowsLibrary = 'tensorflow.dll';

/**
 * Where each native file comes from and goes to, relative to the package's folder. The addon itself is among
 * the files that are loaded, and not listed here.
 * @param {string} folder
 * @param {NodeJS.Platform} platform
 */
export async function nativeFiles(folder, platform) {
  if (platform === 'win32') {
    // Windows looks beside the addon, and nowhere else that could be relied upon.
    const beside = join(addonFolder, windowsLibrary);
    const isBeside = (await readdir(join(folder, addonFolder))).includes(windowsLibrary);
    return [{ from: isBeside ? beside : join(libraryFolder, windowsLibrary), to: beside }];
  }
  const names = await readdir(join(folder, libraryFolder));
  return names
    .filter((name) => libraryName.test(name))
    .map((name) => join(libraryFolder, name))
    .map((path) => ({ from: path, to: path }));
}

/**
 * Puts one native file in place; without its debugging symbols where it is a library with some and `strip` is
 * there to take them out.
 * @param {string} from
 * @param {string} to
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 */
export async function placeLibrary(from, to, { env, platform }) {
  const isLink = (await lstat(from)).isSymbolicLink();
  if (platform === 'linux' && !isLink) {
    await mkdir(dirname(to), { recursive: true });
    // Into a new file: the old one may be a hard link to what the user's cache keeps.
    const outcome = await run('strip', ['--strip-unneeded', '-o', to, from], {
      env,
      timeoutMs: 5 * 60_000,
    });
    if (outcome.isSuccess) return;
  }
  await placeFile(from, to);
}

/**
 * Puts a file in place as a hard link, or as a copy across disks; a symbolic link stays one.
 * @param {string} from
 * @param {string} to
 */
export async function placeFile(from, to) {
  await mkdir(dirname(to), { recursive: true });
  if ((await lstat(from)).isSymbolicLink()) return symlink(await readlink(from), to);
  await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
}
