// How large a folder has grown, to show progress of programs that do not show any.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The bytes in a file or folder, symbolic links not followed; 0 for what is missing or vanishing.
 * @param {string} path
 * @returns {Promise<number>}
 */
export async function sizeOf(path) {
  const status = await lstat(path).catch(() => undefined);
  if (!status) return 0;
  if (!status.isDirectory()) return status.size;
  const names = await readdir(path).catch(() => []);
  const sizes = await Promise.all(names.map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
