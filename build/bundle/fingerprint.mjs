// One short text for the state of many files: their paths, sizes and times of change, none of them read.
import { createHash } from 'node:crypto';
import { access, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The fingerprint of files and folders of the repository; what is missing counts as missing.
 * @param {string} root
 * @param {string[]} paths
 */
export async function fingerprint(root, paths) {
  const lines = await Promise.all(paths.map((path) => describe(root, path)));
  return createHash('sha256').update(lines.flat().sort().join('\n')).digest('hex');
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function describe(root, path) {
  const status = await lstat(join(root, path)).catch(() => undefined);
  if (!status) return [`${path} -`];
  if (!status.isDirectory()) return [`${path} ${status.size} ${status.mtimeMs}`];
  const names = await readdir(join(root, path));
  return (await Promise.all(names.map((name) => describe(root, join(path, name))))).flat();
}

/**
 * Whether a file is there.
 * @param {string} path
 */
export function isThere(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
