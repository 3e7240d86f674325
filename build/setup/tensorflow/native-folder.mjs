// Moves finished native parts between the user's cache and node_modules, by hard links where it can, and
// asks a process of its own whether they load. The parts are two folders inside the package:
// deps/lib (libtensorflow) and lib/napi-v8 (the addon, which finds its library by a relative path).
import { constants } from 'node:fs';
import {
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../run.mjs';

/** @import { Context } from '../context.mjs' */

const PARTS = [join('deps', 'lib'), join('lib', 'napi-v8')];
const verifyScript = fileURLToPath(new URL('verify.mjs', import.meta.url));

/**
 * The package that the native parts belong in.
 * @param {Context} context
 */
export function packageFolder({ modules }) {
  return join(modules, '@tensorflow', 'tfjs-node');
}

/**
 * The addon itself; without it nothing is in place.
 * @param {string} folder
 */
export function addonPath(folder) {
  return join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/**
 * Where the notices of what libtensorflow is made of lie: beside it, so that they go wherever it goes.
 * @param {string} folder
 */
export function noticesFolder(folder) {
  return join(folder, 'deps', 'lib', 'notices');
}

/**
 * Puts the parts of one folder into another, replacing what is there.
 * @param {string} from
 * @param {string} to
 */
export async function placeParts(from, to) {
  const arriving = join(to, '.charloom-arriving');
  await rm(arriving, { recursive: true, force: true });
  for (const part of PARTS) await linkTree(join(from, part), join(arriving, part));
  for (const part of PARTS) {
    await rm(join(to, part), { recursive: true, force: true });
    await mkdir(join(to, part, '..'), { recursive: true });
    await rename(join(arriving, part), join(to, part));
  }
  await rm(arriving, { recursive: true, force: true });
}

/**
 * Whether the parts in node_modules load and calculate, with the library's version or the reason why not.
 * @param {Context} context
 * @returns {Promise<{ version: string } | { reason: string }>}
 */
export async function verifyParts(context) {
  const { isSuccess, output, reason } = await run(process.execPath, [verifyScript], {
    cwd: context.repository,
    env: { ...context.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    timeoutMs: 90_000,
  });
  if (!isSuccess) {
    return /SIGILL/.test(reason)
      ? { reason: 'this processor lacks the AVX instructions that TensorFlow is built for' }
      : { reason };
  }
  const version = /"libtensorflow":"([^"]+)"/.exec(output)?.[1];
  return { version: version ?? 'of unknown version' };
}

/**
 * Recreates a folder elsewhere: files as hard links, or as copies across disks; symbolic links as they are.
 * @param {string} from
 * @param {string} to
 */
async function linkTree(from, to) {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const source = join(from, name);
    const target = join(to, name);
    const status = await lstat(source);
    if (status.isDirectory()) await linkTree(source, target);
    else if (status.isSymbolicLink()) await symlink(await readlink(source), target);
    else {
      await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_FICLONE));
    }
  }
}
